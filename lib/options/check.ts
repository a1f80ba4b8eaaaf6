/** Checks single options: what was expected, what came. Fills in no default. */

import { OptionError } from '../errors.js'
import { didYouMean } from '../schema/suggest.js'
import { isPlainObject, valueText } from '../schema/value-text.js'

/** Options of one object, not yet checked. */
export type Given = Readonly<Record<string, unknown>>

/** Gives the error for an option of the wrong shape. */
export function expected(option: string, shape: string, got: unknown): OptionError {
  return new OptionError(
    'OPTION_INVALID',
    `Expected option "${option}" to be ${shape}, got ${valueText(got)}`,
  )
}

/** Gives the options as an object that has these keys only. Throws `OptionError` OPTION_INVALID or OPTION_UNKNOWN. */
export function checkObject(value: unknown, option: string, keys: readonly string[]): Given {
  if (!isPlainObject(value)) throw expected(option, 'an object', value)
  checkKeys(value, `${option}.`, keys)
  return value
}

/** Refuses keys that nobody reads; `prefix` is what goes before them in messages. */
export function checkKeys(
  value: Given,
  prefix: string,
  keys: readonly string[],
  caller: string = 'automap()',
): void {
  const unknown = Object.keys(value).find(key => !keys.includes(key))
  if (unknown === undefined) return
  const known = keys.map(key => prefix + key)
  throw new OptionError(
    'OPTION_UNKNOWN',
    `Unknown option "${prefix}${unknown}" of ${caller}${didYouMean(prefix + unknown, known)}`,
  )
}

/** Gives true or false. */
export function checkBoolean(value: unknown, option: string, otherwise: boolean): boolean {
  if (value === undefined) return otherwise
  if (typeof value !== 'boolean') throw expected(option, 'true or false', value)
  return value
}

/** Gives a whole number of at least 1. */
export function checkCount(value: unknown, option: string, otherwise: number): number {
  if (value === undefined) return otherwise
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw expected(option, 'a whole number of at least 1', value)
  }
  return value as number
}

/** Gives one of these words; undefined where the option is not given. */
export function checkWord<const T extends string>(
  value: unknown,
  option: string,
  words: readonly T[],
): T | undefined {
  if (value === undefined) return undefined
  const word = words.find(each => each === value)
  if (word === undefined) throw expected(option, words.map(each => `"${each}"`).join(' or '), value)
  return word
}

/** Gives a function; undefined where the option is not given. */
export function checkFunction<T>(value: unknown, option: string): T | undefined {
  if (value !== undefined && typeof value !== 'function') throw expected(option, 'a function', value)
  return value as T | undefined
}
