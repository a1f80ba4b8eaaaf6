/**
 * Knows, across all automaps, which connections of a pool are held by open transactions, and whether one of these is around a
 * piece of the program. Takes no connection and gives none back.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Knex } from 'knex'

/** What is asked of knex's pool; a pool of the caller's own may not tell. */
interface Pool {
  readonly max?: number
}

/** An open transaction's connection. */
interface Hold {
  readonly pool: Pool
  readonly connection: unknown
  /** What is held by the transaction around it. */
  readonly outer: Hold | undefined
}

const around = new AsyncLocalStorage<Hold>()
const holds = new WeakMap<Pool, Set<Hold>>()

/** Runs a function in a transaction that has this connection of the client's pool until the function ends. */
export async function holding<T>(
  client: Knex.Client,
  connection: unknown,
  run: () => Promise<T>,
): Promise<T> {
  const pool = poolOf(client)
  // Where knex is a transaction of the caller's own, it has none.
  if (pool === undefined) return run()
  const held = holds.get(pool) ?? new Set()
  holds.set(pool, held)
  const hold = { pool, connection, outer: around.getStore() }
  held.add(hold)
  try {
    return await around.run(hold, run)
  } finally {
    held.delete(hold)
  }
}

/**
 * Gives how many connections the pool has where waiting for one could last for ever: open transactions hold all of them, and
 * one of these is around whoever asks. Otherwise null.
 */
export function exhausted(client: Knex.Client): number | null {
  const pool = poolOf(client)
  const held = pool && holds.get(pool)
  if (held === undefined || !isInside(held)) return null
  const { size } = new Set([...held].map(({ connection }) => connection))
  return size === pool?.max ? size : null
}

function poolOf({ pool }: Knex.Client): Pool | undefined {
  return pool as Pool | undefined
}

/** A hold that has ended is around what its function left running, but holds nothing any more. */
function isInside(held: ReadonlySet<Hold>): boolean {
  let hold = around.getStore()
  while (hold !== undefined && !held.has(hold)) hold = hold.outer
  return hold !== undefined
}
