/** Relates instances to each other, and keeps both sides and their keys in step. Writes no row. */

import type { RelationshipMapping } from '../mapping/mapping.js'
import { type Instance, loadedOf, relate, stateFor, stateOf } from './instance.js'
import { type Notes, noteChange } from './noting.js'

/** What a collection gained and lost since it was loaded, or last written; a single relationship likewise. */
export interface CollectionChange {
  readonly added: readonly Instance[]
  readonly removed: readonly Instance[]
  /** What it holds; the next baseline, once this is written. */
  readonly members: readonly Instance[]
}

/**
 * Assigns to a relationship: an instance, null, or for a collection an array. Throws `MappingError` READ_ONLY, `ValueError`,
 * `NotLoadedError` where it is not known what would be lost.
 */
export function assignRelated(
  instance: Instance,
  relationship: RelationshipMapping,
  value: unknown,
  journal: Notes,
): void {
  noteChange(instance, journal)
  relate(instance, relationship.index, Array.isArray(value) ? [...value] : value)
}

/** Makes an instance, or for a collection one more, related to another: both sides, and the key wherever that is. */
export function linkMember(
  owner: Instance,
  relationship: RelationshipMapping,
  member: Instance,
  journal: Notes,
): void {
  const { inverse } = relationship
  if (inverse !== null) assignRelated(member, inverse, owner, journal)
}

/** Makes them unrelated again; does nothing where the member has come to be another's. */
export function unlinkMember(
  owner: Instance,
  relationship: RelationshipMapping,
  member: Instance,
  journal: Notes,
): void {
  const { inverse } = relationship
  if (inverse !== null && loadedOf(member, inverse.index) === owner) {
    assignRelated(member, inverse, null, journal)
  }
}

/** Takes over the keys of related instances that have got one since they were assigned; called before the row is written. */
export function takeKeys(instance: Instance, journal: Notes): void {
  noteChange(instance, journal)
}

/** Hands out the array of a collection, and keeps what it holds, as the array can be changed by whoever has it. */
export function handOut(
  instance: Instance,
  relationship: RelationshipMapping,
  list: Instance[],
  journal: Notes,
): Instance[] {
  noteChange(instance, journal)
  const { members } = stateFor(instance)
  if (!members.has(relationship.index)) members.set(relationship.index, [...list])
  return list
}

/**
 * Gives what a relationship whose key is not in the instance's own row gained and lost. What is written already is no change;
 * neither is what was never handed out. Throws `ValueError` where an array holds what is no instance of the target.
 */
export function collectionChange(instance: Instance, relationship: RelationshipMapping): CollectionChange {
  const before = stateOf(instance)?.members.get(relationship.index)
  const loaded = loadedOf(instance, relationship.index)
  if (before === undefined || loaded === undefined) return { added: [], removed: [], members: [] }
  const members = (
    Array.isArray(loaded) ? [...new Set(loaded)] : loaded === null ? [] : [loaded]
  ) as Instance[]
  return {
    added: members.filter(member => !before.includes(member)),
    removed: before.filter(member => !members.includes(member)),
    members,
  }
}
