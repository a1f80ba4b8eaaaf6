/** The parts that a SELECT is put together from, and how. Writes none of them. */

import type { Fragment } from '../dialect/contract.js'

/** A SELECT in parts; `where` and `order` may be empty. */
export interface Parts {
  readonly list: string
  readonly from: Fragment
  readonly joins: Fragment
  readonly where: Fragment
  readonly order: string
  readonly limit: number | null
  readonly offset: number | null
}

/** No text, and no bindings. */
export const nothing: Fragment = { sql: '', bindings: [] }

/** Puts the parts together as one text. */
export function textOf(parts: Parts): Fragment {
  const { list, from, joins, where, order, limit, offset } = parts
  const bindings = [...from.bindings, ...joins.bindings, ...where.bindings]
  let sql = `select ${list} from ${from.sql}${joins.sql}`
  if (where.sql !== '') sql += ` where ${where.sql}`
  if (order !== '') sql += ` order by ${order}`
  if (limit !== null || offset !== null) {
    // An offset without a limit is not SQL everywhere.
    sql += ' limit ?'
    bindings.push(limit ?? Number.MAX_SAFE_INTEGER)
  }
  if (offset !== null) {
    sql += ' offset ?'
    bindings.push(offset)
  }
  return { sql, bindings }
}
