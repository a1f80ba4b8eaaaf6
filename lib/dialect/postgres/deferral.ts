/** Has constraints looked at when a transaction commits, for those that are declared so that they can be. */

import type { Deferral, Waiting } from '../contract.js'
import { quote } from './quote.js'
import { run } from './run.js'

/** What can wait is known by its name. */
export const deferral: Deferral = {
  canWait: ({ constraint }) => constraint.deferrable === true && constraint.name !== null,
  wait: async (lease, waiting) => {
    const names = new Set(waiting.filter(isLooked).map(nameOf))
    if (names.size > 0) await run(lease, `set constraints ${[...names].join(', ')} deferred`, [])
  },
}

/** True for one that is looked at at once, unless it is said otherwise. */
function isLooked({ constraint }: Waiting): boolean {
  return !('initiallyDeferred' in constraint && constraint.initiallyDeferred === true)
}

function nameOf({ table, constraint }: Waiting): string {
  return `${quote(table.schema)}.${quote(constraint.name as string)}`
}
