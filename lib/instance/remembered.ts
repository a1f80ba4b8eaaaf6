/** Remembers all that can change about one instance. Decides nothing. */

import { contentsOf, type Instance, restoreContents, stateOf, takeState } from './instance.js'

/** Makes an instance as it was. */
export type Restore = () => void

/** Gives what makes an instance as it is now: its row, its state, what is related to it, and what its collections hold. */
export function remembered(instance: Instance): Restore {
  const contents = contentsOf(instance)
  const held = (contents.related ?? [])
    .filter(value => Array.isArray(value))
    .map(list => [list, [...list]] as const)
  const state = stateOf(instance)
  const copy = state && {
    ...state,
    edits: new Map(state.edits),
    originals: new Map(state.originals),
    members: new Map(state.members),
  }
  return () => {
    // A write that is under way ends by itself.
    const turn = stateOf(instance)?.turn ?? null
    restoreContents(instance, contents)
    for (const [list, members] of held) list.splice(0, list.length, ...members)
    takeState(instance, copy && { ...copy, turn })
  }
}
