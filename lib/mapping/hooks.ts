/** Gives declared models the hooks of their classes, below those of the classes that they inherit from. Calls none. */

import type { Declaration, ModelClass } from '../declaration/declaration.js'
import type { Hooks, Mapping } from './mapping.js'

/** Fills in the hooks of those that have none yet; `declarations` are those of all classes, mapped or not. */
export function placeHooks(mappings: readonly Mapping[], declarations: readonly Declaration[]): void {
  const byClass = new Map<ModelClass, Declaration>(declarations.map(each => [each.model, each]))
  const known = new Map<ModelClass, Hooks>()
  for (const { declaration, hooks } of mappings) {
    if (declaration !== null && hooks !== null) known.set(declaration.model, hooks)
  }
  for (const mapping of mappings) {
    const { declaration, hooks } = mapping
    if (declaration !== null && hooks === null) Object.assign(mapping, { hooks: hooksOf(declaration) })
  }

  function hooksOf({ model, hooks, inheritance }: Declaration): Hooks {
    const placed = known.get(model)
    if (placed !== undefined) return placed
    const parent = byClass.get(inheritance?.parent as ModelClass)
    const made = { above: parent === undefined ? null : hooksOf(parent), own: new Map(hooks) }
    known.set(model, made)
    return made
  }
}
