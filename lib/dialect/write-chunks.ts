/** Cuts the rows of a write into those of one statement each. Reads of their values only how large they are. */

import { revealed } from './concealed.js'
import type { Rows } from './write-text.js'

/** What one statement holds at most. */
export interface ChunkLimits {
  readonly rows: number
  /** Of all values together, roughly in bytes; one row that is larger has a statement for itself. */
  readonly size: number
}

/** Gives the rows in their order, cut where a limit would be passed. */
export function chunksOf(rows: Rows, limits: ChunkLimits): Rows[] {
  const chunks: Rows[] = []
  let start = 0
  let size = 0
  for (const [place, values] of rows.entries()) {
    const more = sizeOf(values)
    if (place > start && (place - start === limits.rows || size + more > limits.size)) {
      chunks.push(rows.slice(start, place))
      start = place
      size = 0
    }
    size += more
  }
  if (start < rows.length) chunks.push(rows.slice(start))
  return chunks
}

function sizeOf(values: readonly unknown[]): number {
  let size = 0
  for (const value of values) {
    const plain = revealed(value)
    // Bytes are written as two digits each.
    if (plain instanceof Uint8Array) size += 2 * plain.length
    else size += typeof plain === 'string' ? plain.length : 8
  }
  return size
}
