/** Tells what version PostgreSQL keeps of each row, and writes what follows on a timestamp. Runs nothing. */

import type { Column } from '../../../types/schema.js'
import type { Versions } from '../contract.js'
import { plainColumn } from '../plain-column.js'

/** The transaction that wrote the row: another one's write makes it another. No column of a table's own can have this name. */
const system: Column = {
  ...plainColumn,
  name: 'xmin',
  type: 'xid',
  kind: 'other',
  baseType: { schema: 'pg_catalog', name: 'xid' },
  nullable: false,
}

/** PostgreSQL's answer to what versions rows have. */
export const versions: Versions = {
  system,
  later(quoted, { precision }, now, encode) {
    const step = `interval '${10 ** -Math.min(3, precision ?? 3)} seconds'`
    const text = encode(now)
    return {
      sql: `case when ${quoted} >= ? then ${quoted} + ${step} else ? end`,
      bindings: [text, text],
    }
  },
}
