/** SQLite, through sqlite3 or better-sqlite3. The one door of its folder. */

import type { Dialect } from '../contract.js'
import { computedColumn } from './computed-column.js'
import { accepts, check, configOf, drivers } from './connect.js'
import { createTables } from './create.js'
import { deferral } from './deferral.js'
import { features } from './features.js'
import { fingerprint } from './fingerprint.js'
import { isSameName } from './fold.js'
import { holdsToKeys, holdToKeys } from './foreign-keys.js'
import { inspection } from './inspection.js'
import { inList, keyTable } from './keys.js'
import { quote } from './quote.js'
import { reflect } from './reflect.js'
import { change, run } from './run.js'
import { transactions } from './transactions.js'
import { understand } from './understand.js'
import { codec } from './values.js'
import { versions } from './versions.js'
import { violation } from './violation.js'
import { writing } from './writing.js'

/** The dialect. Needs SQLite 3.41 or later. */
export const sqlite: Dialect = {
  name: 'sqlite',
  features,
  transactions,
  writing,
  versions,
  deferral,
  inspection,
  drivers,
  accepts,
  configOf,
  check,
  begin: holdToKeys,
  holdsToKeys,
  reflect,
  fingerprint,
  createTables,
  quote,
  isSameName,
  understand,
  computedColumn,
  codec,
  inList,
  keyTable,
  run,
  change,
  violation,
}
