/** Creates the tables of declared classes. Reads classes and connections like `automap`, and never changes a table. */

import type { Knex } from 'knex'
import type { DeclaredModels } from '../types/options.js'
import type { Declaration } from './declaration/declaration.js'
import { declaredTables } from './declaration/declared-tables.js'
import { readDeclarations } from './declaration/read.js'
import { type Connected, connect } from './dialect/dialect.js'
import { ConnectionError } from './errors.js'

/**
 * Creates the tables of these classes that the database lacks, all of them or none, and gives their names in the order
 * of their creation. Takes an address, whose file is made where there is none, a knex configuration, or a knex instance,
 * which stays its owner's to close; where that is a transaction, the tables come with its commit. Throws `DeclarationError`,
 * `OptionError`, `ConnectionError`, and `QueryError` CREATE_FAILED.
 */
export async function createTables(
  connection: string | Knex | Knex.Config,
  models: DeclaredModels,
): Promise<readonly string[]> {
  const tables = declaredTables(readDeclarations(models))
  const { knex, dialect, owned } = connect(connection, { caller: 'createTables()', mayCreate: true })
  try {
    const names = await dialect.createTables(knex, { schema: null, tables })
    if (owned) await knex.destroy()
    return names
  } catch (error) {
    if (owned) {
      const closed = knex.destroy(() => undefined)
      // A pool waits for the connection that a silent server never makes.
      if (!(error instanceof ConnectionError)) await closed
    }
    throw error
  }
}

/**
 * Does the same for `automap`, whose classes may also leave table and columns to the database. `schema` is the one of
 * tables that name none; null: the connection's own.
 */
export function createMissingTables(
  { knex, dialect }: Connected,
  declarations: readonly Declaration[],
  schema: string | null,
): Promise<readonly string[]> {
  return dialect.createTables(knex, { schema, tables: declaredTables(declarations, 'skip') })
}
