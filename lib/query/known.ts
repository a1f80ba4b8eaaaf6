/** Answers reads by key from a session's living instances, where a statement would give nothing else. Runs none. */

import { revealed } from '../dialect/concealed.js'
import { type Instance, isInstance, loadedOf, slotOf } from '../instance/instance.js'
import type { UnitOfWork } from '../instance/unit-of-work.js'
import { unread } from '../instance/unread.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
import type { PlanNode } from './statement-plan.js'

/**
 * Gives the instance that a statement of this plan would give for a key; null where the session has none, or not all that would
 * come with it. A scope is asked each time, so where there is one only a statement knows.
 */
export function knownByKey(unit: UnitOfWork, node: PlanNode, key: readonly unknown[]): Instance | null {
  if (node.mapping.scope !== null) return null
  const living = unit.known(node.mapping, key.map(revealed))
  return living !== null && hasAll(living, node) ? living : null
}

function hasAll(instance: Instance, { reads, later, children, deferred }: PlanNode): boolean {
  return (
    [...reads, ...later].every(({ slot }) => slotOf(instance, slot) !== unread) &&
    children.every(child => {
      const related = relatedTo(instance, child.relationship as RelationshipMapping)
      return related?.every(each => hasAll(each, child)) === true
    }) &&
    deferred.every(
      ({ relationship, branch }) =>
        branch.refine === null && branch.tree.size === 0 && relatedTo(instance, relationship) !== undefined,
    )
  )
}

function relatedTo(instance: Instance, { index }: RelationshipMapping): readonly Instance[] | undefined {
  const loaded = loadedOf(instance, index)
  return loaded === undefined ? undefined : [loaded].flat().filter(isInstance)
}
