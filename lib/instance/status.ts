/** Answers whether the database has a row for an instance. Runs no query. */

import { type Instance, stateFor, stateOf } from './instance.js'
import type { Status } from './state.js'

/** Gives the status of an instance; one that a row was read for is saved. */
export function statusOf(instance: Instance): Status {
  return stateOf(instance)?.status ?? 'saved'
}

/** Sets the status of an instance; whoever calls it has noted the instance. */
export function setStatus(instance: Instance, status: Status): void {
  stateFor(instance).status = status
}
