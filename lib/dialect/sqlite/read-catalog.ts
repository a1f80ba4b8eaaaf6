/** Reads a SQLite database's catalog on one connection, as of one moment. Writes nothing and changes no setting. */

import { setTimeout as pause } from 'node:timers/promises'
import type { Knex } from 'knex'
import { AutomapError, ConnectionError, ReflectionError } from '../../errors.js'
import type { Lease, ReflectRequest } from '../contract.js'
import { sortedBy } from '../plain-data.js'
import { check, databaseNameOf } from './connect.js'
import { fold } from './fold.js'
import { plainMessage, type Read } from './rows.js'
import { run } from './run.js'

/** One reading: where it reads, and until when. */
interface Session {
  readonly client: Knex.Client
  readonly request: ReflectRequest
  readonly deadline: number
  /** What SQLite said of the last lock that was met. */
  lock: unknown
}

/**
 * Gives what the function reads. Asks again while another connection locks the database, each time for as long as the
 * connection's own busy timeout. Throws `ReflectionError` or `ConnectionError`.
 */
export async function readCatalog<T>(
  knex: Knex,
  request: ReflectRequest,
  work: (read: Read) => Promise<T>,
): Promise<T> {
  check(knex)
  const client: Knex.Client = knex.client
  const session: Session = { client, request, deadline: Date.now() + request.timeout, lock: undefined }
  const connection = await acquire(session)
  try {
    return await readUnlocked(session, { client, connection }, work)
  } finally {
    await client.releaseConnection(connection)
  }
}

/** Gives the wanted schemas as the database spells them, in the order asked for. Throws `ReflectionError` SCHEMA_MISSING. */
export function schemasOf({ schemas }: ReflectRequest, known: readonly string[]): readonly string[] {
  return [...new Set((schemas ?? ['main']).map(name => schemaNamed(name, known)))]
}

function schemaNamed(wanted: string, known: readonly string[]): string {
  const found = known.find(schema => fold(schema) === fold(wanted))
  if (found !== undefined) return found
  const names = sortedBy(known, name => [name]).map(name => `"${name}"`)
  throw new ReflectionError(
    'SCHEMA_MISSING',
    `Cannot reflect schema "${wanted}": the connection has ${names.join(', ')}; ATTACH the database, or choose one of these`,
  )
}

function acquire(session: Session): Promise<unknown> {
  const { client, request } = session
  const acquiring: Promise<unknown> = client.acquireConnection()
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        // A connection that comes too late goes back, and nobody waits for a refusal any more.
        void Promise.allSettled([acquiring.then(connection => client.releaseConnection(connection))])
        reject(
          timeoutOf(session, "knex's pool gave no connection", 'is a transaction open that this waits for?'),
        )
      },
      Math.min(request.timeout, 2 ** 31 - 1),
    )
  })
  return Promise.race([acquiring, expired])
    .catch((error: unknown) => {
      throw connectionFailureOf(session, error)
    })
    .finally(() => clearTimeout(timer))
}

/** Ends by itself: past the deadline the next attempt reads nothing any more. */
async function readUnlocked<T>(session: Session, lease: Lease, work: (read: Read) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await readAtOnce(session, lease, work)
    } catch (error) {
      if (!codeOf(error).startsWith('SQLITE_BUSY')) throw failureOf(session, error)
      session.lock = error
    }
    await pause(20 + Math.random() * 60)
  }
}

/**
 * Reads inside of a savepoint, so that no other connection changes the structure meanwhile. Outside of a transaction it
 * begins one; a transaction of the caller's needs none.
 */
async function readAtOnce<T>(session: Session, lease: Lease, work: (read: Read) => Promise<T>): Promise<T> {
  const read: Read = (sql, bindings) => {
    if (Date.now() > session.deadline) throw expiryOf(session)
    return run(lease, sql, bindings)
  }
  if ((lease.client as { transacting?: boolean }).transacting) return work(read)
  await run(lease, 'savepoint automap_reflection', [])
  try {
    return await work(read)
  } finally {
    // Nothing was written: releasing ends the reading, and its failure has nothing to add to an earlier one.
    await Promise.allSettled([run(lease, 'release automap_reflection', [])])
  }
}

function expiryOf(session: Session): ConnectionError {
  if (session.lock === undefined) return timeoutOf(session, 'reading the catalog takes long', 'try again')
  return timeoutOf(session, 'another connection locks it', 'let that one finish', session.lock)
}

function timeoutOf(
  { client, request }: Session,
  reason: string,
  cure: string,
  cause?: unknown,
): ConnectionError {
  return new ConnectionError(
    'CONNECTION_TIMEOUT',
    `Cannot reflect ${databaseNameOf(client)} within ${request.timeout} ms: ${reason}; ${cure}, or raise the option "timeout"`,
    { cause },
  )
}

function connectionFailureOf({ client }: Session, cause: unknown): unknown {
  if (cause instanceof AutomapError) return cause
  const code = (cause as Error).name === 'KnexTimeoutError' ? 'CONNECTION_TIMEOUT' : 'CONNECTION_FAILED'
  const message = `Cannot reflect ${databaseNameOf(client)}: no connection could be made: ${plainMessage(cause)}`
  return new ConnectionError(code, message, { cause })
}

function failureOf({ client }: Session, cause: unknown): unknown {
  if (cause instanceof AutomapError) return cause
  const database = databaseNameOf(client)
  const code = codeOf(cause)
  const reason = plainMessage(cause)
  if (code.startsWith('SQLITE_NOTADB')) {
    return new ConnectionError(
      'NOT_A_DATABASE',
      `Cannot reflect ${database}: the file is not a SQLite database`,
      { cause },
    )
  }
  return new ReflectionError('REFLECTION_FAILED', `Cannot reflect ${database}: ${reason}`, { cause })
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code)
}
