/** Calls what classes want to be called with around a flush: each instance once, however often the flush is looked at anew. */

import type { HookChanges } from '../../../types/hooks.js'
import { changedColumns, changesOf } from '../../instance/changes.js'
import { hasHooks, runHooks } from '../../instance/hooks.js'
import { blockOf, type Instance } from '../../instance/instance.js'
import type { HookName } from '../../mapping/mapping.js'
import type { Work } from './work.js'

const before: readonly HookName[] = [
  'beforeValidate',
  'afterValidate',
  'beforeInsert',
  'beforeUpdate',
  'beforeDelete',
]
const after: readonly HookName[] = ['afterInsert', 'afterUpdate', 'afterDelete']

/** The hooks of one flush. */
export class FlushHooks {
  readonly #met = new Set<Instance>()
  readonly #changes = new Map<Instance, HookChanges>()

  /** Calls the hooks that come before; true where any was called, as it may have changed what is to be written. */
  async before({ inserted, updated, deleted }: Work): Promise<boolean> {
    const fresh = (instance: Instance): boolean => !this.#met.has(instance) && wantsAny(instance, before)
    const coming = [...inserted].filter(fresh)
    const changing = [...updated.keys()].filter(each => fresh(each) && changedColumns(each).size > 0)
    const going = [...deleted].filter(fresh)
    for (const instance of [...coming, ...changing, ...going]) this.#met.add(instance)
    await runHooks('beforeValidate', [...coming, ...changing])
    // What was changed in place is checked now, as an assignment has been.
    for (const instance of [...coming, ...changing]) changedColumns(instance)
    await runHooks('afterValidate', [...coming, ...changing])
    await runHooks('beforeInsert', coming)
    await runHooks('beforeUpdate', changing, changesOf)
    await runHooks('beforeDelete', going)
    return coming.length + changing.length + going.length > 0
  }

  /** Remembers what is about to be written, for the hooks that come after. */
  remember({ updated }: Work): void {
    for (const instance of updated.keys()) {
      if (hasHooks(blockOf(instance).mapping, 'afterUpdate')) this.#changes.set(instance, changesOf(instance))
    }
  }

  /** Calls the hooks that come after, in the same transaction. */
  async after(written: {
    readonly inserted: readonly Instance[]
    readonly updated: readonly Instance[]
    readonly deleted: readonly Instance[]
  }): Promise<void> {
    await runHooks('afterInsert', written.inserted)
    await runHooks('afterUpdate', written.updated, instance => this.#changes.get(instance))
    await runHooks('afterDelete', written.deleted)
  }
}

function wantsAny(instance: Instance, names: readonly HookName[]): boolean {
  const { mapping } = blockOf(instance)
  return mapping.hooks !== null && names.some(name => hasHooks(mapping, name))
}

/** True where a class wants to be called around the writing of an instance. */
export function isHooked(instance: Instance): boolean {
  return wantsAny(instance, before) || wantsAny(instance, after)
}
