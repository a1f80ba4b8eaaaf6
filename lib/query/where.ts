/** Writes conditions as SQL. Every name comes quoted from the mapping, every value goes into a binding. */

import type { ColumnMapping, RelationshipMapping } from '../mapping/mapping.js'
import { useOf } from './computed.js'
import { relatedConditions } from './own-conditions.js'
import { inListOf } from './sensitive.js'
import type { Condition, Joined, OrderTerm } from './state.js'
import type { Writer } from './writer.js'

/** Gives the expression that reads a column, as a select list or an order needs it. */
export function readOf(alias: string, column: ColumnMapping): string {
  const quoted = `${alias}.${column.quoted}`
  return column.codec.select === null ? quoted : column.codec.select(quoted)
}

/** Writes conditions over the table with this alias; an empty list is true. */
export function whereOf(writer: Writer, alias: string, conditions: readonly Joined[]): string {
  if (conditions.length === 0) return '1 = 1'
  return conditions
    .map(({ or, condition }, i) => {
      const text = conditionText(writer, alias, condition)
      return i === 0 ? text : `${or ? 'or' : 'and'} ${text}`
    })
    .join(' ')
}

/** One writer for each type of condition. */
const texts: {
  readonly [T in Condition['type']]: (
    writer: Writer,
    alias: string,
    condition: Extract<Condition, { type: T }>,
  ) => string
} = {
  compare: (writer, alias, { column, operator, value }) => {
    const sql = operator.replace('ilike', writer.dialect.features.ilike)
    return `${alias}.${column.quoted} ${sql} ${writer.bind(value)}`
  },
  null: (_writer, alias, { column, negated }) => `${alias}.${column.quoted} is ${negated ? 'not ' : ''}null`,
  between: (writer, alias, { column, low, high, negated }) =>
    `${alias}.${column.quoted} ${negated ? 'not ' : ''}between ${writer.bind(low)} and ${writer.bind(high)}`,
  list: listText,
  after: afterText,
  group: (writer, alias, { conditions, negated }) =>
    `${negated ? 'not ' : ''}(${whereOf(writer, alias, conditions)})`,
  has: hasText,
}

function conditionText<T extends Condition['type']>(
  writer: Writer,
  alias: string,
  condition: Extract<Condition, { type: T }>,
): string {
  return texts[condition.type as T](writer, alias, condition)
}

/** `not in` with a NULL in the list finds nothing in SQL; here it means "none of these, nor empty". */
function listText(writer: Writer, alias: string, condition: Extract<Condition, { type: 'list' }>): string {
  const { column, values, hasNull, negated } = condition
  const quoted = `${alias}.${column.quoted}`
  const parts: string[] = []
  if (values.length > 0) parts.push(writer.take(inListOf(writer.dialect, quoted, column, values)))
  if (hasNull) parts.push(`${quoted} is null`)
  if (parts.length === 0) return negated ? '1 = 1' : '1 = 0'
  return `${negated ? 'not ' : ''}(${parts.join(' or ')})`
}

/** A row comes after another when some term puts it behind, and all terms before that one are equal. */
function afterText(writer: Writer, alias: string, condition: Extract<Condition, { type: 'after' }>): string {
  const { order, values } = condition
  const ways = order.flatMap((term, i) => {
    if (!canFollow(writer, term, values[i])) return []
    const equals = order.slice(0, i).map((earlier, j) => sameText(writer, alias, earlier.column, values[j]))
    return [`(${[...equals, behindText(writer, alias, term, values[i])].join(' and ')})`]
  })
  return `(${ways.join(' or ')})`
}

function sameText(writer: Writer, alias: string, column: ColumnMapping, value: unknown): string {
  const quoted = `${alias}.${column.quoted}`
  return value === null ? `${quoted} is null` : `${quoted} = ${writer.bind(value)}`
}

/** Nothing follows NULL where NULL comes last. */
function canFollow(writer: Writer, term: OrderTerm, value: unknown): boolean {
  return value !== null || nullsFirst(writer, term)
}

function behindText(writer: Writer, alias: string, term: OrderTerm, value: unknown): string {
  const quoted = `${alias}.${term.column.quoted}`
  if (value === null) return `${quoted} is not null`
  const behind = `${quoted} ${term.descending ? '<' : '>'} ${writer.bind(value)}`
  const { expression, column } = term.column
  // Whatever was declared, a computed property can come out empty.
  return (column.nullable || expression !== null) && !nullsFirst(writer, term)
    ? `(${behind} or ${quoted} is null)`
    : behind
}

function nullsFirst(writer: Writer, term: OrderTerm): boolean {
  return term.nulls === null ? writer.dialect.features.nullsFirst !== term.descending : term.nulls === 'first'
}

function hasText(writer: Writer, alias: string, condition: Extract<Condition, { type: 'has' }>): string {
  const { relationship, negated, unscoped } = condition
  const target = writer.alias()
  const link = linkOf(writer, relationship, alias, target)
  const conditions = relatedConditions(relationship, condition)
  const source = writer.source(relationship.target, useOf(relationship.target, unscoped, conditions))
  const from = `${link.through}${source} ${target}${link.on}`
  const where = `${link.where} and (${relatedWhere(writer, target, relationship, conditions)})`
  return `${negated ? 'not ' : ''}exists (select 1 from ${from} where ${where})`
}

/** Writes the conditions on what a relationship gives. Throws `QueryError` where its own lead back to themselves. */
export function relatedWhere(
  writer: Writer,
  alias: string,
  relationship: RelationshipMapping,
  conditions: readonly Joined[],
): string {
  const write = (): string => whereOf(writer, alias, conditions)
  if (relationship.filter === null) return write()
  return writer.within(relationship, `the where of "${relationship.source.name}.${relationship.name}"`, write)
}

/** How a subquery over a relationship's target is tied to the source. */
function linkOf(
  writer: Writer,
  relationship: RelationshipMapping,
  source: string,
  target: string,
): { through: string; on: string; where: string } {
  const { through, columns, referencedColumns } = relationship
  if (through === null) {
    return {
      through: '',
      on: '',
      where: equal(source, quotedOf(columns), target, quotedOf(referencedColumns)),
    }
  }
  const association = writer.alias()
  return {
    through: `${through.from} ${association} join `,
    on: ` on ${equal(association, through.targetColumns, target, quotedOf(referencedColumns))}`,
    where: equal(source, quotedOf(columns), association, through.sourceColumns),
  }
}

/** Gives the quoted names of columns. */
export function quotedOf(columns: readonly ColumnMapping[]): string[] {
  return columns.map(column => column.quoted)
}

/** Writes that two lists of columns are equal, pair by pair. */
export function equal(
  left: string,
  leftColumns: readonly string[],
  right: string,
  rightColumns: readonly string[],
): string {
  return leftColumns.map((column, i) => `${left}.${column} = ${right}.${rightColumns[i]}`).join(' and ')
}

/** Writes an ORDER BY list: the terms, then the columns that make the order total. */
export function orderOf(alias: string, terms: readonly OrderTerm[], total: readonly ColumnMapping[]): string {
  const named = new Set(terms.map(term => term.column))
  const rest = total
    .filter(column => !named.has(column))
    .map(column => ({ column, descending: false, nulls: null }) satisfies OrderTerm)
  return [...terms, ...rest]
    .map(({ column, descending, nulls }) => {
      const place = nulls === null ? '' : ` nulls ${nulls}`
      return `${alias}.${column.quoted}${descending ? ' desc' : ''}${place}`
    })
    .join(', ')
}
