/** Lists what the rows of a model hold. Chooses nothing. */

import type { ColumnMapping, Mapping } from './mapping.js'

/** Gives the columns of a model, by ascending slot, and behind them the version that the database keeps by itself. */
export function rowColumnsOf({ columns, version }: Mapping): readonly ColumnMapping[] {
  return version?.kind === 'system' ? [...columns, version.column] : columns
}
