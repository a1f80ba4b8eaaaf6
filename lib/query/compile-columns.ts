/** Writes the SELECT that brings some columns of rows whose keys are known. Runs nothing. */

import type { Dialect, Fragment } from '../dialect/contract.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { computedIn } from './computed.js'
import { keyBindings } from './sensitive.js'
import { writerFor } from './source.js'
import { quotedOf, readOf } from './where.js'

/**
 * Writes a statement whose rows hold the position of their key, and then the columns in order. The scope does not count:
 * these rows were let in before.
 */
export function compileColumns(
  dialect: Dialect,
  mapping: Mapping,
  columns: readonly ColumnMapping[],
  keys: readonly (readonly unknown[])[],
): Fragment {
  const { key } = mapping
  const writer = writerFor(dialect)
  const alias = writer.alias()
  const table = dialect.keyTable(key.map(({ column }) => column))
  const list = columns.map((column, i) => `${readOf(alias, column)} as c${i + 1}`)
  const on = quotedOf(key).map((quoted, i) => `${alias}.${quoted} = ${table.values[i]}`)
  const use = { computed: computedIn(mapping, [], columns), unscoped: true }
  const source = writer.section(() => writer.source(mapping, use))
  return {
    sql: `select ${[`${table.position} as p`, ...list].join(', ')} from ${table.source} join ${source.sql} ${alias} on ${on.join(' and ')}`,
    bindings: [...keyBindings(table, key, keys), ...source.bindings],
  }
}
