/** Puts what is assigned to a column into an instance: its slot, and the edit that remembers it. Checks no value, follows no key. */

import { Concealed, revealed } from '../dialect/concealed.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import { isSamePart } from './identity.js'
import { type Instance, keepSlot, stateFor } from './instance.js'
import { type Notes, noteChange } from './noting.js'
import { editAt, originalsIn } from './state.js'
import { statusOf } from './status.js'
import { isStored, storedValue, valueAgain } from './stored.js'

/** A value that has been found fit for its column. */
export interface Assignment {
  readonly column: ColumnMapping
  /** What the property gives. */
  readonly value: unknown
  /** What the driver binds; concealed where the column is sensitive. */
  readonly bound: unknown
}

/**
 * Takes in an assignment; where the database holds just that, nothing is left to be written. An object that was read and comes back
 * may have been changed in place meanwhile.
 */
export function setColumn(instance: Instance, assignment: Assignment, journal: Notes): void {
  const before = storedValue(instance, assignment.column)
  const isBack = typeof before === 'object' && before !== null && before === assignment.value
  const isSame =
    !isBack && !isSaid(instance, assignment) && isStored(assignment.column, before, assignment.bound)
  put(instance, assignment, { before, isSame }, journal)
}

/** Null that somebody gives a new row is not what it has where nobody says anything. */
function isSaid(instance: Instance, { value }: Assignment): boolean {
  return value === null && statusOf(instance) === 'new'
}

/** Takes in a part of a key as it stands in another row, or null. Keys that differ in a microsecond are two. */
export function setKeyPart(instance: Instance, column: ColumnMapping, raw: unknown, journal: Notes): void {
  const before = storedValue(instance, column)
  const bound = column.sensitive && raw !== null ? new Concealed(raw) : raw
  const isSame = isSamePart(column, before, raw)
  put(instance, { column, value: valueAgain(column, raw), bound }, { before, isSame }, journal)
}

function put(
  instance: Instance,
  { column: { slot }, value, bound }: Assignment,
  { before, isSame }: { readonly before: unknown; readonly isSame: boolean },
  journal: Notes,
): void {
  noteChange(instance, journal)
  const state = stateFor(instance)
  // What is being written right now may not be there any more when that is done.
  const isUndone = isSame && state.turn === null
  if (originalsIn(state).has(slot)) state.originals.delete(slot)
  if (!isUndone) state.edits.set(slot, { before, value, bound })
  else if (editAt(state, slot) !== undefined) state.edits.delete(slot)
  keepSlot(instance, slot, isUndone ? before : revealed(bound))
}
