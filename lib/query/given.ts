/** Takes apart what a caller gives for the columns of a row: properties, value objects and relationships. Runs no statement. */

import { refusedValue } from '../dialect/refused-value.js'
import { ValueError } from '../errors.js'
import { columnValueOf } from '../instance/column-value.js'
import { boundValue, validatedValue } from '../instance/encoded-value.js'
import type { Instance } from '../instance/instance.js'
import { slotsOf } from '../instance/key.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import { type Composite, compositeOf, partColumns, partsOf } from './composite.js'
import { unknownProperty } from './lookup.js'
import { boundSlot } from './sensitive.js'

/** What one property says about one column. */
interface Given {
  /** The property that said it. */
  readonly property: string
  readonly column: ColumnMapping
  /** Throws `ValueError`. */
  readonly take: () => Taken
}

/** A value of a column. */
export interface Taken {
  /** What the property gives, after validation. */
  readonly value: unknown
  /** What the driver binds; concealed where the column is sensitive. */
  readonly bound: unknown
}

/** Stands where a value was refused: its column is not missing. */
const refusedValueOf: Taken = { value: undefined, bound: undefined }

/** A property, and what a caller gives for it. */
export type Entry = readonly [property: string, value: unknown]

/** Gives what an object says, by property; undefined says nothing. */
export function entriesOf(values: object): Entry[] {
  return Object.entries(values).filter(([, value]) => value !== undefined)
}

/**
 * Gives the value of each column that the entries say anything about, and adds what is wrong with them to the problems: then a
 * column may stand there with undefined.
 */
export function takeGiven(
  mapping: Mapping,
  entries: readonly Entry[],
  problems: ValueError[],
): Map<ColumnMapping, Taken> {
  const row = new Map<ColumnMapping, Taken>()
  const given = entries.flatMap(entry => givenOf(mapping, entry, problems))
  for (const { property, column, take } of given) {
    attempt(problems, () => {
      if (row.has(column)) throw twice(mapping, property, column)
      row.set(column, refusedValueOf)
      row.set(column, take())
    })
  }
  return row
}

/** Tells which names a model lacks, and what they could be instead. */
export function unknownNames(mapping: Mapping, entries: readonly Entry[]): string[] {
  const isKnown = (name: string): boolean => {
    if (mapping.properties.has(name) || mapping.relationships.has(name)) return true
    const member = membersOf(mapping).get(name)
    // A declared column that the table lacks is no property.
    return member !== undefined && member.member !== 'column'
  }
  const unknown = entries.filter(([name]) => !isKnown(name))
  if (unknown.length === 0) return []
  const known = [...mapping.properties.keys(), ...mapping.relationships.keys()]
  return unknown.map(([name]) => unknownProperty(mapping, name, known))
}

/** Runs a check, and keeps what it refuses; null then. */
export function attempt<T>(problems: ValueError[], check: () => T): T | null {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    problems.push(error)
    return null
  }
}

/** What a property says about columns: about its own, or, of a value object and a relationship, about several. */
function givenOf(mapping: Mapping, [property, value]: Entry, problems: ValueError[]): Given[] {
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
  return columns.map(column => ({ property, column, take: () => refusedValueOf }))
}

/** Takes a value object apart: what each of its parts is. Throws `ValueError` with the cause. */
export function takenApart(composite: Composite, value: unknown): [string, unknown][] {
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
  const column = writableColumn(mapping, property)
  const take = (): Taken => {
    const valid = validatedValue(mapping, column, value)
    return { value: valid, bound: boundValue(mapping, column, valid) }
  }
  return { property, column, take }
}

/** Gives the column of a property that can be written. Throws `ValueError` where its values are made otherwise. */
export function writableColumn(mapping: Mapping, property: string): ColumnMapping {
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
  return column
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
  if (info.viewOnly) {
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot set ${subject}: it is declared viewOnly; set its key instead`,
    )
  }
  if (value === null)
    return columns.map(column => ({ ...columnGiven(source, column.property, null), property: name }))
  if (!(value instanceof target.model))
    throw refusedValue(`${source.name}.${name}`, `an instance of ${target.name}`, value)
  const instance = value as Instance
  const key = slotsOf(instance, referencedColumns)
  if (key.includes(null)) {
    throw new ValueError('VALUE_INVALID', `Cannot set ${subject}: the instance has no key to refer to`)
  }
  return columns.map((column, i) => ({
    property: name,
    column,
    take: () => ({
      value: columnValueOf(instance, referencedColumns[i] as ColumnMapping),
      bound: boundSlot(column, key[i]),
    }),
  }))
}

/** Tells that a column is given more than once. */
export function twice({ name }: Mapping, property: string, column: ColumnMapping): ValueError {
  return new ValueError(
    'VALUE_INVALID',
    `Cannot set column "${column.column.name}" by "${name}.${property}": another property sets it, too; leave one out`,
  )
}
