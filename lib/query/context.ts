/** What queries need from the rooms above them, handed down at boot as data. */

import type { Executor } from './executor.js'
import type { Folded } from './fold.js'
import type { Deferring } from './plan.js'
import type { StatementPlan } from './statement-plan.js'

/** The surroundings of every query of one automap. */
export interface QueryContext {
  readonly executor: Executor
  /** Loads what a folded statement deferred; the loading room's part. */
  readonly finish: (plan: StatementPlan, folded: Folded) => Promise<void>
  /** Writes the statement of a deferred relationship, for a plan. */
  readonly deferring: Deferring
}
