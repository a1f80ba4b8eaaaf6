/** Makes instances what the database holds, after their rows were written or read. Writes no row. */

import { isDeepStrictEqual } from 'node:util'
import { revealed } from '../dialect/concealed.js'
import type { ColumnMapping, RelationshipMapping } from '../mapping/mapping.js'
import {
  blockOf,
  type Instance,
  isInstance,
  keepSlot,
  loadedOf,
  relate,
  relatedOf,
  slotOf,
  stateFor,
  stateOf,
} from './instance.js'
import { follow } from './keys.js'
import { atHand, isOwning } from './leads-to.js'
import type { Notes } from './noting.js'
import { settleSide } from './sides.js'
import { type Edit, editAt, originalsIn } from './state.js'
import { isMutableValue, isStored, valueAgain } from './stored.js'

/** What was written of one instance, and what came back. */
export interface Saved {
  readonly columns: readonly ColumnMapping[]
  /** What the database holds in these columns now, as the driver gave it. */
  readonly values: readonly unknown[]
  /** What was written; what was assigned meanwhile stays to be written. */
  readonly taken: ReadonlyMap<ColumnMapping, Edit>
}

/** Takes in what an INSERT or UPDATE gave back; the instance is saved then. */
export function settleSaved(instance: Instance, { columns, values, taken }: Saved, journal: Notes): void {
  journal?.note(instance)
  const state = stateFor(instance)
  const written = new Map<number, Edit>()
  for (const [{ slot }, edit] of taken) written.set(slot, edit)
  const silent = silentOf(columns, taken)
  const all = silent.length === 0 ? columns : [...columns, ...silent.map(([column]) => column)]
  follow(instance, { columns: all, explicit: false }, journal, () => {
    columns.forEach((column, i) => {
      settleColumn(instance, column, values[i], written.get(column.slot))
    })
    for (const [column, edit] of silent) settleColumn(instance, column, revealed(edit.bound), edit)
  })
  state.status = 'saved'
}

/** What was written and did not come back. */
function silentOf(
  columns: readonly ColumnMapping[],
  taken: ReadonlyMap<ColumnMapping, Edit>,
): [ColumnMapping, Edit][] {
  const silent: [ColumnMapping, Edit][] = []
  for (const [column, edit] of taken) {
    if (!columns.some(({ slot }) => slot === column.slot)) silent.push([column, edit])
  }
  return silent
}

function settleColumn(
  instance: Instance,
  column: ColumnMapping,
  value: unknown,
  written: Edit | undefined,
): void {
  const edit = editAt(stateOf(instance), column.slot)
  if (edit === undefined) settleRead(instance, column, value)
  else if (edit === written) settleWritten(instance, column, value, edit)
  else settleLater(instance, column, value, edit)
}

/** An object that can be changed in place stays the one that its owner holds, unless the database has made another value of it. */
function settleWritten(instance: Instance, column: ColumnMapping, value: unknown, edit: Edit): void {
  const state = stateFor(instance)
  const bound = revealed(edit.bound)
  state.edits.delete(column.slot)
  if (isMutableValue(column, edit.value) && isSameValue(column, value, bound)) {
    state.originals.set(column.slot, bound)
    keepSlot(instance, column.slot, edit.value)
  } else keepSlot(instance, column.slot, value)
}

/** What was assigned during the write is compared with what that left. */
function settleLater(instance: Instance, column: ColumnMapping, value: unknown, edit: Edit): void {
  const { edits } = stateFor(instance)
  if (isStored(column, value, edit.bound) && !isMutableValue(column, edit.value)) {
    edits.delete(column.slot)
    keepSlot(instance, column.slot, value)
  } else edits.set(column.slot, { ...edit, before: value })
}

function settleRead(instance: Instance, column: ColumnMapping, value: unknown): void {
  const original = originalsIn(stateOf(instance)).get(column.slot)
  if (original === undefined) {
    keepSlot(instance, column.slot, value)
    return
  }
  const { originals } = stateFor(instance)
  if (isDeepStrictEqual(slotOf(instance, column.slot), valueAgain(column, original))) {
    if (isSameValue(column, value, original)) return
    originals.delete(column.slot)
    keepSlot(instance, column.slot, value)
  } else originals.set(column.slot, value)
}

function isSameValue(column: ColumnMapping, one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(valueAgain(column, one), valueAgain(column, other))
}

/** Marks an instance whose row was deleted, and takes it out of what is loaded. */
export function settleDeleted(instance: Instance, journal: Notes): void {
  journal?.note(instance)
  for (const relationship of blockOf(instance).mapping.relationships.values()) {
    letGo(instance, relationship, journal)
  }
  stateFor(instance).status = 'deleted'
}

function letGo(instance: Instance, relationship: RelationshipMapping, journal: Notes): void {
  const { index, inverse } = relationship
  if (inverse === null) return
  const related = isOwning(relationship) ? atHand(instance, relationship) : loadedOf(instance, index)
  for (const other of [related].flat().filter(isInstance)) {
    if (!isOwning(inverse)) settleSide(other, inverse, instance, { isMember: false, journal })
    else if (loadedOf(other, inverse.index) === instance) {
      journal?.note(other)
      relate(other, inverse.index, undefined)
    }
  }
}

/**
 * Takes what was written of a relationship, as `collectionChange` gave it, as what it is compared with from here on. An association
 * was written for both its sides.
 */
export function settleMembers(
  instance: Instance,
  relationship: RelationshipMapping,
  members: readonly Instance[],
  journal: Notes,
): void {
  journal?.note(instance)
  const { index, through, inverse } = relationship
  const baselines = stateFor(instance).members
  const before = baselines.get(index) ?? []
  baselines.set(index, members)
  if (through === null || inverse === null) return
  for (const other of new Set([...before, ...members])) {
    settleSide(other, inverse, instance, { isMember: members.includes(other), journal })
  }
}

/**
 * Makes an instance what its row is now: what was assigned and not written is given up, and nothing related is loaded any more.
 * `slots` are all of the row's.
 */
export function reread(instance: Instance, slots: readonly unknown[], journal: Notes): void {
  journal?.note(instance)
  const { columns, relationships } = blockOf(instance).mapping
  const state = stateFor(instance)
  follow(instance, { columns, explicit: true }, journal, () => {
    state.edits.clear()
    state.originals.clear()
    slots.forEach((value, slot) => {
      keepSlot(instance, slot, value)
    })
  })
  for (const { index } of relationships.values()) {
    if (relatedOf(instance, index) !== undefined) relate(instance, index, undefined)
  }
  state.members.clear()
  state.status = 'saved'
}
