/**
 * Keeps a connection to the end of the event loop's turn, so that statements in a row share it: knex's pool takes
 * longer to give one than many a statement does to run. Keeps none that somebody waits for.
 */

import type { Lease } from '../dialect/contract.js'

/** What is asked of knex's pool; a pool of the caller's own may not tell. */
interface Pool {
  numPendingAcquires?(): number
}

// Taken now, so that a test that stops the clock does not stop the giving back.
const atTurnEnd = setImmediate

/** The one connection that may be kept. */
export class Spare {
  #lease: Lease | null = null
  #ending = false

  /** Gives the connection that is kept, or null; whoever takes it gives it back. */
  take(): Lease | null {
    const lease = this.#lease
    this.#lease = null
    return lease
  }

  /** Takes a connection back, and gives it to the pool at the latest when the turn ends. */
  giveBack(lease: Lease): void {
    if (this.#lease !== null || isWaitedFor(lease)) release(lease)
    else {
      this.#lease = lease
      this.#endWithTurn()
    }
  }

  #endWithTurn(): void {
    if (this.#ending) return
    this.#ending = true
    atTurnEnd(() => {
      this.#ending = false
      const kept = this.take()
      if (kept !== null) release(kept)
    })
  }
}

/** Gives a connection to the pool. */
export function release({ client, connection }: Lease): void {
  client.releaseConnection(connection)
}

function isWaitedFor({ client }: Lease): boolean {
  const pool = client.pool as Pool
  return pool.numPendingAcquires === undefined || pool.numPendingAcquires() > 0
}
