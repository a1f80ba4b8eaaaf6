/** Writes the SQL of computed properties. Puts no value into the text. */

import type { ExpressionFunction, SqlText } from '../declaration/declaration.js'
import { isSqlText } from '../declaration/sql.js'
import { typeOf } from '../dialect/refused-value.js'
import { type AutomapError, DeclarationError, QueryError } from '../errors.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { useOf } from './computed.js'
import { freeBinding } from './free-binding.js'
import { relatedConditions, relatedOrder } from './own-conditions.js'
import { cureOf, Reference, referencesOf, Summary } from './references.js'
import { equal, orderOf, quotedOf, relatedWhere } from './where.js'
import type { Writer } from './writer.js'

/** What is being written. */
interface Subject {
  readonly writer: Writer
  readonly name: string
  /** Gives the error for what is no SQL. */
  readonly refuse: (got: string) => AutomapError
}

/**
 * Writes the SQL of a computed property of the rows under this alias. Throws `DeclarationError` where its function gives
 * something else, `MappingError` where it names what the model has not, `QueryError` where it needs itself.
 */
export function expressionText(
  writer: Writer,
  alias: string,
  mapping: Mapping,
  { expression, property, column }: ColumnMapping,
): string {
  const name = `${mapping.name}.${property}`
  return writer.within(expression as object, `the computed property "${name}"`, () => {
    const text = termText(
      { writer, name, refuse: refuseComputed(name) },
      alias,
      expression?.(referencesOf(mapping)),
    )
    // What is compared with it is sent as a value of its type, which the database may not see in the expression.
    return column.type === '' ? `(${text})` : `cast(${text} as ${column.type})`
  })
}

function termText(subject: Subject, alias: string, term: unknown): string {
  if (isSqlText(term)) return pieceText(subject, alias, term)
  if (term instanceof Reference) return referenceText(subject.writer, alias, term)
  if (term instanceof Summary) return summaryText(subject.writer, alias, term)
  const cure = cureOf(term)
  const got = cure === null ? typeOf(term) : `a relationship, which needs ${cure} behind it`
  throw subject.refuse(got)
}

function refuseComputed(name: string): Subject['refuse'] {
  return got =>
    new DeclarationError(
      'DECLARATION_INVALID',
      `Cannot write computed property "${name}": expected its function to return a reference or sql\`…\`, got ${got}`,
    )
}

/** A function that gives what a column is set to. */
export interface Assignment {
  readonly mapping: Mapping
  readonly column: ColumnMapping
  readonly expression: ExpressionFunction
}

/**
 * Writes what a function sets a property of the rows under this alias to. Throws `QueryError` where it gives something else,
 * `MappingError` where it names what the model has not.
 */
export function assignedText(
  writer: Writer,
  alias: string,
  { mapping, column, expression }: Assignment,
): string {
  const name = `${mapping.name}.${column.property}`
  const refuse = (got: string): QueryError =>
    new QueryError(
      'QUERY_INVALID',
      `Cannot update "${name}": expected its function to return a reference or sql\`…\`, got ${got}`,
    )
  return termText({ writer, name, refuse }, alias, expression(referencesOf(mapping)))
}

/** Gives the references that a function makes use of, those inside of pieces of SQL among them. */
export function referencedBy(mapping: Mapping, expression: ExpressionFunction): (Reference | Summary)[] {
  const found = (term: unknown): (Reference | Summary)[] => {
    if (isSqlText(term)) return term.values.flatMap(found)
    return term instanceof Reference || term instanceof Summary ? [term] : []
  }
  return found(expression(referencesOf(mapping)))
}

function pieceText(subject: Subject, alias: string, { texts, values }: SqlText): string {
  const parts = values.map((value, i) => texts[i] + valueText(subject, alias, value))
  return parts.join('') + texts[values.length]
}

function valueText(subject: Subject, alias: string, value: unknown): string {
  const isTerm = isSqlText(value) || value instanceof Reference || value instanceof Summary
  if (isTerm || cureOf(value) !== null) return termText(subject, alias, value)
  return subject.writer.bind(freeBinding(subject.writer.dialect, value, subject.name))
}

function referenceText(writer: Writer, alias: string, { path, mapping, column }: Reference): string {
  return along(writer, alias, path, end =>
    column.expression === null ? `${end}.${column.quoted}` : expressionText(writer, end, mapping, column),
  )
}

/** Leads along to-one relationships: each is a subquery that gives one value. */
function along(
  writer: Writer,
  alias: string,
  path: readonly RelationshipMapping[],
  write: (alias: string) => string,
): string {
  const [relationship, ...rest] = path
  if (relationship === undefined) return write(alias)
  const target = writer.alias()
  const value = along(writer, target, rest, write)
  const from = relatedText(writer, relationship, { alias, target })
  // Where a key finds several rows, the first is what the relationship gives.
  const { orderBy, info } = relationship
  const order =
    orderBy.length === 0 && info.kind === 'manyToOne' ? '' : ` order by ${firstOf(relationship, target)}`
  return `(select ${value} from ${from}${order} limit 1)`
}

function firstOf(relationship: RelationshipMapping, alias: string): string {
  return orderOf(alias, relatedOrder(relationship, null), relationship.target.order)
}

function summaryText(writer: Writer, alias: string, { path, name, column }: Summary): string {
  const relationship = path.at(-1) as RelationshipMapping
  return along(writer, alias, path.slice(0, -1), end => {
    const target = writer.alias()
    const from = relatedText(writer, relationship, { alias: end, target, column })
    if (column === null) return `(select count(*) from ${from})`
    const value = `${target}.${column.quoted}`
    if (name === 'sum' || name === 'avg') return `(select ${name}(${value}) from ${from})`
    // Every type that can be ordered has a smallest value this way; not every database has min() for each.
    const order = name === 'min' ? value : `${value} desc`
    return `(select ${value} from ${from} and ${value} is not null order by ${order} limit 1)`
  })
}

/** Writes what a relationship leads to from one row: the source of its target, and which rows of it. */
function relatedText(
  writer: Writer,
  relationship: RelationshipMapping,
  {
    alias,
    target,
    column = null,
  }: { readonly alias: string; readonly target: string; readonly column?: ColumnMapping | null },
): string {
  const { target: mapping } = relationship
  const conditions = relatedConditions(relationship, null)
  const ordered = relatedOrder(relationship, null).map(term => term.column)
  const use = useOf(mapping, false, conditions, ordered, column === null ? [] : [column])
  const source = writer.source(mapping, use)
  const link = linkText(writer, relationship, alias, target)
  if (conditions.length === 0) return `${source} ${target} where ${link}`
  return `${source} ${target} where ${link} and (${relatedWhere(writer, target, relationship, conditions)})`
}

/** An association that holds a pair twice still leads to one row. */
function linkText(
  writer: Writer,
  { through, columns, referencedColumns }: RelationshipMapping,
  alias: string,
  target: string,
): string {
  const referenced = quotedOf(referencedColumns)
  if (through === null) return equal(target, referenced, alias, quotedOf(columns))
  const association = writer.alias()
  const far = through.targetColumns.map(name => `${association}.${name}`)
  const near = equal(association, through.sourceColumns, alias, quotedOf(columns))
  const wanted = referenced.map(name => `${target}.${name}`)
  return `(${wanted.join(', ')}) in (select ${far.join(', ')} from ${through.from} ${association} where ${near})`
}
