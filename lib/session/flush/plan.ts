/** Makes of what one flush is about the steps that write it. Runs nothing. */

import type { Deferral } from '../../dialect/contract.js'
import type { Action } from './action.js'
import { actionsOf } from './actions.js'
import { breakCircles } from './circles.js'
import { graphOf } from './edges.js'
import type { Deferred } from './graph.js'
import { pairActions, unseenActions } from './pairs.js'
import { type Step, stepsOf } from './steps.js'
import type { Work } from './work.js'

/** How one flush is written. */
export interface Plan {
  readonly steps: readonly Step[]
  /** What the database is to look at when the transaction commits. */
  readonly deferred: readonly Deferred[]
}

/** Gives the steps in their order. Throws `WriteError` where there is none. */
export function planOf(work: Work, deferral: Deferral): Plan {
  const own = actionsOf(work)
  const actions: Action[] = [...own, ...pairActions(work, own), ...unseenActions(work)]
  const graph = graphOf(actions)
  breakCircles(graph, deferred => deferral.canWait(deferred))
  return { steps: stepsOf(graph), deferred: [...graph.deferred.values()] }
}
