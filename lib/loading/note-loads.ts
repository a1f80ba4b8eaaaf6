/**
 * Has what is about to be loaded unloaded again, should the transaction that it is loaded in be rolled back: it may tell of rows
 * that are gone then. Loads nothing.
 */

import { type Instance, keepSlot, relate, slotOf, stateOf } from '../instance/instance.js'
import type { Journal } from '../instance/journal.js'
import { unread } from '../instance/unread.js'
import type { ColumnMapping, RelationshipMapping } from '../mapping/mapping.js'

/** Notes a relationship that these instances lack. */
export function noteRelated(
  journal: Journal | null,
  instances: Iterable<Instance>,
  { index }: RelationshipMapping,
): void {
  if (journal === null) return
  for (const instance of instances) {
    journal.noteLoad(instance, () => {
      relate(instance, index, undefined)
      stateOf(instance)?.members.delete(index)
    })
  }
}

/** Notes columns, for those of the instances that lack them. */
export function noteColumns(
  journal: Journal | null,
  instances: Iterable<Instance>,
  columns: Iterable<ColumnMapping>,
): void {
  if (journal === null) return
  const slots = [...columns].map(({ slot }) => slot)
  for (const instance of instances) {
    const lacking = slots.filter(slot => slotOf(instance, slot) === unread)
    journal.noteLoad(instance, () => {
      for (const slot of lacking) {
        keepSlot(instance, slot, unread)
        stateOf(instance)?.originals.delete(slot)
      }
    })
  }
}
