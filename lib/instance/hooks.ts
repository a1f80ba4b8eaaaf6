/** Calls what classes want to be called with. Decides nothing: what a hook throws ends what was under way, as it is. */

import type { HookFunction, HookName, Hooks, Mapping } from '../mapping/mapping.js'
import { blockOf, type Instance } from './instance.js'

/** Tells whether a class, or one above it, has a hook of this name; costs nothing where none has any. */
export function hasHooks({ hooks }: Mapping, name: HookName): boolean {
  for (let each = hooks; each !== null; each = each.above) {
    if (each.own.has(name)) return true
  }
  return false
}

/** Gives the hooks of this name in the order of calling: those of the classes above first. */
export function hooksOf({ hooks }: Mapping, name: HookName): readonly HookFunction[] {
  const lists: (readonly HookFunction[])[] = []
  for (let each = hooks; each !== null; each = each.above) lists.unshift(each.own.get(name) ?? [])
  return lists.flat()
}

/**
 * Calls the hooks of each instance's class with it, one after the other, and waits for those that take their time. `extra`
 * gives the second argument. Throws what a hook throws; those that would have come later are not called then.
 */
export async function runHooks(
  name: HookName,
  instances: Iterable<Instance>,
  extra?: (instance: Instance) => unknown,
): Promise<void> {
  for (const instance of instances) {
    const { mapping } = blockOf(instance)
    if (!hasHooks(mapping, name)) continue
    for (const hook of hooksOf(mapping, name)) await hook(instance, extra?.(instance))
  }
}

/** Adds a hook behind those that a class has, and gives what takes it off again. */
export function addHook(mapping: Mapping, name: HookName, hook: HookFunction): () => void {
  if (mapping.hooks === null) Object.assign(mapping, { hooks: { above: null, own: new Map() } })
  const { own } = mapping.hooks as Hooks
  // The same function may be added twice, and is called twice then.
  const added: HookFunction = (subject, extra) => hook(subject, extra)
  // Whoever goes through a list right now keeps to it.
  own.set(name, [...(own.get(name) ?? []), added])
  return () => {
    const rest = (own.get(name) ?? []).filter(each => each !== added)
    if (rest.length > 0) own.set(name, rest)
    else own.delete(name)
  }
}
