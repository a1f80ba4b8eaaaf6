/** Writes what follows on a timestamp in SQL; SQLite keeps no version of rows by itself. Runs nothing. */

import type { Versions } from '../contract.js'

/** SQLite's answer to what versions rows have. */
export const versions: Versions = {
  system: null,
  // A number counts milliseconds; what is neither a number nor a time comes after nothing.
  later(quoted, _column, now, encode) {
    const number = `max(cast(${quoted} as integer) + 1, ?)`
    const next = `coalesce(strftime('%Y-%m-%d %H:%M:%f', ${quoted}, '+0.001 seconds'), ?)`
    const text = encode(now)
    return {
      sql: `case when typeof(${quoted}) in ('integer', 'real') then ${number} when ${quoted} >= ? then ${next} else ? end`,
      bindings: [encode(now.getTime()), text, text, text],
    }
  },
}
