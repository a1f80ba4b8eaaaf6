/** Sums up a SQLite database's structure, to tell whether it has changed. Makes no sense of it. */

import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { ReflectRequest } from '../contract.js'
import { quote } from './quote.js'
import { readCatalog, schemasOf } from './read-catalog.js'

/**
 * Gives a text that changes when any statement that defines something does, and is the same for copies of one database. SQLite's own
 * `schema_version` counts changes of one file, which copies do not share, so the statements themselves count.
 */
export function fingerprint(knex: Knex, request: ReflectRequest): Promise<string> {
  return readCatalog(knex, request, async read => {
    const names = await read('select name as c0 from pragma_database_list', [])
    const schemas = schemasOf(
      request,
      names.map(([name]) => name as string),
    )
    const hash = createHash('sha256')
    for (const schema of schemas) hash.update(JSON.stringify([schema, await read(definitions(schema), [])]))
    return hash.digest('hex')
  })
}

/** One row per table, view, index and trigger that somebody defined; tables of SQLite's own come and go with ANALYZE. */
function definitions(schema: string): string {
  return (
    `select type as c0, name as c1, tbl_name as c2, sql as c3 from ${quote(schema)}.sqlite_schema ` +
    `where name not like 'sqlite\\_%' escape '\\' order by type, name`
  )
}
