/** Watches the connections of a database that the command opened: ends what they run, and closes them. Opens none. */

import { setTimeout } from 'node:timers/promises'
import type { Knex } from 'knex'

/** The connections of one database. */
export interface Connections {
  /** Has the server give up what it runs for us, where there is a server. */
  cancel(): Promise<void>
  /** Closes all when what runs is over; gives false where some were still held, and had to be taken away. */
  close(): Promise<boolean>
}

/** What is asked of knex beside what it tells its users of. */
interface Client {
  /** Not there where the configuration says no connection. */
  readonly pool?: { on(event: 'acquireSuccess' | 'release', listener: (...given: unknown[]) => void): void }
  readonly canCancelQuery: boolean
  cancelQuery(connection: unknown): Promise<unknown>
  destroyRawConnection(connection: unknown): Promise<unknown>
}

/** How long nothing may run before held connections are taken away. */
const patience = 500

/** Watches a database that nobody has asked anything yet. */
export function connectionsOf(knex: Knex): Connections {
  const client: Client = knex.client
  const held = new Set<unknown>()
  client.pool?.on('acquireSuccess', (_, connection) => held.add(connection))
  client.pool?.on('release', connection => held.delete(connection))
  const isRunning = runningOf(knex)
  const each = (work: (connection: unknown) => Promise<unknown>): Promise<unknown> =>
    Promise.allSettled([...held].map(work))
  return {
    cancel: async () => {
      if (client.canCancelQuery) await each(connection => client.cancelQuery(connection))
    },
    close: async () => {
      const closed = knex.destroy().then(() => true)
      for (;;) {
        // What has just ended needs a moment to give its connection back.
        const wasRunning = isRunning()
        const isClosed = await Promise.race([closed, setTimeout(patience, false)])
        if (isClosed) return true
        if (wasRunning || isRunning()) continue
        await each(connection => client.destroyRawConnection(connection))
        return false
      }
    },
  }
}

/** A statement that knex tells of; those that begin and end a transaction have no number, and no end that it tells of. */
interface Statement {
  readonly __knexQueryUid?: string
}

/** Tells whether a statement runs. */
function runningOf(knex: Knex): () => boolean {
  const running = new Set<string | undefined>()
  const isOver = (_: unknown, { __knexQueryUid: id }: Statement): unknown => running.delete(id)
  knex.on('query', ({ __knexQueryUid: id }: Statement) => running.add(id).delete(undefined))
  knex.on('query-response', isOver)
  knex.on('query-error', isOver)
  return () => running.size > 0
}
