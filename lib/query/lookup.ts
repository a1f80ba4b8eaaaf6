/** Finds what a caller named; an unknown name is answered with the nearest known one. */

import { MappingError, QueryError } from '../errors.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { didYouMean } from '../schema/suggest.js'

/** Gives a column by its property. Throws `MappingError` PROPERTY_UNKNOWN. */
export function columnOf(mapping: Mapping, property: unknown): ColumnMapping {
  const found = typeof property === 'string' ? mapping.properties.get(property) : undefined
  if (found !== undefined) return found
  if (typeof property !== 'string') {
    throw new QueryError(
      'QUERY_INVALID',
      `Expected the name of a property of model "${mapping.name}", got ${typeof property}`,
    )
  }
  throw new MappingError('PROPERTY_UNKNOWN', unknownProperty(mapping, property))
}

function unknownProperty(mapping: Mapping, name: string): string {
  if (mapping.relationships.has(name)) {
    return `"${name}" is a relationship of model "${mapping.name}", not a column; filter by it with whereHas("${name}", …), load it with with("${name}")`
  }
  const byColumn = mapping.columns.find(column => column.column.name === name)
  if (byColumn !== undefined) {
    return `Model "${mapping.name}" has no property "${name}": column "${name}" is property "${byColumn.property}"`
  }
  return `Model "${mapping.name}" has no property "${name}"${didYouMean(name, mapping.properties.keys())}`
}

/** Gives a relationship by its property. Throws `MappingError` RELATIONSHIP_UNKNOWN. */
export function relationshipOf(mapping: Mapping, name: unknown): RelationshipMapping {
  const found = typeof name === 'string' ? mapping.relationships.get(name) : undefined
  if (found !== undefined) return found
  const what = mapping.properties.has(String(name)) ? `"${String(name)}" is a column; ` : ''
  throw new MappingError(
    'RELATIONSHIP_UNKNOWN',
    `Model "${mapping.name}" has no relationship "${String(name)}"${
      what === ''
        ? didYouMean(String(name), mapping.relationships.keys())
        : `: ${what}columns are always loaded`
    }`,
  )
}

/** Gives the relationships along a dotted path. */
export function pathOf(mapping: Mapping, path: unknown): RelationshipMapping[] {
  if (typeof path !== 'string') {
    throw new QueryError(
      'QUERY_INVALID',
      `Expected the path of a relationship of model "${mapping.name}", got ${typeof path}`,
    )
  }
  const steps: RelationshipMapping[] = []
  for (const name of path.split('.')) steps.push(relationshipOf(steps.at(-1)?.target ?? mapping, name))
  return steps
}
