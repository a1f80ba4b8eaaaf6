/** Lists the kinds of columns, for what has to check them. Understands no type. */

import type { ColumnKind } from '../../types/schema.js'

// Whoever adds a kind is told to add it here.
const all: Readonly<Record<ColumnKind, true>> = {
  integer: true,
  bigint: true,
  decimal: true,
  float: true,
  boolean: true,
  text: true,
  uuid: true,
  date: true,
  time: true,
  timestamp: true,
  timestamptz: true,
  interval: true,
  json: true,
  binary: true,
  enum: true,
  array: true,
  other: true,
}

/** Every kind. */
export const columnKinds: readonly ColumnKind[] = Object.keys(all) as ColumnKind[]
