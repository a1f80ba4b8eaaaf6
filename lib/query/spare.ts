/**
 * Keeps a connection to the end of the event loop's turn, so that statements in a row share it: knex's pool takes
 * longer to give one than many a statement does to run. Keeps none that somebody waits for, but for a function that asks for it.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
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
  /** What functions that are running hold. */
  readonly #held = new Set<Lease>()
  readonly #around = new AsyncLocalStorage<Lease>()

  /** The connection that is held at this place of the program; null where none is. */
  get held(): Lease | null {
    if (this.#held.size === 0) return null
    const lease = this.#around.getStore()
    return lease !== undefined && this.#held.has(lease) ? lease : null
  }

  /** Holds a connection for all that a function runs, and then takes it back. */
  async hold<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
    this.#held.add(lease)
    try {
      const result = await this.#around.run(lease, work)
      this.#held.delete(lease)
      this.giveBack(lease)
      return result
    } catch (error) {
      this.#held.delete(lease)
      release(lease)
      throw error
    }
  }

  /** Gives the connection that is kept, or held here, or null; whoever takes it gives it back, or up. */
  take(): Lease | null {
    const { held } = this
    if (held !== null) return held
    const lease = this.#lease
    this.#lease = null
    return lease
  }

  /** Takes a connection back, and gives it to the pool at the latest when the turn ends. */
  giveBack(lease: Lease): void {
    if (this.#held.has(lease)) return
    if (this.#lease !== null || isWaitedFor(lease)) release(lease)
    else {
      this.#lease = lease
      this.#endWithTurn()
    }
  }

  /** Gives a connection to the pool, unless it is held. */
  giveUp(lease: Lease): void {
    if (!this.#held.has(lease)) release(lease)
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
