/**
 * Reads a database's catalog in one consistent read on one connection. Changes nothing: neither data, nor the settings of the
 * session, nor a transaction that it is called in.
 */

import type { Knex } from 'knex'
import type { Client } from 'pg'
import { AutomapError, ConnectionError, ReflectionError } from '../../errors.js'
import type { Lease, ReflectRequest, Row } from '../contract.js'
import { connectionErrorOf } from './connect.js'
import type { SessionRow } from './rows.js'
import { run } from './run.js'
import { schemasOf } from './session.js'
import { sessionStatement, settingsStatement } from './statements.js'

/** Runs one statement. */
export type Ask = (sql: string, bindings?: readonly unknown[]) => Promise<Row[]>

/** What is read within. */
export interface Reading {
  readonly ask: Ask
  readonly session: SessionRow
  /** The wanted schemas, which are all there. */
  readonly schemas: readonly string[]
  /** True where nobody asks again when the catalog has changed under this reader. */
  readonly last: boolean
}

/**
 * Gives what the function reads. Throws `ConnectionError` where the server cannot be reached or does not answer in time,
 * and `ReflectionError` where it refuses, or has no such schema.
 */
export async function readCatalog<T>(
  knex: Knex,
  request: ReflectRequest,
  work: (reading: Reading) => Promise<T>,
): Promise<T> {
  try {
    return await withLease(knex, request.timeout, lease =>
      readTwice(lease, { request, nested: knex.isTransaction === true, work }),
    )
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

/** Every question mark of the statement is the list of schemas. */
export function askFor(ask: Ask, sql: string, schemas: readonly string[]): Promise<Row[]> {
  return ask(
    sql,
    Array.from(sql.matchAll(/\?/g), () => schemas),
  )
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

interface Task<T> {
  readonly request: ReflectRequest
  /** True inside of the caller's transaction, which a savepoint then keeps as it was. */
  readonly nested: boolean
  readonly work: (reading: Reading) => Promise<T>
}

interface Attempt {
  /** When the client's clock ends, in milliseconds since 1970. */
  readonly deadline: number
  readonly last: boolean
}

/** An internal error is what a catalog gives that changes under a reader; a second look sees it at rest. */
async function readTwice<T>(lease: Lease, task: Task<T>): Promise<T> {
  const deadline = Date.now() + task.request.timeout
  try {
    return await readOnce(lease, task, { deadline, last: false })
  } catch (error) {
    if ((error as { code?: string }).code !== 'XX000') throw error
    return readOnce(lease, task, { deadline, last: true })
  }
}

async function readOnce<T>(lease: Lease, task: Task<T>, attempt: Attempt): Promise<T> {
  const { nested } = task
  const ask: Ask = (sql, bindings = []) => run(lease, sql, bindings)
  await ask(nested ? 'savepoint automap_reflect' : 'begin isolation level repeatable read read only')
  try {
    return await task.work(await begun(ask, task.request, attempt))
  } finally {
    // Where this fails the connection is gone, and the first error says why.
    await leave(ask, nested).catch(() => undefined)
  }
}

async function begun(ask: Ask, request: ReflectRequest, { deadline, last }: Attempt): Promise<Reading> {
  const [row] = await ask(sessionStatement)
  const session: SessionRow = JSON.parse(row![0] as string)
  const schemas = schemasOf(session, request)
  // The server's clock ends first, because it leaves the connection usable.
  await ask(settingsStatement, [String(Math.max(1, Math.floor((deadline - Date.now()) * 0.8)))])
  return { ask, session, schemas, last }
}

async function leave(ask: Ask, nested: boolean): Promise<void> {
  if (!nested) return void (await ask('rollback'))
  // Takes back every setting that was made since the savepoint.
  await ask('rollback to savepoint automap_reflect')
  await ask('release savepoint automap_reflect')
}
