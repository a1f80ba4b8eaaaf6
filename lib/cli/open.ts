/** Opens what a source names: a database that refuses writes unless they are asked for, or a snapshot. Shows nothing. */

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Knex } from 'knex'
import type { Automap } from '../../types/automap.js'
import type { Report } from '../../types/report.js'
import type { Snapshot } from '../../types/snapshot.js'
import type { Dialect } from '../dialect/contract.js'
import { connectionsOf } from './connections.js'
import { CommandError } from './exit.js'
import { watched } from './progress.js'
import { placeOf, type Source } from './source.js'
import type { Terminal } from './terminal.js'

/** An open database. */
export interface Opened {
  readonly db: Automap
  readonly knex: Knex
  readonly dialect: Dialect
  /** What people call it. */
  readonly place: string
  readonly write: boolean
  /** Has the server give up what it runs, where there is a server. */
  readonly cancel: () => Promise<void>
}

/** What commands work on that change nothing; the report is that of a live database. */
export interface Taken {
  readonly snapshot: Snapshot
  readonly report: Report | null
}

/** Opens a database, for as long as the work takes. Throws as `automap` does. */
export async function withDatabase<T>(
  source: Source,
  write: boolean,
  terminal: Terminal,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  if ('snapshot' in source) {
    throw new CommandError(
      `Cannot open "${basename(source.snapshot)}" as a database: it is a snapshot, without rows; name the database itself`,
    )
  }
  const { connection, options } = source
  const { automap } = await import('../automap.js')
  const { connect } = await import('../dialect/dialect.js')
  const { knex, dialect } = connect(connection, {
    caller: 'automap',
    mayCreate: false,
    readsOnly: !write,
    statementTimeout: Number(options.timeout),
  })
  // An error of a statement would quote what was bound.
  knex.client.config.compileSqlOnError = false
  // It would print on standard output what the command tells by itself.
  knex.client.logger.warn = () => undefined
  hideSecrets(knex.client)
  const place = placeOf(knex.client.connectionSettings)
  const connections = connectionsOf(knex)
  let isReached = false
  let isDone = false
  try {
    const db = await watched(terminal, `Reading ${place}`, () =>
      automap(knex, { ...options, readOnly: !write }),
    )
    isReached = true
    const result = await work({ db, knex, dialect, place, write, cancel: connections.cancel })
    isDone = true
    return result
  } finally {
    const closed = connections.close()
    // A pool waits for the connection that a silent server never makes.
    if (isReached && !(await closed) && isDone) terminal.note(leftText)
  }
}

const leftText =
  'A connection was still held at the end, and has been closed: a transaction has not ended, and what it did is undone'

/** Whoever looks at knex is not shown what it connects with. */
function hideSecrets({ config, connectionSettings }: Knex.Client): void {
  Object.defineProperty(config, 'connection', { enumerable: false })
  for (const name of Object.keys(connectionSettings)) {
    if (/password|connectionString/.test(name)) {
      Object.defineProperty(connectionSettings, name, { enumerable: false })
    }
  }
}

/** Gives the snapshot of a database, or the one in a file. Throws as `automap` does, and `CommandError`. */
export async function takenFrom(source: Source, terminal: Terminal): Promise<Taken> {
  if ('snapshot' in source) return { snapshot: await snapshotIn(source.snapshot), report: null }
  return await withDatabase(source, false, terminal, async ({ db }) => ({
    snapshot: await db.snapshot(),
    report: db.report,
  }))
}

/** Reads a snapshot's file. */
export async function snapshotIn(path: string): Promise<Snapshot> {
  const { readSnapshot } = await import('../snapshot/file.js')
  return readSnapshot(await textIn(path), basename(path))
}

/** Reads a file. Throws `CommandError`. */
export async function textIn(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    throw new CommandError(`Cannot read "${basename(path)}": ${why}; mend the path`, undefined, { cause })
  }
}
