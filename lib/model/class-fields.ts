/** Finds out what the fields of a class do to its instances, on an instance that nobody sees. Changes no class. */

import type { ModelClass } from '../declaration/declaration.js'
import { DeclarationError } from '../errors.js'
import { constructed } from '../instance/instance.js'
import { LoadGroup } from '../instance/load-group.js'
import type { Mapping } from '../mapping/mapping.js'
import { accessorNames } from './accessors.js'
import { hasConstructor, textOf } from './has-constructor.js'
import { chainOf } from './layer.js'

/**
 * True where the fields of a class must run for rows. Throws `DeclarationError` PROPERTY_HIDDEN where one of them would hide
 * a mapped property, DECLARATION_INVALID for a class whose instances could not be awaited.
 */
export function runsFields(model: ModelClass, mapping: Mapping): boolean {
  if ('then' in model.prototype) throw awaited(model.name)
  const names = accessorNames(mapping)
  const classes = [...chainOf(model)]
  const hasOwnConstructor = classes.some(hasConstructor)
  const { own, assigned } = probed(model, mapping, names)
  const hidden = names.filter(name => own?.includes(name) || (!hasOwnConstructor && assigned.has(name)))
  if (hidden.length > 0) throw hiding(model.name, hidden)
  if (hasOwnConstructor) return false
  // What is private leaves no trace but in the text; a class that only looks so costs a little time.
  return own === null || own.length > 0 || classes.some(each => textOf(each).includes('#'))
}

/** What construction does to an instance. */
interface Probed {
  /** The properties that it has of its own; null where none can be made, which proves nothing. */
  readonly own: readonly (string | symbol)[] | null
  /** The mapped names that are assigned to. Some compilers make assignments of fields, and rows would all be changed by them. */
  readonly assigned: ReadonlySet<string>
}

function probed(model: ModelClass, mapping: Mapping, names: readonly string[]): Probed {
  const block = { group: new LoadGroup(mapping), mapping, index: 0, members: [] }
  const assigned = new Set<string>()
  const probe = probeOf(model, names, assigned)
  try {
    return { own: Reflect.ownKeys(constructed(model, probe, [[], 0, block])), assigned }
  } catch {
    return { own: null, assigned }
  }
}

/**
 * What the constructor sees as `new.target`: with a prototype that answers to every mapped name, as an assignment is no field,
 * and there is no row to read.
 */
function probeOf(model: ModelClass, names: readonly string[], assigned: Set<string>): ModelClass {
  const probe = class extends (model as new () => object) {}
  for (const name of names) {
    Object.defineProperty(probe.prototype, name, { get: () => undefined, set: () => assigned.add(name) })
  }
  Object.defineProperty(probe, 'name', { value: model.name })
  return probe
}

/** What gives an instance, such as `get`, could never settle. */
function awaited(name: string): DeclarationError {
  return new DeclarationError(
    'DECLARATION_INVALID',
    `Cannot map class "${name}": it has a member "then", which await would call on every instance; give it another name`,
  )
}

function hiding(name: string, hidden: readonly string[]): DeclarationError {
  const [first] = hidden
  const properties = hidden.map(each => `"${each}"`).join(', ')
  const what = hidden.length === 1 ? 'property' : 'properties'
  return new DeclarationError(
    'PROPERTY_HIDDEN',
    `Class "${name}" hides mapped ${what} ${properties} behind ${hidden.length === 1 ? 'a class field' : 'class fields'}; write \`declare ${first}: …\` instead of a field, or leave it out`,
  )
}
