/** Tells relationships that choose one of several rows. Writes no SQL. */

import type { RelationshipMapping } from '../mapping/mapping.js'
import { isUnique } from '../schema/is-unique.js'

/** Asked for each statement and the same for ever. */
const known = new WeakMap<RelationshipMapping, boolean>()

/** Tells whether a relationship gives one instance although its key can find several; it gives the first of them. */
export function givesFirst(relationship: RelationshipMapping): boolean {
  if (relationship.collection) return false
  const answer = known.get(relationship)
  if (answer !== undefined) return answer
  const found = canFindSeveral(relationship)
  known.set(relationship, found)
  return found
}

function canFindSeveral({ through, target, referencedColumns }: RelationshipMapping): boolean {
  const names = referencedColumns.map(({ column }) => column.name)
  return through !== null || !isUnique(target.table, names)
}

/**
 * Tells whether what a relationship's other side is reached from is what this side gives: not where it gives several, or
 * chooses among rows by itself. Who declares one-to-one without an order vouches that there is one.
 */
export function isTiedBack({ collection, filter, orderBy }: RelationshipMapping): boolean {
  return !collection && filter === null && orderBy.length === 0
}
