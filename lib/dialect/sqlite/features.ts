/** What SQLite can do. Holds data, decides nothing. */

import type { Features } from '../contract.js'

/** Limits are those that SQLite is compiled with by default (https://sqlite.org/limits.html). */
export const features: Features = {
  nullsFirst: true,
  maxJoins: 64,
  maxResultColumns: 2000,
  numeric: 'number',
  ilike: 'like',
}
