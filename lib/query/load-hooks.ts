/** Calls the hooks of classes around statements that bring their instances. Loads nothing itself. */

import type { ComingLoad } from '../../types/hooks.js'
import { hasHooks, hooksOf, runHooks } from '../instance/hooks.js'
import type { Instance } from '../instance/instance.js'
import type { UnitOfWork } from '../instance/unit-of-work.js'
import type { HookName, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import type { Purpose } from './purpose.js'
import { nodesOf, type PlanNode, type StatementPlan } from './statement-plan.js'

/** True where a statement could bring instances of a class that has a hook of this name. */
export function isHooked({ root }: StatementPlan, name: HookName): boolean {
  return isNodeHooked(root, name)
}

function isNodeHooked({ mapping, children }: PlanNode, name: HookName): boolean {
  return isClassHooked(mapping, name) || children.some(child => isNodeHooked(child, name))
}

function isClassHooked(mapping: Mapping, name: HookName): boolean {
  const { inheritance } = mapping
  return inheritance === null
    ? hasHooks(mapping, name)
    : inheritance.classes.some(each => hasHooks(each, name))
}

/** Asks the classes of all tables in a statement before it is sent. Throws what a hook throws. */
export async function beforeLoad(plan: StatementPlan, purpose: Purpose): Promise<void> {
  for (const { mapping, relationship } of nodesOf(plan.root)) {
    const load = relationship === null ? ownLoad(mapping, purpose) : joinedLoad(mapping, relationship)
    const classes = mapping.inheritance?.classes ?? [mapping]
    // A class inherits the hooks of those above, and each of them counts once.
    const hooks = new Set(classes.flatMap(each => hooksOf(each, 'beforeLoad')))
    for (const hook of hooks) await hook(load)
  }
}

function ownLoad({ name }: Mapping, { relationship, strategy }: Purpose): ComingLoad {
  return Object.freeze({ model: name, relationship, strategy })
}

function joinedLoad({ name }: Mapping, relationship: RelationshipMapping): ComingLoad {
  return Object.freeze({
    model: name,
    relationship: `${relationship.source.name}.${relationship.name}`,
    strategy: 'joined',
  })
}

/**
 * Shows the instances that a statement has made to their classes, before anybody else gets them; `unit` is the session that they
 * were made in. Throws what a hook throws, and then nobody gets them.
 */
export async function afterLoad(made: readonly Instance[], unit: UnitOfWork | null): Promise<void> {
  try {
    await runHooks('afterLoad', made)
  } catch (error) {
    for (const instance of made) unit?.leave(instance)
    throw error
  }
}
