/** Writes the SELECT that brings some columns of rows whose keys are known. Runs nothing. */

import type { Dialect, Fragment } from '../dialect/contract.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { useOf } from './computed.js'
import { keyBindings } from './sensitive.js'
import { writerFor } from './source.js'
import { quotedOf, readOf } from './where.js'

/**
 * Writes a statement whose rows hold the position of their key, and then the columns in order. The model's scope does
 * not count, as the rows have been read before.
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
  const match = quotedOf(key).map((quoted, i) => `${alias}.${quoted} = ${table.values[i]}`)
  return writer.section(() => {
    const from = writer.take({ sql: table.source, bindings: keyBindings(table, key, keys) })
    const source = writer.source(mapping, useOf(mapping, true, [], columns))
    const selected = [`${table.position} as p`, ...list].join(', ')
    return `select ${selected} from ${from} join ${source} ${alias} on ${match.join(' and ')}`
  })
}
