/** Checks what is assigned to relationships. Relates nothing. */

import { refusedValue } from '../dialect/refused-value.js'
import { MappingError, NotLoadedError } from '../errors.js'
import { isAtOrUnder } from '../mapping/lineage.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
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
  const { source, name, target } = relationship
  throw refusedValue(`${source.name}.${name}`, `an instance of ${target.name}, or null`, value)
}

/** Gives the members of what is assigned to a collection, each once. Throws `ValueError`. */
export function checkMembers(relationship: RelationshipMapping, value: unknown): Instance[] {
  const { source, name, target } = relationship
  const subject = `${source.name}.${name}`
  if (!Array.isArray(value)) throw refusedValue(subject, `an array of instances of ${target.name}`, value)
  const members = [...new Set<unknown>(value)]
  for (const member of members) {
    if (!isTarget(relationship, member)) {
      throw refusedValue(subject, `instances of ${target.name} in the array`, member)
    }
  }
  return members as Instance[]
}

function isTarget({ target }: RelationshipMapping, value: unknown): value is Instance {
  return isInstance(value) && isAtOrUnder(blockOf(value).mapping, target)
}

/** Gives the error for what would be lost without anybody having seen it. */
export function unseen({ source, name }: RelationshipMapping): NotLoadedError {
  return new NotLoadedError(
    'NOT_LOADED',
    `Cannot set "${source.name}.${name}": it is not loaded, and what it holds would be let go unseen; await it first, or load it with the query: .with('${name}')`,
  )
}
