/** Checks the hooks that classes declare, and those that are added later. Calls none. */

import type { HookName } from '../../types/hooks.js'
import { OptionError } from '../errors.js'
import { didYouMean } from '../schema/suggest.js'
import { isPlainObject, valueText } from '../schema/value-text.js'
import { expected, invalid } from './check.js'
import type { HookFunction } from './declaration.js'

const hookNames: readonly HookName[] = [
  'beforeValidate',
  'afterValidate',
  'beforeInsert',
  'afterInsert',
  'beforeUpdate',
  'afterUpdate',
  'beforeDelete',
  'afterDelete',
  'beforeLoad',
  'afterLoad',
]

/** Gives the functions of static hooks by name; `what` says whose they are. Throws `DeclarationError` DECLARATION_INVALID. */
export function readHooks(given: unknown, what: string): ReadonlyMap<HookName, HookFunction> {
  if (given === undefined) return new Map()
  if (!isPlainObject(given)) throw expected(`static hooks of ${what}`, 'an object', given)
  return new Map(
    Object.entries(given).map(([name, hook]) => {
      if (!isHookName(name)) {
        throw invalid(`There is no hook "${name}" in static hooks of ${what}${didYouMean(name, hookNames)}`)
      }
      if (typeof hook !== 'function') throw expected(`hook "${name}" of ${what}`, 'a function', hook)
      return [name, (subject, extra) => Reflect.apply(hook, given, [subject, extra])]
    }),
  )
}

/** Gives what was given to `on` of a model; `model` is its name. Throws `OptionError`. */
export function checkHook(
  model: string,
  name: unknown,
  hook: unknown,
): { readonly name: HookName; readonly hook: HookFunction } {
  if (typeof name !== 'string') {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected ${model}.on(hook, …) to be given a name, got ${valueText(name)}`,
    )
  }
  if (!isHookName(name)) {
    throw new OptionError(
      'OPTION_UNKNOWN',
      `Model "${model}" has no hook "${name}"${didYouMean(name, hookNames)}`,
    )
  }
  if (typeof hook === 'function') return { name, hook: hook as HookFunction }
  throw new OptionError(
    'OPTION_INVALID',
    `Expected ${model}.on("${name}", …) to be given a function, got ${valueText(hook)}`,
  )
}

function isHookName(name: string): name is HookName {
  return hookNames.some(each => each === name)
}
