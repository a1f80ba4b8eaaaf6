/** Has foreign keys looked at when a transaction commits, however they are declared. What is unique is looked at at once. */

import type { Deferral } from '../contract.js'

/** The pragma ends with the transaction (https://sqlite.org/pragma.html#pragma_defer_foreign_keys). */
export const deferral: Deferral = {
  canWait: ({ constraint }) => 'referencedTable' in constraint,
  // Through knex, which prepares anew: a pragma takes effect when it is prepared.
  wait: async ({ client, connection }, waiting) => {
    const isNeeded = waiting.some(
      ({ constraint }) => 'initiallyDeferred' in constraint && constraint.initiallyDeferred !== true,
    )
    if (isNeeded) await client.raw('pragma defer_foreign_keys = 1').connection(connection)
  },
}
