/**
 * Keeps the side of a relationship that holds no key in step with the side that does: collections, and single relationships that
 * are found by another's key. Where that is not loaded, nothing is done. Touches no key.
 */

import type { RelationshipMapping } from '../mapping/mapping.js'
import { rememberHolder } from './holders.js'
import { blockOf, type Instance, isInstance, loadedOf, relate, stateFor, stateOf } from './instance.js'
import { type Notes, noteChange } from './noting.js'
import { statusOf } from './status.js'

/** True where an instance has this very relationship: in a hierarchy not all have. */
export function hasRelationship(instance: Instance, relationship: RelationshipMapping): boolean {
  return blockOf(instance).mapping.relationships.get(relationship.name) === relationship
}

/**
 * Gives what a side holds: its array, or none or one; null where that is not known. Nothing refers to a new instance but what
 * was made to.
 */
export function heldBy(owner: Instance, side: RelationshipMapping): Instance[] | null {
  const loaded = loadedOf(owner, side.index)
  if (Array.isArray(loaded)) return loaded as Instance[]
  if (loaded !== undefined) return isInstance(loaded) ? [loaded] : []
  if (statusOf(owner) !== 'new') return null
  const nothing: Instance[] = []
  relate(owner, side.index, side.collection ? nothing : null)
  keepBaseline(owner, side, nothing)
  return nothing
}

/** Keeps what a side holds now as what it is compared with when it is written, unless there is such a list. */
export function keepBaseline(owner: Instance, side: RelationshipMapping, held: readonly Instance[]): void {
  const { members } = stateFor(owner)
  if (members.has(side.index)) return
  members.set(side.index, [...held])
  rememberHolder(owner, side)
}

/**
 * Adds an instance to what a side holds, and gives the one that had the place of an only one. A side that chooses among rows is
 * left as it is: whether it would choose this one, only the database can tell.
 */
export function join(
  owner: Instance,
  side: RelationshipMapping,
  member: Instance,
  journal: Notes,
): Instance | null {
  const chooses = side.filter !== null || (!side.collection && side.orderBy.length > 0)
  const held = chooses || !hasRelationship(owner, side) ? null : heldBy(owner, side)
  if (held === null || held.includes(member)) return null
  noteChange(owner, journal)
  keepBaseline(owner, side, held)
  if (side.collection) held.push(member)
  else relate(owner, side.index, member)
  return side.collection ? null : (held[0] ?? null)
}

/** Takes an instance out of what a side holds. */
export function leave(owner: Instance, side: RelationshipMapping, member: Instance, journal: Notes): void {
  const loaded = loadedOf(owner, side.index)
  const held = Array.isArray(loaded) ? (loaded as Instance[]) : [loaded as Instance]
  if (!held.includes(member)) return
  noteChange(owner, journal)
  keepBaseline(owner, side, held)
  markOut(owner, side, member)
  if (side.collection) remove(held, member)
  else relate(owner, side.index, null)
}

/** Who has been taken out of a side, by what that is compared with: when it is written, nobody has. */
const out = new WeakMap<readonly Instance[], Set<Instance>>()

/** Remembers who was taken out of a side that has something to be compared with. */
export function markOut(owner: Instance, { index }: RelationshipMapping, member: Instance): void {
  const baseline = stateFor(owner).members.get(index) as readonly Instance[]
  const gone = out.get(baseline) ?? new Set()
  out.set(baseline, gone.add(member))
}

/** True where an instance has been taken out of what held these: what finds it there again, finds it put back. */
export function hasBeenOut(baseline: readonly Instance[], member: Instance): boolean {
  return out.get(baseline)?.has(member) === true
}

/** Takes what was written of one member into a side, and into what that is compared with. */
export function settleSide(
  owner: Instance,
  side: RelationshipMapping,
  member: Instance,
  { isMember, journal }: { readonly isMember: boolean; readonly journal: Notes },
): void {
  journal?.note(owner)
  if (isMember) join(owner, side, member, journal)
  else leave(owner, side, member, journal)
  const baseline = stateOf(owner)?.members.get(side.index)
  if (baseline === undefined) return
  const others = baseline.filter(each => each !== member)
  const settled = isMember ? [...others, member] : others
  stateFor(owner).members.set(side.index, settled)
  const gone = out.get(baseline)
  if (gone !== undefined) out.set(settled, new Set([...gone].filter(each => each !== member)))
}

function remove(list: Instance[], member: Instance): void {
  for (let i = list.length - 1; i >= 0; i--) if (list[i] === member) list.splice(i, 1)
}
