/** Checks what is assigned to relationships. Relates nothing. */

import { refusedValue } from '../dialect/refused-value.js'
import { MappingError, NotLoadedError, ValueError } from '../errors.js'
import { isAtOrUnder } from '../mapping/lineage.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { blockOf, type Instance, isInstance } from './instance.js'

/** Refuses to write what is only read. */
export function refuseViewOnly({ source, name, info }: RelationshipMapping): void {
  if (!info.viewOnly) return
  throw new MappingError(
    'READ_ONLY',
    `Cannot set "${source.name}.${name}": the relationship is declared viewOnly, and is only read`,
  )
}

/** Gives what is assigned to a single relationship. Throws `ValueError`. */
export function checkTarget(relationship: RelationshipMapping, value: unknown): Instance | null {
  if (value === null || isTarget(relationship, value)) return value
  throw refused(relationship, `an instance of ${relationship.target.name}, or null`, value)
}

/** Gives the members of what is assigned to a collection, each once. Throws `ValueError`. */
export function checkMembers(relationship: RelationshipMapping, value: unknown): Instance[] {
  const { name } = relationship.target
  if (!Array.isArray(value)) throw refused(relationship, `an array of instances of ${name}`, value)
  const members = [...new Set<unknown>(value)]
  for (const member of members) {
    if (!isTarget(relationship, member)) {
      throw refused(relationship, `instances of ${name} in the array`, member)
    }
  }
  return members as Instance[]
}

function isTarget({ target }: RelationshipMapping, value: unknown): value is Instance {
  return isInstance(value) && isAtOrUnder(blockOf(value).mapping, target)
}

function refused(relationship: RelationshipMapping, expected: string, value: unknown): ValueError {
  const { source, name, target } = relationship
  const subject = `${source.name}.${name}`
  const mistake = mistakeOf(target, value)
  if (mistake === null) return refusedValue(subject, expected, value)
  return new ValueError(
    'VALUE_INVALID',
    `Cannot use a value for "${subject}": expected ${expected}, got ${mistake}`,
  )
}

/** Tells of what looks like the right thing; null where it does not. */
function mistakeOf(target: Mapping, value: unknown): string | null {
  // Two automaps of one database have models of the same names.
  if (isInstance(value)) {
    const { mapping } = blockOf(value)
    return mapping !== target && mapping.name === target.name ? 'one of another automap' : null
  }
  const { then } = Object(value)
  return typeof then === 'function' ? 'what has to be awaited first' : null
}

/** Gives the error for what would be lost without anybody having seen it. */
export function unseen({ source, name }: RelationshipMapping): NotLoadedError {
  return new NotLoadedError(
    'NOT_LOADED',
    `Cannot set "${source.name}.${name}": it is not loaded, and what it holds would be let go unseen; await it first, or load it with the query: .with('${name}')`,
  )
}
