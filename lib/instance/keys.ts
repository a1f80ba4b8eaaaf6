/**
 * Keeps keys and what they refer to in step: a related instance gives its key, and a key that is assigned lets go of the instance
 * that it no longer refers to. Loads nothing.
 */

import type { ColumnMapping, RelationshipMapping } from '../mapping/mapping.js'
import { blockOf, type Instance, isInstance, loadedOf, relate, slotOf, stateOf } from './instance.js'
import { slotsOf } from './key.js'
import {
  atHand,
  inSession,
  isContradicted,
  isSameKey,
  isShared,
  keyIn,
  owningOf,
  stillLeads,
} from './leads-to.js'
import { type Notes, noteChange } from './noting.js'
import { setKeyPart } from './set-column.js'
import { join, leave } from './sides.js'
import { editAt } from './state.js'

/** What of an instance's own row is about to change. */
export interface Following {
  readonly columns: readonly ColumnMapping[]
  /** True where they are assigned by themselves: that contradicts a related instance whose key is not known yet. */
  readonly explicit: boolean
  /** The relationship that is being assigned, which needs no following. */
  readonly except?: RelationshipMapping
}

/** Relates an instance by a key in its own row, or to nothing, and keeps everything else in step. */
export function setTarget(
  instance: Instance,
  relationship: RelationshipMapping,
  target: Instance | null,
  journal: Notes,
): void {
  const { columns, referencedColumns } = relationship
  const before = atHand(instance, relationship)
  const key = target === null ? null : slotsOf(target, referencedColumns)
  follow(instance, { columns, explicit: false, except: relationship }, journal, () => {
    setKey(instance, columns, key, journal)
  })
  point(instance, relationship, { before, target }, journal)
}

/** Gives an instance a key that no relationship of it has, or takes it away, and lets what else has to follow. */
export function setForeignKey(
  instance: Instance,
  columns: readonly ColumnMapping[],
  key: readonly unknown[] | null,
  journal: Notes,
): void {
  follow(instance, { columns, explicit: false }, journal, () => {
    setKey(instance, columns, key, journal)
  })
}

/** Changes columns, and lets every relationship with a key in them let go of what that does not lead to any more. */
export function follow(
  instance: Instance,
  { columns, explicit, except }: Following,
  journal: Notes,
  change: () => void,
): void {
  const led = ledBy(instance, columns)
    .filter(each => each !== except)
    .map(each => ({ each, key: keyIn(instance, each), before: atHand(instance, each) }))
  change()
  if (led.length === 0) return
  const slots = new Set(columns.map(({ slot }) => slot))
  for (const { each, key, before } of led) {
    const now = keyIn(instance, each)
    const stays = isSameKey(each, key, now) || stillLeads(each, before, now)
    if (stays && !(explicit && isContradicted(instance, each, before, slots))) continue
    point(instance, each, { before, target: inSession(instance, each) }, journal)
  }
}

/** Most columns are part of no key. */
function ledBy(instance: Instance, columns: readonly ColumnMapping[]): readonly RelationshipMapping[] {
  const owning = owningOf(instance)
  if (owning.length === 0) return owning
  return owning.filter(each => each.columns.some(({ slot }) => columns.some(column => column.slot === slot)))
}

/** Takes over the keys of related instances that have got one since they were assigned; called before the row is written. */
export function takeKeys(instance: Instance, journal: Notes): void {
  for (const relationship of owningOf(instance)) {
    const target = loadedOf(instance, relationship.index)
    if (!isInstance(target) || relationship.info.viewOnly) continue
    if (hasNewKey(instance, relationship, target)) setTarget(instance, relationship, target, journal)
  }
}

/** A key that only looks different is not taken: the database may count both as equal. */
function hasNewKey(
  instance: Instance,
  { columns, referencedColumns }: RelationshipMapping,
  target: Instance,
): boolean {
  return referencedColumns.some(({ slot }, i) => {
    const own = slotOf(instance, (columns[i] as ColumnMapping).slot)
    const part = slotOf(target, slot)
    return part !== null && (own === null || (own !== part && editAt(stateOf(target), slot) !== undefined))
  })
}

/** What an instance referred to, and is to refer to; undefined where that is not loaded. */
interface Pointing {
  readonly before: unknown
  readonly target: Instance | null | undefined
}

function point(
  instance: Instance,
  relationship: RelationshipMapping,
  { before, target }: Pointing,
  journal: Notes,
): void {
  const { index, inverse } = relationship
  noteChange(instance, journal)
  relate(instance, index, target)
  if (inverse === null) return
  if (isInstance(before) && before !== target) leave(before, inverse, instance, journal)
  const displaced = isInstance(target) ? join(target, inverse, instance, journal) : null
  if (displaced !== null) setTarget(displaced, relationship, null, journal)
}

/** A part that the related instance does not have yet is empty, unless another key says what it is. */
function setKey(
  instance: Instance,
  columns: readonly ColumnMapping[],
  key: readonly unknown[] | null,
  journal: Notes,
): void {
  const emptied =
    key === null
      ? emptiedOf(instance, columns)
      : columns.filter((each, i) => key[i] === null && !isShared(instance, each, columns))
  columns.forEach((column, i) => {
    const part = key?.[i] ?? null
    if (part !== null || emptied.includes(column)) setKeyPart(instance, column, part, journal)
  })
}

/** One null is enough to refer to nothing. What another key needs as well, or takes no null, is left where it can be. */
function emptiedOf(instance: Instance, columns: readonly ColumnMapping[]): readonly ColumnMapping[] {
  const key = blockOf(instance).mapping.key.map(({ slot }) => slot)
  const own = columns.filter(each => !key.includes(each.slot) && !isShared(instance, each, columns))
  const nullable = ({ column }: ColumnMapping): boolean => column.nullable
  const choices = [own.filter(nullable), columns.filter(nullable), own]
  return choices.find(choice => choice.length > 0) ?? columns
}
