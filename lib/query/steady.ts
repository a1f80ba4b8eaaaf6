/** Tells statements that are the same on every run from those that whoever declared a model decides about each time. */

import { isPlain } from './computed.js'
import type { PlanNode } from './statement-plan.js'

/** A scope, a where or a computed property can ask for the tenant, or the time, whenever it is called. */
export function isSteady({ mapping, relationship }: PlanNode): boolean {
  return isPlain(mapping) && (relationship === null || relationship.filter === null)
}
