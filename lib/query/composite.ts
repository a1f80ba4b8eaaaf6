/** Finds value objects, the columns that hold their parts, and the conditions that compare them. Makes no object. */

import type { CompositeDeclaration } from '../declaration/declaration.js'
import { QueryError } from '../errors.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import { columnOf } from './lookup.js'
import type { Condition } from './state.js'

/** A value object of a model. */
export interface Composite {
  readonly mapping: Mapping
  readonly property: string
  readonly declaration: CompositeDeclaration
}

/** Gives the value object that a property is; null where it is none. */
export function compositeOf(mapping: Mapping, property: unknown): Composite | null {
  if (mapping.declaration === null || typeof property !== 'string') return null
  const declaration = membersOf(mapping).get(property)
  return declaration?.member === 'composite' ? { mapping, property, declaration } : null
}

/** Gives the columns of a value object's parts, in order. Throws `MappingError` where the table lacks one. */
export function partColumns({ mapping, declaration }: Composite): ColumnMapping[] {
  return [...declaration.parts.values()].map(property => columnOf(mapping, property))
}

/** Takes a value apart: what each part's property is; all of them are null where the value is. */
export function partsOf({ declaration }: Composite, value: unknown): [property: string, value: unknown][] {
  const taken = value === null ? null : declaration.take(value)
  return [...declaration.parts].map(([part, property]) => [property, taken === null ? null : taken[part]])
}

/** Whether each operator needs all parts to meet it, or one. */
const joints: ReadonlyMap<unknown, 'all' | 'one'> = new Map<unknown, 'all' | 'one'>([
  ['=', 'all'],
  ['is', 'all'],
  ['!=', 'one'],
  ['<>', 'one'],
  ['is not', 'one'],
])

/** Compares a value object part by part; `compare` writes the condition of one. */
export function compositeCondition(
  composite: Composite,
  operator: unknown,
  value: unknown,
  compare: (property: string, value: unknown) => Condition,
): Condition {
  const joint = joints.get(operator)
  if (joint === undefined) {
    throw refused(
      composite,
      `is compared with ${[...joints.keys()].join(', ')} alone; compare its parts instead`,
    )
  }
  if (value === undefined) throw refused(composite, 'was given undefined; use null to find what is empty')
  const conditions = taken(composite, value).map(([property, part]) => ({
    or: joint === 'one',
    condition: compare(property, part),
  }))
  return { type: 'group', conditions, negated: false }
}

function taken(composite: Composite, value: unknown): [property: string, value: unknown][] {
  try {
    return partsOf(composite, value)
  } catch (cause) {
    throw refused(composite, 'cannot be taken apart; the cause says why', cause)
  }
}

function refused({ mapping, property, declaration }: Composite, why: string, cause?: unknown): QueryError {
  const parts = [...declaration.parts.values()].join(', ')
  return new QueryError(
    'QUERY_INVALID',
    `Cannot filter model "${mapping.name}" by property "${property}": a value object of ${parts} ${why}`,
    cause === undefined ? undefined : { cause },
  )
}
