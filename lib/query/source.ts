/**
 * Writes what a mapping's rows are selected from: its table, or those that it shares with other classes, where nothing is
 * added, else a derived table whose columns have the same names, without the rows that its scope leaves out and with what
 * is computed. Chooses no columns.
 */

import type { Dialect } from '../dialect/contract.js'
import type { ColumnMapping, Mapping, TablePart } from '../mapping/mapping.js'
import { computedIn, sourceColumns } from './computed.js'
import { expressionText } from './expression.js'
import { scopeOf } from './own-conditions.js'
import { holderOf } from './shared/rows.js'
import { tablesText } from './shared/tables.js'
import type { Joined } from './state.js'
import { whereOf } from './where.js'
import { type Use, Writer } from './writer.js'

/** Gives what writes one statement. */
export function writerFor(dialect: Dialect): Writer {
  return new Writer(dialect, sourceText)
}

function sourceText(writer: Writer, mapping: Mapping, { computed, below, unscoped }: Use): string {
  const scope = unscoped ? [] : scopeOf(mapping)
  const tables = (): string => tablesText(writer, mapping, below)
  // A condition cannot name what is computed beside it.
  const needed = computedIn(mapping, scope)
  if (needed.length > 0) {
    const whole = [...new Set([...computed, ...needed])]
    const from = (): string =>
      layer(writer, mapping, { from: tables, below, given: [], computed: whole, where: [] })
    return layer(writer, mapping, { from, below, given: computed, computed: [], where: scope })
  }
  if (scope.length + computed.length === 0) return tables()
  return layer(writer, mapping, { from: tables, below, given: [], computed, where: scope })
}

/** One SELECT of a source. */
interface Layer {
  readonly from: () => string
  /** The tables of classes below that it has the columns of. */
  readonly below: readonly TablePart[]
  /** What is computed below it already. */
  readonly given: readonly ColumnMapping[]
  readonly computed: readonly ColumnMapping[]
  readonly where: readonly Joined[]
}

function layer(writer: Writer, mapping: Mapping, { from, below, given, computed, where }: Layer): string {
  const alias = writer.alias()
  const list = [
    ...sourceColumns(mapping, { computed: given, below }).map(quoted => `${alias}.${quoted}`),
    ...computed.map(
      column => `${expressionText(writer, alias, holderOf(mapping, column), column)} as ${column.quoted}`,
    ),
  ]
  const text = `select ${list.join(', ')} from ${from()} ${alias}`
  if (where.length === 0) return `(${text})`
  const kept = writer.within(mapping, `the scope of model "${mapping.name}"`, () =>
    whereOf(writer, alias, where),
  )
  return `(${text} where ${kept})`
}
