/** Creates missing tables in one transaction, or in a savepoint of the caller's: all of them or none. Writes no statement itself. */

import type { Knex } from 'knex'
import { type DeclaredTable, shownTable } from '../declaration/declared-tables.js'
import type { TableDefinition } from '../declaration/definition.js'
import { tableDefinitions } from '../declaration/table-definition.js'
import { AutomapError, QueryError, TransactionError } from '../errors.js'
import type { CreateRequest, Lease, Row } from './contract.js'

/** Sends one statement. */
export type Ask = (sql: string, bindings?: readonly unknown[]) => Promise<Row[]>

/** One statement, and the table that it is for. */
export interface Step {
  readonly table: TableDefinition
  readonly sql: string
}

/** What the database was found to have. */
export interface Site {
  readonly missing: readonly DeclaredTable[]
  /** Gives the statements in order. Throws `DeclarationError`, `MappingError` or `ValueError`. */
  readonly stepsOf: (definitions: readonly TableDefinition[]) => readonly Step[]
}

/** What differs from database to database. */
export interface Builder {
  /** Begins a transaction in which nobody else creates tables. */
  readonly begin: (lease: Lease) => Promise<unknown>
  /** Sends a statement that has bindings, marked by question marks. */
  readonly run: (lease: Lease, sql: string, bindings: readonly unknown[]) => Promise<Row[]>
  /** Sends a statement as it is, in which question marks are only text. */
  readonly send: (lease: Lease, sql: string) => Promise<Row[]>
  /** Looks at what is there. */
  readonly look: (ask: Ask, request: CreateRequest) => Promise<Site>
  /** Gives the error for a connection that could not be had. */
  readonly connectionError: (knex: Knex, cause: Error) => Error
  /** Gives the driver's message without what the driver adds. */
  readonly messageOf: (error: unknown) => string
}

/** Gives the names of what was created, in order. */
export async function createMissing(
  knex: Knex,
  request: CreateRequest,
  builder: Builder,
): Promise<readonly string[]> {
  if (request.tables.length === 0) return []
  const nested = knex.isTransaction === true
  // Its connection may be another's by now.
  if (nested && (knex as Knex.Transaction).isCompleted()) throw finished()
  const client: Knex.Client = knex.client
  const connection: unknown = await client.acquireConnection().catch((error: Error) => {
    throw builder.connectionError(knex, error)
  })
  const lease: Lease = { client, connection }
  try {
    const work = () => create(builder, lease, request)
    return await inTransaction(builder, lease, nested, work).catch((error: unknown) => {
      throw failureOf(builder, error, 'the declared tables')
    })
  } finally {
    await client.releaseConnection(connection)
  }
}

async function inTransaction<T>(
  { send, begin }: Builder,
  lease: Lease,
  nested: boolean,
  work: () => Promise<T>,
): Promise<T> {
  await (nested ? send(lease, 'savepoint automap_create') : begin(lease))
  try {
    const result = await work()
    await send(lease, nested ? 'release savepoint automap_create' : 'commit')
    return result
  } catch (error) {
    // Where this fails the connection is gone, and the first error says why.
    const ends = nested
      ? ['rollback to savepoint automap_create', 'release savepoint automap_create']
      : ['rollback']
    for (const sql of ends) await send(lease, sql).catch(() => undefined)
    throw error
  }
}

async function create(builder: Builder, lease: Lease, request: CreateRequest): Promise<readonly string[]> {
  const ask: Ask = (sql, bindings = []) => builder.run(lease, sql, bindings)
  const site = await builder.look(ask, request)
  const definitions = tableDefinitions(site.missing, request.tables)
  for (const { table, sql } of site.stepsOf(definitions)) {
    try {
      await builder.send(lease, sql)
    } catch (error) {
      throw failureOf(builder, error, `table ${shownTable(table)}`)
    }
  }
  return definitions.map(({ schema, name }) => (schema === null ? name : `${schema}.${name}`))
}

function failureOf({ messageOf }: Builder, cause: unknown, what: string): Error {
  if (cause instanceof AutomapError) return cause
  return new QueryError('CREATE_FAILED', `Cannot create ${what}: ${messageOf(cause)}`, { cause })
}

function finished(): TransactionError {
  return new TransactionError(
    'TRANSACTION_FINISHED',
    'Cannot create the declared tables: the transaction that was given has ended',
  )
}
