/** What a function that computes a property is handed: references to what a row holds, and what it leads to. Writes no SQL. */

import { MappingError } from '../errors.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { didYouMean } from '../schema/suggest.js'

/** A property of the row, or of what a path of to-one relationships leads to. */
export class Reference {
  readonly path: readonly RelationshipMapping[]
  readonly mapping: Mapping
  readonly column: ColumnMapping

  constructor(path: readonly RelationshipMapping[], mapping: Mapping, column: ColumnMapping) {
    this.path = path
    this.mapping = mapping
    this.column = column
  }
}

/** What a collection can be summed up to. */
export type SummaryName = 'count' | 'sum' | 'avg' | 'min' | 'max'

/** One value for a whole collection. */
export class Summary {
  /** Leads to the collection, which is its last. */
  readonly path: readonly RelationshipMapping[]
  readonly name: SummaryName
  /** Null where members are counted. */
  readonly column: ColumnMapping | null

  constructor(path: readonly RelationshipMapping[], name: SummaryName, column: ColumnMapping | null) {
    this.path = path
    this.name = name
    this.column = column
  }
}

/** What has been handed out and is no value by itself, with what it should have been followed by. */
const incomplete = new WeakMap<object, string>()

/** Tells what has to follow a reference that stops at a relationship; null for everything else. */
export function cureOf(value: unknown): string | null {
  return (typeof value === 'object' && value !== null && incomplete.get(value)) || null
}

/** Gives the references to a model's properties, by name. An unknown name throws `MappingError`. */
export function referencesOf(mapping: Mapping, path: readonly RelationshipMapping[] = []): object {
  const references = named(name => {
    const column = mapping.properties.get(name)
    if (column !== undefined) return new Reference(path, mapping, column)
    const relationship = mapping.relationships.get(name)
    if (relationship === undefined) throw unknownName(mapping, name)
    const further = [...path, relationship]
    return relationship.collection ? summariesOf(further) : referencesOf(relationship.target, further)
  })
  incomplete.set(references, `a property of model "${mapping.name}"`)
  return references
}

/** The ways to sum up a collection. */
function summariesOf(path: readonly RelationshipMapping[]): object {
  const { source, target, name: collection } = path.at(-1) as RelationshipMapping
  const summaries = named(name => {
    if (name === 'count') return () => new Summary(path, name, null)
    if (name !== 'sum' && name !== 'avg' && name !== 'min' && name !== 'max') {
      throw new MappingError(
        'PROPERTY_UNKNOWN',
        `"${collection}" of model "${source.name}" is a collection and has no "${name}"; ask for its ${ways}`,
      )
    }
    return (property: string) => {
      const column = target.properties.get(property)
      if (column === undefined) throw unknownName(target, property)
      return new Summary(path, name, column)
    }
  })
  incomplete.set(summaries, `one of ${ways}`)
  return summaries
}

const ways = 'count(), sum(property), avg(property), min(property) or max(property)'

/** Symbols are asked for by whatever shows or awaits an object. */
function named(read: (name: string) => unknown): object {
  return new Proxy(Object.create(null) as object, {
    get: (_, name) => (typeof name === 'symbol' ? undefined : read(name)),
  })
}

function unknownName(mapping: Mapping, name: unknown): MappingError {
  const byColumn = mapping.columns.find(({ column }) => column.name === name)
  const hint =
    byColumn === undefined
      ? didYouMean(String(name), [...mapping.properties.keys(), ...mapping.relationships.keys()])
      : `: column "${byColumn.column.name}" is property "${byColumn.property}"`
  return new MappingError('PROPERTY_UNKNOWN', `Model "${mapping.name}" has no property "${name}"${hint}`)
}
