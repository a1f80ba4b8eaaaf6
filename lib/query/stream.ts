/** Reads a query in pages of bounded size, each an ordinary statement, so that no connection is held in between. */

import type { Row } from '../dialect/contract.js'
import type { Instance } from '../instance/instance.js'
import { exact } from '../instance/key.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import type { QueryContext } from './context.js'
import { fetchPage, rootStatement } from './fetch.js'
import { widened } from './selection.js'
import { boundSlot } from './sensitive.js'
import { narrowed, type OrderTerm, type QueryState } from './state.js'
import type { StatementPlan } from './statement-plan.js'

/** How many instances one page holds; each page is a load group. */
const pageSize = 1000

/**
 * Gives the instances of a query, page after page. With a primary key a page begins behind the last row of the one
 * before, which no change in between can shift; without one, or after `modify`, pages are counted off.
 */
export async function* stream(context: QueryContext, state: QueryState): AsyncGenerator<Instance, undefined> {
  const whole = continuable(state)
  let left = state.limit ?? Number.MAX_SAFE_INTEGER
  let next: QueryState & { readonly limit: number } = { ...whole, limit: Math.min(pageSize, left) }
  while (next.limit > 0) {
    const { plan, statement } = rootStatement(context, next)
    const { page, last } = await fetchPage(context, plan, statement)
    left = page.length < next.limit ? 0 : left - page.length
    const following = left > 0 ? after(whole, next, { plan, last: last as Row, size: page.length }) : next
    next = { ...following, limit: Math.min(pageSize, left) }
    yield* page
  }
  return undefined
}

/** A page begins behind the values that the one before ended with, so its rows have to hold them. */
function continuable(state: QueryState): QueryState {
  const { mapping } = state
  const order = totalOrder(state)
  const columns = order.map(term => term.column)
  const isSlotted = (column: ColumnMapping): boolean => mapping.columns.includes(column)
  const selection = widened(state, columns.filter(isSlotted))
  return { ...state, order, selection, carried: columns.filter(column => !isSlotted(column)) }
}

/** The query for what comes behind a page of `current`, which is a page of `whole`. */
function after(
  whole: QueryState,
  current: QueryState,
  { plan, last, size }: { readonly plan: StatementPlan; readonly last: Row; readonly size: number },
): QueryState {
  const { mapping, order, modifiers, carried } = whole
  const keyed = mapping.key.length > 0 && modifiers.length === 0
  // Some databases take NULL in a key, and such a row can be behind another that has the same.
  if (!keyed || mapping.key.some(({ slot }) => last[slot] === null)) {
    return { ...current, offset: (current.offset ?? 0) + size }
  }
  const values = order.map(({ column }) => {
    const place = carried.indexOf(column)
    return boundSlot(column, exact(last[place < 0 ? column.slot : plan.width + place], column))
  })
  return narrowed({ ...whole, offset: null }, [{ or: false, condition: { type: 'after', order, values } }])
}

function totalOrder(state: QueryState): OrderTerm[] {
  const named = new Set(state.order.map(term => term.column))
  const rest = state.mapping.order.filter(column => !named.has(column))
  return [...state.order, ...rest.map(column => ({ column, descending: false, nulls: null }))]
}
