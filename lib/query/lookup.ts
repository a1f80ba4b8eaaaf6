/** Finds what a caller named; an unknown name is answered with the nearest known one. */

import { typeOf } from '../dialect/refused-value.js'
import { MappingError, QueryError } from '../errors.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import { didYouMean } from '../schema/suggest.js'

/** Gives a column by its property. Throws `MappingError` PROPERTY_UNKNOWN. */
export function columnOf(mapping: Mapping, property: unknown): ColumnMapping {
  if (typeof property !== 'string') {
    throw new QueryError(
      'QUERY_INVALID',
      `Expected the name of a property of model "${mapping.name}", got ${typeOf(property)}`,
    )
  }
  const found = mapping.properties.get(property)
  if (found !== undefined) return found
  throw new MappingError('PROPERTY_UNKNOWN', unknownProperty(mapping, property))
}

/** Tells what a name that is no column's property could be instead, one of these. */
export function unknownProperty(
  mapping: Mapping,
  name: string,
  known: Iterable<string> = mapping.properties.keys(),
): string {
  const member = membersOf(mapping).get(name)
  if (member?.member === 'composite') {
    const parts = [...member.parts.values()].join(', ')
    return `"${name}" is a value object of model "${mapping.name}", not a column; compare it with where("${name}", value), or use its parts ${parts}`
  }
  if (member?.member === 'column') {
    return `Model "${mapping.name}" has no property "${name}": the class declares it, and the database has no column for it that is read; the report's declarations say why`
  }
  if (mapping.relationships.has(name)) {
    return `"${name}" is a relationship of model "${mapping.name}", not a column; filter by it with whereHas("${name}", …), load it with with("${name}")`
  }
  const byColumn = mapping.columns.find(column => column.column.name === name)
  if (byColumn !== undefined) {
    return `Model "${mapping.name}" has no property "${name}": column "${name}" is property "${byColumn.property}"`
  }
  return `Model "${mapping.name}" has no property "${name}"${didYouMean(name, known)}`
}

function relationshipOf(mapping: Mapping, name: string): RelationshipMapping {
  const found = mapping.relationships.get(name)
  if (found !== undefined) return found
  const hint = mapping.properties.has(name)
    ? `: it is a column, and comes with the row or by undefer("${name}")`
    : mapping.declaration?.relationships.has(name) === true
      ? ": the declared one fits nothing in the database; the report's declarations say why"
      : didYouMean(name, mapping.relationships.keys())
  throw new MappingError(
    'RELATIONSHIP_UNKNOWN',
    `Model "${mapping.name}" has no relationship "${name}"${hint}`,
  )
}

/** Gives the relationships along a dotted path. Throws `MappingError` RELATIONSHIP_UNKNOWN. */
export function pathOf(mapping: Mapping, path: unknown): RelationshipMapping[] {
  if (typeof path !== 'string') {
    throw new QueryError(
      'QUERY_INVALID',
      `Expected the path of a relationship of model "${mapping.name}", got ${typeOf(path)}`,
    )
  }
  const steps: RelationshipMapping[] = []
  for (const name of path.split('.')) steps.push(relationshipOf(steps.at(-1)?.target ?? mapping, name))
  return steps
}
