/** Answers what was changed about an instance since it was read, or last written. Writes no row. */

import { isDeepStrictEqual } from 'node:util'
import { revealed } from '../dialect/concealed.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { boundValue, validatedValue } from './encoded-value.js'
import { blockOf, type Instance, keepSlot, slotOf, stateFor, stateOf } from './instance.js'
import { type Edit, editsIn, originalsIn } from './state.js'
import { statusOf } from './status.js'
import { isMutableValue, isStored, valueAgain } from './stored.js'
import { unread } from './unread.js'

/**
 * Gives what is to be written: what was assigned, and what was changed in place, which becomes an edit by that. One column for each
 * slot. Throws `ValueError` where what was changed in place does not fit its column.
 */
export function changedColumns(instance: Instance): Map<ColumnMapping, Edit> {
  const { mapping } = blockOf(instance)
  const state = stateOf(instance)
  for (const [slot, edit] of editsIn(state)) {
    const column = columnAt(mapping, slot)
    if (isMutableValue(column, edit.value)) takeInAgain(instance, column, edit)
  }
  for (const [slot, before] of originalsIn(state)) takeIn(instance, columnAt(mapping, slot), before)
  const changed = new Map<ColumnMapping, Edit>()
  for (const [slot, edit] of editsIn(state)) changed.set(columnAt(mapping, slot), edit)
  return changed
}

function columnAt({ columns }: Mapping, slot: number): ColumnMapping {
  return columns.find(column => column.slot === slot) as ColumnMapping
}

/** What was assigned can be changed in place like what was read, and be back at what it was. */
function takeInAgain(instance: Instance, column: ColumnMapping, { before, value, bound }: Edit): void {
  if (isDeepStrictEqual(revealed(column.codec.encode(value)), revealed(bound))) return
  const edit = checked(instance, column, { before, value, bound })
  const { edits, originals } = stateFor(instance)
  if (isStored(column, before, edit.bound)) {
    edits.delete(column.slot)
    originals.set(column.slot, before)
    keepSlot(instance, column.slot, edit.value)
  } else keepEdit(instance, column, edit)
}

/** Compares what was read with what it has become: as values, since not all that is read can be written, then as what is bound. */
function takeIn(instance: Instance, column: ColumnMapping, before: unknown): void {
  const value = slotOf(instance, column.slot)
  if (isDeepStrictEqual(value, valueAgain(column, before))) return
  const edit = checked(instance, column, { before, value, bound: before })
  if (!isStored(column, before, edit.bound)) keepEdit(instance, column, edit)
}

function checked(instance: Instance, column: ColumnMapping, { before, value: given }: Edit): Edit {
  const { mapping } = blockOf(instance)
  const value = validatedValue(mapping, column, given)
  return { before, value, bound: boundValue(mapping, column, value) }
}

function keepEdit(instance: Instance, { slot }: ColumnMapping, edit: Edit): void {
  const { edits, originals } = stateFor(instance)
  originals.delete(slot)
  edits.set(slot, edit)
  keepSlot(instance, slot, revealed(edit.bound))
}

/** What became of one property. */
export interface Change {
  readonly from: unknown
  readonly to: unknown
}

/**
 * Gives the changes by property, as their users see them; null is what a property was of a new instance, and what is not known.
 * What a sensitive one was and is can be read, and is not shown.
 */
export function changesOf(instance: Instance): Readonly<Record<string, Change>> {
  const isNew = statusOf(instance) === 'new'
  const changes: Record<string, Change> = Object.create(null)
  for (const [column, { before, value }] of changedColumns(instance)) {
    const from = isNew || before === unread ? null : valueAgain(column, before)
    changes[column.property] = changeOf({ from, to: value }, !column.sensitive)
  }
  return Object.freeze(changes)
}

function changeOf({ from, to }: Change, enumerable: boolean): Change {
  const values = { from: { value: from, enumerable }, to: { value: to, enumerable } }
  return Object.freeze(Object.defineProperties({} as Change, values))
}
