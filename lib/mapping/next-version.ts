/** Says what a write sets the version of a row to. Knows no instance, and runs nothing. */

import type { Dialect, Fragment } from '../dialect/contract.js'
import type { VersionMapping } from './mapping.js'

/**
 * Gives what is bound for the version that follows on the one in a slot, or for the first where the slot holds null: a counter
 * begins at 1, and a timestamp is the time now, but always later than the one before. Null where the database sets it by itself.
 * Throws `ValueError` where the column cannot hold any more.
 */
export function nextVersion(
  { column, kind, codec }: VersionMapping,
  current: unknown,
): { readonly bound: unknown } | null {
  if (kind === 'system') return null
  if (kind === 'counter') return { bound: codec.encode(countedUp(current)) }
  // Timestamps are always decoded.
  const next = laterThan(current === null ? null : codec.decode!(current), column.column.precision)
  return { bound: codec.encode(typeof current === 'number' ? next.getTime() : next) }
}

/**
 * Gives the same as SQL, over a quoted column of rows that nobody has read. Null where the database sets it by itself.
 */
export function raisedVersion(
  { versions }: Pick<Dialect, 'versions'>,
  { column, kind, codec }: VersionMapping,
  quoted: string,
): Fragment | null {
  if (kind === 'system') return null
  if (kind === 'counter') return { sql: `coalesce(${quoted}, 0) + 1`, bindings: [] }
  return versions.later(quoted, column.column, laterThan(null, column.column.precision), codec.encode)
}

/** What is no number counts as none; it differs from the first as well. */
function countedUp(current: unknown): bigint {
  const digits = String(current)
  return /^-?\d+$/.test(digits) ? BigInt(digits) + 1n : 1n
}

/** The database rounds to what the column keeps; rounded up, the time now would lie ahead of the clock. */
function laterThan(before: unknown, precision: number | null): Date {
  const step = stepOf(precision)
  const now = Math.floor(Date.now() / step) * step
  if (!(before instanceof Date) || before.getTime() < now) return new Date(now)
  return new Date(Math.floor(before.getTime() / step) * step + step)
}

/** Milliseconds are the finest that JavaScript's clock has. */
function stepOf(precision: number | null): number {
  return 10 ** Math.max(0, 3 - (precision ?? 3))
}
