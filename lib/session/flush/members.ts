/**
 * Takes what collections gained and lost into the rows that hold their keys. What nobody loaded is not touched. Changes instances
 * in memory, and writes none.
 */

import { WriteError } from '../../errors.js'
import { newHolders } from '../../instance/holders.js'
import { isSamePart } from '../../instance/identity.js'
import { blockOf, type Instance, loadedOf, slotOf, stateOf } from '../../instance/instance.js'
import { collectionChange, linkMember, takeKeys, unlinkMember } from '../../instance/relation.js'
import { leave } from '../../instance/sides.js'
import { membersIn } from '../../instance/state.js'
import { statusOf } from '../../instance/status.js'
import type { ColumnMapping, RelationshipMapping } from '../../mapping/mapping.js'
import { grouped } from './grouped.js'
import { referredBy, updateColumns, type Work } from './work.js'

/** A collection, or a single relationship, that has gained or lost an instance. */
export interface Move {
  readonly owner: Instance
  readonly relationship: RelationshipMapping
  readonly member: Instance
}

/** Takes in what every collection that was reached gained and lost. Throws `WriteError`, `ValueError`. */
export function takeMembers(work: Work): void {
  const added: Move[] = []
  const removed: Move[] = []
  for (const owner of work.reached) {
    for (const relationship of referredBy(owner)) {
      const change = collectionChange(owner, relationship)
      const move = (member: Instance): Move => ({ owner, relationship, member })
      added.push(...change.added.map(move))
      removed.push(...change.removed.map(move))
      if (isCompared(owner, relationship)) {
        work.settlements.push({ owner, relationship, members: change.members })
      }
    }
  }
  const left = givenAway(removed, added)
  givenAway([...work.deleted].flatMap(heldBefore), added)
  // What is in another collection by now is known before anything is let go.
  for (const claims of claimsOf(added.filter(({ relationship }) => relationship.through === null))) {
    linkOne(work, claims)
  }
  for (const move of added) if (move.relationship.through !== null) pair(work, move)
  for (const move of left) letGo(work, move)
  for (const instance of [...work.inserted, ...work.updated.keys()]) takeKeys(instance, work.journal)
}

function linkOne(work: Work, claims: readonly Move[]): void {
  const claim = claimOf(claims)
  link(work, claim)
  for (const { owner, relationship, member } of claims) {
    if (owner !== claim.owner) leave(owner, relationship, member, work.journal)
  }
}

/**
 * Adds what has been put into the collection of somebody who is not asked for, and gives what is left. One whose new owner is still
 * to be saved stays where it is until then.
 */
function givenAway(removed: readonly Move[], added: Move[]): readonly Move[] {
  const taken = new Set(added.map(({ member }) => member))
  const orphans = grouped(
    removed.filter(move => isOrphan(move) && !taken.has(move.member)),
    ({ relationship }) => relationship,
  )
  const held = new Set<Move>()
  for (const [relationship, moves] of orphans) {
    const holders = newHolders(relationship, new Set(moves.map(({ member }) => member)))
    for (const move of moves) {
      const owner = holders.get(move.member)
      if (owner === undefined) continue
      held.add(move)
      if (statusOf(owner) === 'saved') added.push({ ...move, owner })
    }
  }
  return removed.filter(move => !held.has(move))
}

/** What a row that is deleted would take with it. */
function heldBefore(owner: Instance): readonly Move[] {
  return referredBy(owner).flatMap(relationship =>
    (membersIn(stateOf(owner)).get(relationship.index) ?? []).map(member => ({
      owner,
      relationship,
      member,
    })),
  )
}

function isCompared(owner: Instance, { index }: RelationshipMapping): boolean {
  return membersIn(stateOf(owner)).has(index) && loadedOf(owner, index) !== undefined
}

/** Those that say where one key of one member leads. */
function claimsOf(moves: readonly Move[]): readonly (readonly Move[])[] {
  return [...grouped(moves, ({ member }) => member).values()].flatMap(ofMember =>
    ofMember.length === 1
      ? [ofMember]
      : [...grouped(ofMember, ({ relationship }) => slotsText(relationship.referencedColumns)).values()],
  )
}

function slotsText(columns: readonly ColumnMapping[]): string {
  return columns.map(({ slot }) => slot).join()
}

/** A member that has two new owners goes to the one that it was not with before: that is what was done last. */
function claimOf(moves: readonly Move[]): Move {
  const fresh = moves.filter(move => !belongs(move))
  const [first, second] = fresh.length > 0 ? fresh : moves
  const { owner, relationship, member } = first as Move
  if (second === undefined || second.owner === owner) return first as Move
  const { name } = blockOf(member).mapping
  const places = `"${relationship.source.name}.${relationship.name}"`
  throw refused(
    `Cannot save an instance of "${name}" that was put into ${places} of two instances: its key can refer to one of them. Take it out of the other`,
  )
}

/** True where the key of a member is that of the owner, or its own side gives the owner. */
export function belongs({ owner, relationship, member }: Move): boolean {
  const { inverse, columns, referencedColumns } = relationship
  const known = inverse === null ? undefined : loadedOf(member, inverse.index)
  if (known === owner) return true
  return columns.every((column, i) => {
    const key = slotOf(owner, column.slot)
    const own = referencedColumns[i] as ColumnMapping
    return key !== null && isSamePart(own, slotOf(member, own.slot), key)
  })
}

function link(work: Work, { owner, relationship, member }: Move): void {
  if (work.deleted.has(member) || work.deleted.has(owner)) return
  requireSaved(work, owner, relationship, member)
  if (!isLinked(owner, relationship, member)) linkMember(owner, relationship, member, work.journal)
  updateColumns(work, member, relationship.referencedColumns)
  if (relationship.inverse !== null || statusOf(owner) !== 'new') return
  const taken = work.taken.get(member) ?? new Map()
  relationship.referencedColumns.forEach(({ slot }, i) => {
    taken.set(slot, { from: owner, column: relationship.columns[i] as ColumnMapping })
  })
  work.taken.set(member, taken)
}

/** True where an instance has been made a member before, and the owner's key is still what it was then. */
function isLinked(owner: Instance, relationship: RelationshipMapping, member: Instance): boolean {
  const { inverse, columns, referencedColumns } = relationship
  if (inverse === null || inverse.inverse !== relationship) return false
  return (
    loadedOf(member, inverse.index) === owner &&
    columns.every(
      ({ slot }, i) => slotOf(owner, slot) === slotOf(member, (referencedColumns[i] as ColumnMapping).slot),
    )
  )
}

function pair(work: Work, { owner, relationship, member }: Move): void {
  if (work.deleted.has(member) || work.deleted.has(owner)) return
  requireSaved(work, owner, relationship, member)
  work.added.push({ relationship, source: owner, target: member })
}

/** What is new and stays so cannot be referred to. */
export function requireSaved(
  work: Work,
  instance: Instance,
  relationship: RelationshipMapping,
  other: Instance,
): void {
  const status = statusOf(other)
  if (status === 'saved' || (status === 'new' && work.inserted.has(other))) return
  const { source, name } = relationship
  const subject = `an instance of "${blockOf(instance).mapping.name}": "${source.name}.${name}"`
  throw refused(
    status === 'new'
      ? `Cannot save ${subject} holds a new instance of "${blockOf(other).mapping.name}" that is not saved with it. Save that one first, or have the relationship cascade saveUpdate`
      : `Cannot save ${subject} holds an instance of "${blockOf(other).mapping.name}" that was deleted. Take it out`,
  )
}

function letGo(work: Work, move: Move): void {
  const { owner, relationship, member } = move
  if (relationship.through !== null) {
    if (statusOf(member) === 'saved') work.removed.push({ relationship, source: owner, target: member })
    return
  }
  if (statusOf(member) !== 'saved' || work.deleted.has(member)) return
  if (isElsewhere(move)) {
    updateColumns(work, member, relationship.referencedColumns)
    return
  }
  if (isOrphan(move)) {
    work.deleted.add(member)
    work.updated.delete(member)
    return
  }
  if (!isReleased(relationship)) throw unreleased(relationship)
  unlinkMember(owner, relationship, member, work.journal)
  updateColumns(work, member, relationship.referencedColumns)
}

/** True for one that goes when it is nobody's. */
function isOrphan({ relationship, member }: Move): boolean {
  return relationship.info.cascade.includes('deleteOrphan') && statusOf(member) === 'saved'
}

/** True where a member has come to be another's. */
function isElsewhere(move: Move): boolean {
  const { relationship, member } = move
  const { inverse, referencedColumns } = relationship
  if (inverse !== null) {
    const known = loadedOf(member, inverse.index)
    if (known !== undefined && known !== null) return known !== move.owner && !belongs(move)
  }
  return referencedColumns.every(({ slot }) => slotOf(member, slot) !== null) && !belongs(move)
}

/** True where the key of a relationship can be emptied. */
export function isReleased({ referencedColumns, target }: RelationshipMapping): boolean {
  const key = new Set(target.key.map(({ slot }) => slot))
  return referencedColumns.some(({ column, slot }) => column.nullable && !key.has(slot))
}

function unreleased({ source, name, target, referencedColumns }: RelationshipMapping): WriteError {
  const properties = referencedColumns.map(({ property }) => `"${target.name}.${property}"`).join(', ')
  return refused(
    `Cannot take an instance of "${target.name}" out of "${source.name}.${name}": its key, ${properties}, takes no null. Delete it, give it to another, or have the relationship cascade deleteOrphan`,
  )
}

function refused(message: string): WriteError {
  return new WriteError('WRITE_REFUSED', message)
}
