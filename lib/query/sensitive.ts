/** Conceals what statements bind for sensitive columns, where lists and keys are put together. Runs nothing. */

import { Concealed, concealedIn, revealed } from '../dialect/concealed.js'
import type { Dialect, Fragment, KeyTable } from '../dialect/contract.js'
import type { ColumnMapping } from '../mapping/mapping.js'

/** Writes that an expression is one of these encoded values. */
export function inListOf(
  dialect: Dialect,
  expression: string,
  { column, sensitive }: ColumnMapping,
  values: readonly unknown[],
): Fragment {
  if (!sensitive) return dialect.inList(expression, column, values)
  return concealedIn(dialect.inList(expression, column, values.map(revealed)))
}

/** Gives the bindings of a table of keys for these columns. */
export function keyBindings(
  keys: KeyTable,
  columns: readonly ColumnMapping[],
  tuples: readonly (readonly unknown[])[],
): readonly unknown[] {
  const bindings = keys.bindings(tuples)
  return columns.some(column => column.sensitive) ? bindings.map(list => new Concealed(list)) : bindings
}

/** Gives the raw value of a column's slot as a statement binds it. */
export function boundSlot({ sensitive }: ColumnMapping, slot: unknown): unknown {
  return sensitive && slot !== null ? new Concealed(slot) : slot
}
