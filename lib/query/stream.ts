/** Reads a query in pages of bounded size, each an ordinary statement, so that no connection is held in between. */

import type { Instance } from '../instance/instance.js'
import { slotsOf } from '../instance/key.js'
import type { QueryContext } from './context.js'
import { fetchAll } from './fetch.js'
import type { Condition, OrderTerm, QueryState } from './state.js'

/** How many instances one page holds; each page is a load group. */
const pageSize = 1000

/**
 * Gives the instances of a query, page after page. With a primary key a page begins behind the last row of the one
 * before, which no change in between can shift; without one, or after `modify`, pages are counted off.
 */
export async function* stream(context: QueryContext, state: QueryState): AsyncGenerator<Instance, undefined> {
  const counted = state.mapping.key.length === 0 || state.modifiers.length > 0
  const order = totalOrder(state)
  let next: QueryState | null = { ...state, order, limit: Math.min(pageSize, state.limit ?? pageSize) }
  let left = state.limit ?? Number.MAX_SAFE_INTEGER
  while (next !== null) {
    const page: Instance[] = await fetchAll(context, next)
    // What comes next is decided before the caller sees the page, as reading a value can change its slot.
    left -= page.length
    const full: boolean = page.length === next.limit && left > 0
    const limit = Math.min(pageSize, left)
    const current: QueryState = next
    next = !full
      ? null
      : counted
        ? pageAfter(current, page.length, limit)
        : { ...keysAfter(state, order, page), limit }
    yield* page
  }
  return undefined
}

function totalOrder(state: QueryState): OrderTerm[] {
  const named = new Set(state.order.map(term => term.column))
  const rest = state.mapping.order.filter(column => !named.has(column))
  return [...state.order, ...rest.map(column => ({ column, descending: false, nulls: null }))]
}

function pageAfter(state: QueryState, length: number, limit: number): QueryState {
  return { ...state, offset: (state.offset ?? 0) + length, limit }
}

function keysAfter(state: QueryState, order: readonly OrderTerm[], page: readonly Instance[]): QueryState {
  const last = page[page.length - 1] as Instance
  const values = slotsOf(
    last,
    order.map(term => term.column),
  )
  const after: Condition = { type: 'after', order, values }
  const before: Condition = { type: 'group', conditions: state.conditions, negated: false }
  const conditions = [before, after].map(condition => ({ or: false, condition }))
  return { ...state, order, offset: null, conditions }
}
