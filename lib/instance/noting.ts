/** Tells those who have to know that something about an instance is about to change. Changes nothing itself. */

import type { Instance } from './instance.js'
import type { Journal } from './journal.js'
import { sessionOf } from './session-of.js'

/** What remembers instances as they are; null where nothing is rolled back. */
export type Notes = Pick<Journal, 'note'> | null

/** Those that are being made. */
const unfinished = new WeakSet<Instance>()

/** Has an instance remembered as it is, and held on to by its session. Called before anything about it is changed. */
export function noteChange(instance: Instance, journal: Notes): void {
  if (journal !== null && !unfinished.has(instance)) journal.note(instance)
  sessionOf(instance)?.touch(instance)
}

/** Gives a new instance its first values: there is nothing before them that it could be made again. */
export function withoutNotes(instance: Instance, make: () => void): void {
  unfinished.add(instance)
  try {
    make()
  } finally {
    unfinished.delete(instance)
  }
}
