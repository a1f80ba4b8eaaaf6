/** Writes the SELECT that brings some columns of rows whose keys are known. Runs nothing. */

import type { Dialect, Fragment } from '../dialect/contract.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { keyBindings } from './sensitive.js'
import { quotedOf, readOf } from './where.js'

/** Writes a statement whose rows hold the position of their key, and then the columns in order. */
export function compileColumns(
  dialect: Dialect,
  { from, key }: Mapping,
  columns: readonly ColumnMapping[],
  keys: readonly (readonly unknown[])[],
): Fragment {
  const table = dialect.keyTable(key.map(({ column }) => column))
  const list = columns.map((column, i) => `${readOf('t0', column)} as c${i + 1}`)
  const on = quotedOf(key).map((quoted, i) => `t0.${quoted} = ${table.values[i]}`)
  return {
    sql: `select ${[`${table.position} as p`, ...list].join(', ')} from ${table.source} join ${from} t0 on ${on.join(' and ')}`,
    bindings: keyBindings(table, key, keys),
  }
}
