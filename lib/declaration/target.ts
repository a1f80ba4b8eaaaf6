/** Tells classes from functions that give them. Looks up no name. */

import { valueText } from '../schema/value-text.js'
import { invalid } from './check.js'
import type { DeclaredTarget, ModelClass } from './declaration.js'

/** True for classes, and for functions of old that `new` takes; arrow functions and methods are none. */
export function isClass(value: unknown): value is ModelClass {
  return typeof value === 'function' && typeof (value as { prototype?: unknown }).prototype === 'object'
}

/** Gives the class, or the name of a model or table, that a target stands for; `what` says whose target it is. */
export function targetOf(target: DeclaredTarget, what: string): string | ModelClass {
  const given: unknown = typeof target === 'function' && !isClass(target) ? target() : target
  if (isTarget(given)) return given
  throw invalid(
    `Expected the function that gives the target of ${what} to give a class or a name, got ${valueText(given)}`,
  )
}

/** True for what names a model: a class, or a name that is not empty. */
export function isTarget(value: unknown): value is string | ModelClass {
  return typeof value === 'string' ? value !== '' : isClass(value)
}
