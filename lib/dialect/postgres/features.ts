/** What PostgreSQL can do. Facts alone. */

import type { Features } from '../contract.js'

/** The same for every version from 12 on. */
export const features: Features = {
  nullsFirst: false,
  // The planner reorders by cost up to `join_collapse_limit` only; far above it statements still run as written.
  maxJoins: 64,
  // MaxTupleAttributeNumber.
  maxResultColumns: 1664,
  numeric: 'string',
  ilike: 'ilike',
}
