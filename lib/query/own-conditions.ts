/** Asks what models and relationships were declared with: which rows they keep, and in what order. Writes no SQL. */

import type { QueryChange } from '../declaration/declaration.js'
import { QueryError } from '../errors.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { conditionsIn, criteriaOf, refinedBy } from './criteria.js'
import { type Joined, narrowed, type OrderTerm, type QueryState, wholeOf } from './state.js'

const none: readonly never[] = []

/** Gives the conditions of a model's scope. Asked for each statement, as who the tenant is changes. Throws `QueryError`. */
export function scopeOf(mapping: Mapping): readonly Joined[] {
  if (mapping.scope === null) return none
  return conditionsBy(mapping, mapping.scope, `use the scope of model "${mapping.name}"`)
}

/** Gives the conditions for what a relationship gives: its own, and those of the query. Throws `QueryError`. */
export function relatedConditions(
  { filter, source, target, name }: RelationshipMapping,
  refine: Pick<QueryState, 'conditions'> | null,
): readonly Joined[] {
  const asked = refine?.conditions ?? none
  if (filter === null) return asked
  const own = conditionsBy(target, filter, `use the where of relationship "${source.name}.${name}"`)
  const both = narrowed({ ...wholeOf(target), conditions: own }, [group(asked)])
  return asked.length === 0 ? own : both.conditions
}

/** Gives the order of what a relationship gives: the query's, where it has one, else its own. */
export function relatedOrder(
  { orderBy }: RelationshipMapping,
  refine: Pick<QueryState, 'order'> | null,
): readonly OrderTerm[] {
  const asked = refine?.order ?? none
  return asked.length > 0 ? asked : orderBy.map(term => ({ ...term, nulls: null }))
}

function group(conditions: readonly Joined[]): Joined {
  return { or: false, condition: { type: 'group', conditions, negated: false } }
}

/** A function that orders, limits or loads has misunderstood what it is asked for. */
function conditionsBy(mapping: Mapping, change: QueryChange, attempt: string): readonly Joined[] {
  const state = refinedBy(criteriaOf(mapping), change)
  const conditions = conditionsIn(state, attempt)
  if (state.order.length === 0 && state.tree.size === 0 && state.selection === null) return conditions
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot ${attempt} with orderBy, with, only, defer or undefer: only its conditions count`,
  )
}
