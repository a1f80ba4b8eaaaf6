/** Relates instances to each other, with both sides and their keys in step, and tells what collections gained and lost. */

import type { ColumnMapping, RelationshipMapping } from '../mapping/mapping.js'
import { isSamePart } from './identity.js'
import { type Instance, loadedOf, relate, slotOf, stateOf } from './instance.js'
import { slotsOf } from './key.js'
import { setForeignKey, setTarget } from './keys.js'
import { isOwning } from './leads-to.js'
import { type Notes, noteChange } from './noting.js'
import { checkMembers, checkTarget, refuseViewOnly, unseen } from './related-value.js'
import { hasBeenOut, heldBy, join, keepBaseline, leave, markOut } from './sides.js'
import { editsIn, membersIn } from './state.js'
import { statusOf } from './status.js'

export { takeKeys } from './keys.js'

/**
 * Assigns to a relationship: an instance, null, or for a collection an array. Throws `MappingError` READ_ONLY, `ValueError`,
 * `NotLoadedError` where it is not known what would be let go.
 */
export function assignRelated(
  instance: Instance,
  relationship: RelationshipMapping,
  value: unknown,
  journal: Notes,
): void {
  refuseViewOnly(relationship)
  if (relationship.collection) {
    assignMembers(instance, relationship, checkMembers(relationship, value), journal)
    return
  }
  const target = checkTarget(relationship, value)
  if (isOwning(relationship)) setTarget(instance, relationship, target, journal)
  else assignMembers(instance, relationship, target === null ? [] : [target], journal)
}

/** The array that was assigned stays the caller's; one that was handed out before keeps what it held. */
function assignMembers(
  instance: Instance,
  relationship: RelationshipMapping,
  members: readonly Instance[],
  journal: Notes,
): void {
  const { index, collection, columns } = relationship
  const keyless = columns.some(({ slot }) => slotOf(instance, slot) === null)
  const held = heldBy(instance, relationship) ?? (keyless ? [] : null)
  if (held === null) throw unseen(relationship)
  const before = [...held]
  noteChange(instance, journal)
  keepBaseline(instance, relationship, before)
  relate(instance, index, collection ? [...members] : (members[0] ?? null))
  for (const member of before) {
    if (members.includes(member)) continue
    markOut(instance, relationship, member)
    unlinkMember(instance, relationship, member, journal)
  }
  for (const member of members) {
    if (!before.includes(member)) linkMember(instance, relationship, member, journal)
  }
}

/**
 * Relates one more instance by a relationship whose key is not in the owner's row: the member's side, and its key as far as the
 * owner has one. An owner that was new is to be called with again when it has got its key.
 */
export function linkMember(
  owner: Instance,
  { inverse, through, columns, referencedColumns }: RelationshipMapping,
  member: Instance,
  journal: Notes,
): void {
  if (through !== null) {
    if (inverse !== null) join(member, inverse, owner, journal)
  } else if (inverse !== null) setTarget(member, inverse, owner, journal)
  else setForeignKey(member, referencedColumns, slotsOf(owner, columns), journal)
}

/** Makes them unrelated again; a member that has become another's is left to that one. */
export function unlinkMember(
  owner: Instance,
  relationship: RelationshipMapping,
  member: Instance,
  journal: Notes,
): void {
  const { inverse, through, referencedColumns } = relationship
  if (through !== null) {
    if (inverse !== null) leave(member, inverse, owner, journal)
  } else if (!belongs(owner, relationship, member)) return
  else if (inverse !== null) setTarget(member, inverse, null, journal)
  else setForeignKey(member, referencedColumns, null, journal)
}

/** By what is loaded, and otherwise by the key. */
function belongs(owner: Instance, relationship: RelationshipMapping, member: Instance): boolean {
  const { inverse } = relationship
  const related = inverse === null ? undefined : loadedOf(member, inverse.index)
  return related === undefined ? hasKeyOf(owner, relationship, member) : related === owner
}

/** An owner that has no key yet is nobody's. */
function hasKeyOf(
  owner: Instance,
  { columns, referencedColumns }: RelationshipMapping,
  member: Instance,
): boolean {
  return referencedColumns.every((column, i) => {
    const part = slotOf(owner, (columns[i] as ColumnMapping).slot)
    return part !== null && isSamePart(column, slotOf(member, column.slot), part)
  })
}

/** Hands out the array of a collection, and keeps what it holds, as the array can be changed by whoever has it. */
export function handOut(
  instance: Instance,
  relationship: RelationshipMapping,
  list: Instance[],
  journal: Notes,
): Instance[] {
  noteChange(instance, journal)
  keepBaseline(instance, relationship, list)
  return list
}

/** What a relationship whose key is not in the owner's row gained and lost since it was loaded, or last written. */
export interface CollectionChange {
  readonly added: readonly Instance[]
  readonly removed: readonly Instance[]
  /** What it holds; once this is written, the next list to compare with. */
  readonly members: readonly Instance[]
}

/**
 * Gives what a relationship gained and lost, each instance once. What was never handed out or assigned has not changed, and what
 * was written with the member is no change any more. Throws `ValueError` where an array holds what does not belong there.
 */
export function collectionChange(instance: Instance, relationship: RelationshipMapping): CollectionChange {
  const before = membersIn(stateOf(instance)).get(relationship.index)
  const loaded = loadedOf(instance, relationship.index)
  if (before === undefined || loaded === undefined || relationship.info.viewOnly) return unchanged
  const given = Array.isArray(loaded) ? loaded : loaded === null ? [] : [loaded]
  const members = checkMembers(relationship, given)
  const known = new Set(before)
  const now = new Set(members)
  return {
    added: members.filter(
      each =>
        !(known.has(each) && !isBack(before, relationship, each)) && !hasJoined(instance, relationship, each),
    ),
    removed: before.filter(each => !now.has(each) && !hasLeft(instance, relationship, each)),
    members,
  }
}

const unchanged: CollectionChange = { added: [], removed: [], members: [] }

/** True for one that had been let go of, and was put back; the rows of associations are compared alone. */
function isBack(before: readonly Instance[], { through }: RelationshipMapping, member: Instance): boolean {
  return through === null && hasBeenOut(before, member)
}

function hasJoined(owner: Instance, relationship: RelationshipMapping, member: Instance): boolean {
  return isKeyWritten(relationship, member) && hasKeyOf(owner, relationship, member)
}

function hasLeft(owner: Instance, relationship: RelationshipMapping, member: Instance): boolean {
  if (statusOf(member) === 'deleted') return true
  return isKeyWritten(relationship, member) && !belongs(owner, relationship, member)
}

/** True where the database has the key of a member as it is; an association is a row of its own. */
function isKeyWritten({ through, referencedColumns }: RelationshipMapping, member: Instance): boolean {
  if (through !== null || statusOf(member) !== 'saved') return false
  const edits = editsIn(stateOf(member))
  return !referencedColumns.some(({ slot }) => edits.has(slot))
}
