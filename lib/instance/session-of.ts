/** Tells which session an instance belongs to. Asks no context: whoever changes an instance may be outside its session's function. */

import { blockOf, type Instance, stateOf } from './instance.js'
import type { UnitOfWork } from './unit-of-work.js'

/** Gives the open session that an instance belongs to; null where there is none. */
export function sessionOf(instance: Instance): UnitOfWork | null {
  const own = stateOf(instance)?.session
  const session = own === undefined ? blockOf(instance).group.session : own
  return session?.isOpen === true ? session : null
}
