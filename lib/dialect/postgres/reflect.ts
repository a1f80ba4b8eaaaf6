/**
 * Reads a database's structure in one consistent read of a fixed number of statements. Changes nothing: neither data,
 * nor the settings of the session, nor a transaction that it is called in.
 */

import type { Knex } from 'knex'
import type { Client } from 'pg'
import type { Schema } from '../../../types/schema.js'
import { AutomapError, ConnectionError, ReflectionError } from '../../errors.js'
import type { Lease, ReflectRequest, Row } from '../contract.js'
import { schemaOf } from './catalog.js'
import { connectionErrorOf } from './connect.js'
import type { CatalogRows, ExpressionRow, SessionRow } from './rows.js'
import { run } from './run.js'
import { schemasOf } from './session.js'
import { lockTimeoutStatement, sessionStatement, settingsStatement, statementsFor } from './statements.js'

type Ask = (sql: string, bindings?: readonly unknown[]) => Promise<Row[]>

/** Expressions are worth no longer a wait for a lock, in milliseconds. */
const lockTimeout = 1000

/**
 * Gives the whole structure. Throws `ConnectionError` where the server cannot be reached or does not answer in time,
 * and `ReflectionError` where it refuses, or has no such schema.
 */
export async function reflect(knex: Knex, request: ReflectRequest): Promise<Schema> {
  try {
    const rows = await withLease(knex, request.timeout, lease =>
      readTwice(lease, request, knex.isTransaction === true),
    )
    return schemaOf(rows, request)
  } catch (error) {
    if (error instanceof AutomapError) throw error
    throw new ReflectionError(
      'REFLECTION_FAILED',
      `Cannot reflect the database: ${(error as Error).message}`,
      {
        cause: error,
      },
    )
  }
}

/** Runs `read` on a connection of knex's pool. The clock is ours: a network that went silent never ends by itself. */
async function withLease<T>(knex: Knex, timeout: number, read: (lease: Lease) => Promise<T>): Promise<T> {
  const client: Knex.Client = knex.client
  const acquired = client.acquireConnection().catch((error: Error) => {
    throw connectionErrorOf(knex, error)
  })
  const done = acquired.then(async (connection: unknown) => {
    try {
      return { value: await read({ client, connection }) }
    } finally {
      await client.releaseConnection(connection)
    }
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>(resolve => {
    timer = setTimeout(resolve, timeout, null)
  })
  const outcome = await Promise.race([done, late]).finally(() => clearTimeout(timer))
  if (outcome !== null) return outcome.value
  throw abandon(acquired, timeout)
}

/** Ends the connection once there is one, so that neither the pool nor the server keeps what hangs. */
function abandon(acquired: Promise<Client>, timeout: number): ConnectionError {
  const error = new ConnectionError(
    'CONNECTION_TIMEOUT',
    `Cannot reflect: the server did not answer within ${timeout} ms; raise option "timeout", or see what blocks the server`,
  )
  acquired.then(
    connection => connection.end(),
    () => undefined,
  )
  return error
}

/** An internal error is what a catalog gives that changes under a reader; a second look sees it at rest. */
async function readTwice(lease: Lease, request: ReflectRequest, nested: boolean): Promise<CatalogRows> {
  const deadline = Date.now() + request.timeout
  try {
    return await readOnce(lease, request, { nested, deadline, last: false })
  } catch (error) {
    if ((error as { code?: string }).code !== 'XX000') throw error
    return readOnce(lease, request, { nested, deadline, last: true })
  }
}

interface Attempt {
  /** True inside of the caller's transaction, which a savepoint then keeps as it was. */
  readonly nested: boolean
  /** When the client's clock ends, in milliseconds since 1970. */
  readonly deadline: number
  readonly last: boolean
}

async function readOnce(lease: Lease, request: ReflectRequest, attempt: Attempt): Promise<CatalogRows> {
  const ask: Ask = (sql, bindings = []) => run(lease, sql, bindings)
  await ask(attempt.nested ? 'savepoint automap_reflect' : 'begin isolation level repeatable read read only')
  try {
    return await readRows(ask, request, attempt)
  } finally {
    // Where this fails the connection is gone, and the first error says why.
    await leave(ask, attempt.nested).catch(() => undefined)
  }
}

async function leave(ask: Ask, nested: boolean): Promise<void> {
  if (!nested) return void (await ask('rollback'))
  // Takes back every setting that was made since the savepoint.
  await ask('rollback to savepoint automap_reflect')
  await ask('release savepoint automap_reflect')
}

async function readRows(
  ask: Ask,
  request: ReflectRequest,
  { deadline, last }: Attempt,
): Promise<CatalogRows> {
  const [row] = await ask(sessionStatement)
  const session: SessionRow = JSON.parse(row![0] as string)
  const schemas = schemasOf(session, request)
  // The server's clock ends first, because it leaves the connection usable.
  await ask(settingsStatement, [String(Math.max(1, Math.floor((deadline - Date.now()) * 0.8)))])
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

/** Every question mark of the statement is the list of schemas. */
function askFor(ask: Ask, sql: string, schemas: readonly string[]): Promise<Row[]> {
  return ask(
    sql,
    Array.from(sql.matchAll(/\?/g), () => schemas),
  )
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
