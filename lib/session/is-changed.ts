/** Tells whether a flush could have something to write of an instance. Writes nothing. */

import { changedColumns } from '../instance/changes.js'
import { blockOf, type Instance, isInstance, loadedOf, stateOf } from '../instance/instance.js'
import { editsIn, membersIn, originalsIn } from '../instance/state.js'
import { statusOf } from '../instance/status.js'

/**
 * True where something was assigned, or changed in place, or put into what it leads to, and is not written. Throws `ValueError`
 * where what was changed in place does not fit its column.
 */
export function isChanged(instance: Instance): boolean {
  const state = stateOf(instance)
  if (state === undefined) return false
  if (editsIn(state).size + originalsIn(state).size > 0 && changedColumns(instance).size > 0) return true
  for (const [index, before] of membersIn(state)) {
    if (!isSame(loadedOf(instance, index), before)) return true
  }
  return leadsToNew(instance)
}

/** What is not loaded any more cannot have been changed. The order of a collection is not kept. */
function isSame(loaded: unknown, before: readonly Instance[]): boolean {
  if (loaded === undefined) return true
  const now = new Set<unknown>(Array.isArray(loaded) ? loaded : [loaded].filter(isInstance))
  return now.size === before.length && before.every(member => now.has(member))
}

/** A key that leads to what has no row yet is still to come. */
function leadsToNew(instance: Instance): boolean {
  for (const { collection, index } of blockOf(instance).mapping.relationships.values()) {
    const related = collection ? undefined : loadedOf(instance, index)
    if (isInstance(related) && statusOf(related) === 'new') return true
  }
  return false
}
