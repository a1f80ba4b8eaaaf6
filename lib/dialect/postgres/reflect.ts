/** Reads a database's structure in a fixed number of statements. Changes nothing. */

import type { Knex } from 'knex'
import type { Schema } from '../../../types/schema.js'
import type { ReflectRequest, Row } from '../contract.js'
import { schemaOf } from './catalog.js'
import { type Ask, askFor, type Reading, readCatalog } from './read-catalog.js'
import type { CatalogRows, ExpressionRow } from './rows.js'
import { lockTimeoutStatement, statementsFor } from './statements.js'

/** Expressions are worth no longer a wait for a lock, in milliseconds. */
const lockTimeout = 1000

/** Gives the whole structure, as of one moment. Throws `ConnectionError` or `ReflectionError`. */
export async function reflect(knex: Knex, request: ReflectRequest): Promise<Schema> {
  return schemaOf(await readCatalog(knex, request, readRows), request)
}

async function readRows({ ask, session, schemas, last }: Reading): Promise<CatalogRows> {
  const statements = statementsFor(session.version)
  const rows = await askFor(ask, statements.structure, schemas)
  await ask('savepoint automap_expressions')
  await ask(lockTimeoutStatement, [String(lockTimeout)])
  const asked = askFor(ask, statements.expressions, schemas)
  // While the server writes the texts: it takes longer over them than this does.
  const structure = groupedByKind(rows)
  const expressions = await unlessLocked(ask, asked, last)
  return { session, ...structure, expressions: expressions.map(([text]) => parsed<ExpressionRow>(text)) }
}

/** Gives no rows where the texts cannot be had; the schema then says which are missing. */
async function unlessLocked(ask: Ask, asked: Promise<Row[]>, last: boolean): Promise<Row[]> {
  try {
    return await asked
  } catch (error) {
    if (!last && (error as { code?: string }).code === 'XX000') throw error
    await ask('rollback to savepoint automap_expressions')
    return []
  }
}

type Structure = Omit<CatalogRows, 'session' | 'expressions'>

function groupedByKind(rows: readonly Row[]): Structure {
  const structure: Record<string, unknown[]> = {
    relations: [],
    columns: [],
    types: [],
    constraints: [],
    indexes: [],
  }
  for (const [kind, text] of rows) structure[kind as string]!.push(parsed(text))
  return structure as unknown as Structure
}

function parsed<T>(text: unknown): T {
  return JSON.parse(text as string)
}
