/** Creates and fills the record shop in an empty database, through knex. Refuses to touch one that has tables. */

import { tableRows } from './rows.js'
import { schemaOf } from './schema.js'

const dialects = { pg: 'postgres', 'better-sqlite3': 'sqlite', sqlite3: 'sqlite' }

/** The most rows that one statement inserts; SQLite takes 32,766 values. */
const chunk = 500

/** Creates the shop on a knex of client `better-sqlite3`, `sqlite3` or `pg`. */
export async function createRecordShop(knex) {
  const dialect = dialects[knex.client.driverName]
  await knex.transaction(async transaction => {
    // What is written without a zone is meant in UTC.
    if (dialect === 'postgres') await transaction.raw("set local timezone to 'UTC'")
    for (const statement of schemaOf(dialect)) await transaction.raw(statement)
    for (const [table, rows] of Object.entries(tableRows())) {
      for (let i = 0; i < rows.length; i += chunk) await insert(transaction, table, rows.slice(i, i + chunk))
      if (dialect === 'postgres' && 'id' in rows[0]) {
        await transaction.raw(`alter table ${table} alter id restart with ${rows.length + 1}`)
      }
    }
  })
}

function insert(transaction, table, rows) {
  const columns = Object.keys(rows[0])
  const places = `(${columns.map(() => '?').join(', ')})`
  return transaction.raw(
    `insert into ${table} (${columns.join(', ')}) values ${rows.map(() => places).join(', ')}`,
    rows.flatMap(row => columns.map(column => row[column])).map(bindable),
  )
}

/** SQLite has no booleans and no times; PostgreSQL reads these texts as such. */
function bindable(value) {
  if (typeof value === 'boolean') return String(Number(value))
  // As SQLite's own CURRENT_TIMESTAMP writes it, so that texts sort by time.
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace('T', ' ')
  return value
}
