/** SQLite, through sqlite3 or better-sqlite3. The one door of its folder. */

import type { Dialect } from '../contract.js'
import { accepts, check, configOf, drivers } from './connect.js'
import { features } from './features.js'
import { inList, keyTable } from './keys.js'
import { quote } from './quote.js'
import { reflect } from './reflect.js'
import { run } from './run.js'
import { codec } from './values.js'

/** The dialect. Needs SQLite 3.41 or later. */
export const sqlite: Dialect = {
  name: 'sqlite',
  features,
  drivers,
  accepts,
  configOf,
  check,
  reflect,
  quote,
  codec,
  inList,
  keyTable,
  run,
}
