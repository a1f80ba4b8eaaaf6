/** PostgreSQL, as the house asks for a database. Joins the parts of this folder, and does nothing itself. */

import type { Dialect } from '../contract.js'
import { computedColumn } from './computed-column.js'
import { accepts, configOf } from './connect.js'
import { createTables } from './create.js'
import { deferral } from './deferral.js'
import { features } from './features.js'
import { fingerprint } from './fingerprint.js'
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

/** PostgreSQL 12 and later, through knex's driver `pg`. */
export const postgres: Dialect = {
  name: 'postgres',
  drivers: ['pg'],
  features,
  transactions,
  writing,
  versions,
  deferral,
  inspection,
  accepts,
  configOf: url => configOf(url),
  // Every address of a server may be one that answers.
  check: () => undefined,
  begin: null,
  holdsToKeys: async () => true,
  reflect,
  fingerprint,
  createTables,
  quote,
  isSameName: (a, b) => a === b,
  understand,
  computedColumn,
  codec,
  inList,
  keyTable,
  run,
  change,
  violation,
}
