/** Finds what single relationships lead to among a session's living instances, where no statement is needed for it. Runs none. */

import type { Instance } from '../instance/instance.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
import type { Executor } from '../query/executor.js'
import { knownByKey } from '../query/known.js'
import type { StatementPlan } from '../query/statement-plan.js'

/** Where each column of the target's key stands among those that are matched; null where others are matched. */
const places = new WeakMap<RelationshipMapping, readonly number[] | null>()

/**
 * Gives, for each of the keys, the instance that the session has and a statement would give; null where only a statement can
 * tell, and instead of the list where it is so for all of them.
 */
export function knownTargets(
  { unit }: Executor,
  relationship: RelationshipMapping,
  planned: () => StatementPlan,
  keys: readonly (readonly unknown[])[],
): readonly (Instance | null)[] | null {
  const order = orderOf(relationship)
  if (unit === null || order === null) return null
  const { root } = planned()
  return keys.map(key =>
    knownByKey(
      unit,
      root,
      order.map(place => key[place]),
    ),
  )
}

function orderOf(relationship: RelationshipMapping): readonly number[] | null {
  const answer = places.get(relationship)
  if (answer !== undefined) return answer
  const found = isByKey(relationship)
    ? relationship.target.key.map(column => relationship.referencedColumns.indexOf(column))
    : null
  places.set(relationship, found)
  return found
}

function isByKey({ collection, through, filter, referencedColumns, target }: RelationshipMapping): boolean {
  return (
    !collection &&
    through === null &&
    filter === null &&
    referencedColumns.length === target.key.length &&
    target.key.every(column => referencedColumns.includes(column))
  )
}
