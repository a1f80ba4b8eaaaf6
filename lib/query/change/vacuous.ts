/** Tells conditions that keep something out from those that came to nothing. Writes no SQL. */

import type { Condition, Joined } from '../state.js'

/**
 * True where the conditions would let every row pass because nothing was asked: there are none, an alternative is empty, or
 * a list of values to leave out is. An empty list of values to find is a condition, which nothing meets.
 */
export function isVacuous(conditions: readonly Joined[]): boolean {
  return alternativesOf(conditions).some(list => list.every(isNothing))
}

/** `and` binds closer than `or`. */
function alternativesOf(conditions: readonly Joined[]): Condition[][] {
  const alternatives: Condition[][] = [[]]
  for (const { or, condition } of conditions) {
    // What comes first joins nothing, whatever it was added with.
    const open = alternatives.at(-1) as Condition[]
    if (or && open.length > 0) alternatives.push([condition])
    else open.push(condition)
  }
  return alternatives
}

function isNothing(condition: Condition): boolean {
  switch (condition.type) {
    case 'group':
      return isVacuous(condition.conditions)
    case 'list':
      return condition.negated && condition.values.length === 0 && !condition.hasNull
    default:
      return false
  }
}
