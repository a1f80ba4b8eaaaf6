/** Makes the row of an INSERT of a plain object: checks every property, and encodes its value. Runs no statement. */

import { isDeepStrictEqual } from 'node:util'
import { revealed } from '../dialect/concealed.js'
import { refusedValue, typeOf } from '../dialect/refused-value.js'
import { MappingError, ValueError } from '../errors.js'
import { encodedValue } from '../instance/encoded-value.js'
import { slotsOf } from '../instance/key.js'
import { lineageOf } from '../mapping/lineage.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import { valueText } from '../schema/value-text.js'
import { type Composite, compositeOf, partColumns, partsOf } from './composite.js'
import { unknownProperty } from './lookup.js'
import { isPlain } from './validate.js'

/** What one property says about one column. */
interface Given {
  /** The property that said it. */
  readonly property: string
  readonly column: ColumnMapping
  /** Gives what the driver binds. Throws `ValueError`. */
  readonly bound: () => unknown
}

/**
 * Gives a row by the database's column names. Throws `MappingError` PROPERTY_UNKNOWN for names that the model lacks, and
 * one `ValueError` for all else that is wrong.
 */
export function rowOf(mapping: Mapping, values: unknown): Record<string, unknown> {
  if (!isPlain(values)) {
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot make a row of model "${mapping.name}": expected an object of properties, got ${typeOf(values)}`,
    )
  }
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  refuseUnknown(mapping, entries)
  const problems: ValueError[] = []
  const row = new Map<ColumnMapping, unknown>()
  for (const { property, column, bound } of entries.flatMap(entry => givenOf(mapping, entry, problems))) {
    attempt(problems, () => {
      if (row.has(column)) throw twice(mapping, property, column)
      // A column whose value is refused is not missing.
      row.set(column, undefined)
      row.set(column, bound())
    })
  }
  addIdentity(mapping, row)
  problems.push(...missing(mapping, row), ...contradictions(mapping, row), ...foreignIdentity(mapping, row))
  if (problems.length > 0) throw together(mapping, problems)
  return rowsOf(mapping, row)
}

/** What tells a class from those that share its rows need not be given. */
function addIdentity({ inheritance, declaration }: Mapping, row: Map<ColumnMapping, unknown>): void {
  const identity = declaration?.inheritance?.identity ?? null
  const column = inheritance?.discriminator?.column
  if (column === undefined || identity === null || row.has(column)) return
  row.set(column, revealed(column.codec.encode(identity)))
}

/** A row of another class would not be found by the one that made it. */
function foreignIdentity(
  { name, inheritance }: Mapping,
  row: ReadonlyMap<ColumnMapping, unknown>,
): readonly ValueError[] {
  if (inheritance === null || inheritance.parent === null || inheritance.discriminator === null) return []
  const { column, classes } = inheritance.discriminator
  const written = (value: unknown): string => String(revealed(value))
  const own = [...classes.values()].map(({ declaration }) => declaration?.inheritance?.identity)
  const value = row.get(column)
  if (value === undefined || own.some(each => written(column.codec.encode(each)) === written(value)))
    return []
  const names = own.map(valueText).join(' or ')
  return [
    new ValueError(
      'VALUE_INVALID',
      `Cannot set "${name}.${column.property}" to what stands for another class: rows of "${name}" have ${names}; leave it out`,
    ),
  ]
}

/** The key to the rows above is one value with what it refers to, whatever both are called. */
function contradictions({ name }: Mapping, row: ReadonlyMap<ColumnMapping, unknown>): readonly ValueError[] {
  const known = new Map<number, readonly [ColumnMapping, unknown]>()
  const problems: ValueError[] = []
  for (const [column, value] of row) {
    const [other, before] = known.get(column.slot) ?? [column, value]
    known.set(column.slot, [other, before])
    if ([before, value].includes(undefined) || isDeepStrictEqual(revealed(before), revealed(value))) continue
    problems.push(
      new ValueError(
        'VALUE_INVALID',
        `Cannot make a row of model "${name}" with two values for "${other.property}" and "${column.property}": they are one key; leave one out`,
      ),
    )
  }
  return problems
}

/** A row, or where a class keeps its rows in several tables, one for each of them, by its name. */
function rowsOf(mapping: Mapping, row: ReadonlyMap<ColumnMapping, unknown>): Record<string, unknown> {
  const values = new Map([...row].map(([{ slot }, value]) => [slot, value]))
  const grounds = new Set(lineageOf(mapping).map(({ inheritance }) => inheritance?.ground))
  const rowIn = (columns: readonly ColumnMapping[]): Record<string, unknown> =>
    Object.fromEntries(
      columns
        .filter(({ slot, expression }) => expression === null && values.has(slot))
        .map(({ slot, column }) => [column.name, values.get(slot)]),
    )
  if (grounds.size === 1) return rowIn(mapping.columns)
  const tables = [...grounds].reverse() as Mapping[]
  return Object.fromEntries(tables.map(({ table, columns }) => [table.name, rowIn(columns)]))
}

function refuseUnknown(mapping: Mapping, entries: readonly (readonly [string, unknown])[]): void {
  const known = (name: string): boolean => {
    if (mapping.properties.has(name) || mapping.relationships.has(name)) return true
    const member = membersOf(mapping).get(name)
    // A declared column that the table lacks is no property.
    return member !== undefined && member.member !== 'column'
  }
  const unknown = entries.map(([name]) => name).filter(name => !known(name))
  if (unknown.length === 0) return
  const texts = unknown.map(name => unknownProperty(mapping, name))
  throw new MappingError('PROPERTY_UNKNOWN', texts.join('\n'))
}

/** Runs a check, and keeps what it refuses. */
function attempt<T>(problems: ValueError[], check: () => T): T | null {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    problems.push(error)
    return null
  }
}

/** What a property says about columns: about its own, or, of a value object and a relationship, about several. */
function givenOf(mapping: Mapping, [property, value]: [string, unknown], problems: ValueError[]): Given[] {
  const relationship = mapping.relationships.get(property)
  if (relationship !== undefined) {
    const { columns, info } = relationship
    const keys = attempt(problems, () => keysOf(relationship, value))
    return keys ?? refusedOf(property, info.kind === 'manyToOne' ? columns : [])
  }
  const composite = compositeOf(mapping, property)
  if (composite === null) return attempt(problems, () => [columnGiven(mapping, property, value)]) ?? []
  const parts = attempt(problems, () => takenApart(composite, value))
  if (parts === null) return refusedOf(property, partColumns(composite))
  const given = parts.filter(([, part]) => part !== undefined)
  return given.flatMap(
    ([name, part]) => attempt(problems, () => ({ ...columnGiven(mapping, name, part), property })) ?? [],
  )
}

/** What was refused is not missing. */
function refusedOf(property: string, columns: readonly ColumnMapping[]): Given[] {
  return columns.map(column => ({ property, column, bound: () => undefined }))
}

function takenApart(composite: Composite, value: unknown): [string, unknown][] {
  try {
    return partsOf(composite, value)
  } catch (cause) {
    const { mapping, property } = composite
    throw new ValueError(
      'VALUE_REFUSED',
      `Cannot use a value for "${mapping.name}.${property}": it cannot be taken apart; the cause says why`,
      { cause },
    )
  }
}

function columnGiven(mapping: Mapping, property: string, value: unknown): Given {
  const column = mapping.columns.find(each => each.property === property)
  if (column === undefined || column.expression !== null) {
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot set "${mapping.name}.${property}": it is computed; leave it out`,
    )
  }
  if (column.column.generated !== null || column.column.identity === 'always') {
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot set "${mapping.name}.${property}": the database generates column "${column.column.name}"; leave it out`,
    )
  }
  return { property, column, bound: () => revealed(encodedValue(mapping, column, value)) }
}

/** A relationship is given by an instance, whose key is written as it was read. */
function keysOf(relationship: RelationshipMapping, value: unknown): Given[] {
  const { source, target, name, columns, referencedColumns, info } = relationship
  const subject = `"${source.name}.${name}"`
  if (info.kind !== 'manyToOne') {
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot set ${subject}: its key is not in table "${source.table.name}"; make rows of model "${target.name}"`,
    )
  }
  if (value === null)
    return columns.map(column => ({ ...columnGiven(source, column.property, null), property: name }))
  if (!(value instanceof target.model))
    throw refusedValue(`${source.name}.${name}`, `an instance of ${target.name}`, value)
  const key = slotsOf(value as Parameters<typeof slotsOf>[0], referencedColumns)
  if (key.includes(null)) {
    throw new ValueError('VALUE_INVALID', `Cannot set ${subject}: the instance has no key to refer to`)
  }
  return columns.map((column, i) => ({ property: name, column, bound: () => key[i] }))
}

function twice({ name }: Mapping, property: string, column: ColumnMapping): ValueError {
  return new ValueError(
    'VALUE_INVALID',
    `Cannot set column "${column.column.name}" by "${name}.${property}": another property sets it, too; leave one out`,
  )
}

/** One problem for all that is missing. */
function missing({ name, columns }: Mapping, row: ReadonlyMap<ColumnMapping, unknown>): ValueError[] {
  const given = new Set([...row.keys()].map(({ slot }) => slot))
  const lacking = columns.filter(column => isRequired(column) && !given.has(column.slot))
  if (lacking.length === 0) return []
  const names = lacking.map(column => `"${column.property}"`).join(', ')
  const message = `Cannot make a row of model "${name}" without ${names}: the database takes no null there, and has no default`
  return [new ValueError('VALUE_INVALID', message)]
}

function isRequired({ column, expression }: ColumnMapping): boolean {
  const { nullable, hasDefault, autoIncrement, generated } = column
  return !(nullable || hasDefault || autoIncrement || generated !== null || expression !== null)
}

/** One problem is thrown as it is; several are listed, and stand whole in the `errors` of the cause. */
function together({ name }: Mapping, problems: readonly ValueError[]): ValueError {
  const [only] = problems
  if (problems.length === 1) return only as ValueError
  const refused = problems.some(problem => problem.code === 'VALUE_REFUSED')
  const list = problems.map(problem => `\n- ${problem.message}`).join('')
  return new ValueError(
    refused ? 'VALUE_REFUSED' : 'VALUE_INVALID',
    `Cannot make a row of model "${name}" for ${problems.length} reasons:${list}`,
    { cause: new AggregateError(problems) },
  )
}
