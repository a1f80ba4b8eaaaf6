/** Tells what SQLite leaves open about rows, and writes the statements that mend it. Runs none of them. */

import type { Fragment } from '../contract.js'
import type { Inspection } from '../inspection.js'
import { columnList } from '../table-clauses.js'
import { quote } from './quote.js'

/** A column that is part of an index is so under one collation. */
function ordersIn(schema: string): Fragment {
  return {
    // One driver keeps columns by their names.
    sql: `select ? as s, t.name as t, l.name as i, group_concat(upper(x.coll), ' ' order by x.seqno) as o
      from ${quote(schema)}.sqlite_schema t, pragma_index_list(t.name, ?) l, pragma_index_xinfo(l.name, ?) x
      where t.type = 'table' and x.key = 1 group by t.name, l.name`,
    bindings: [schema, schema, schema],
  }
}

/** Keys are never looked at afterwards, numbers have 64 bits, and a table is changed by making it anew. */
export const inspection: Inspection = {
  unvalidatedKeys: () => null,
  indexOrders: schemas => schemas.map(ordersIn),
  altersTables: false,
  limitOf: () => null,
  widest: { type: 'integer', baseType: null },
  retype: () => [],
  lastOf: () => null,
  // Reading needs no transaction, and a driver that answers at once cannot be interrupted from the same process.
  within: (_lease, _milliseconds, read) => read(),
  createIndex: ({ schema, name }, index, columns) =>
    `create index ${quote(schema)}.${quote(index)} on ${quote(name)} ${columnList(columns, quote)}`,
  dropIndex: ({ schema }, index) => `drop index ${quote(schema)}.${quote(index)}`,
}
