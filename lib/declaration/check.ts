/** Checks the pieces of declarations: what was expected, what came. Knows no class. */

import { DeclarationError } from '../errors.js'
import { didYouMean } from '../schema/suggest.js'
import { isPlainObject, valueText } from '../schema/value-text.js'
import type { SqlText } from './declaration.js'
import { isSqlText } from './sql.js'

/** An object that a caller gave, not yet checked. */
export type Given = Readonly<Record<string, unknown>>

/** Gives the error for a declaration that cannot work. */
export function invalid(message: string): DeclarationError {
  return new DeclarationError('DECLARATION_INVALID', message)
}

/** Gives the error for a piece of the wrong shape; `what` says where it stands. */
export function expected(what: string, shape: string, got: unknown): DeclarationError {
  return invalid(`Expected ${what} to be ${shape}, got ${valueText(got)}`)
}

/** Gives an object that has these keys only; undefined stands for an empty one. */
export function checkKeys(value: unknown, what: string, keys: readonly string[]): Given {
  if (value === undefined) return {}
  if (!isPlainObject(value)) throw expected(what, 'an object', value)
  const unknown = Object.keys(value).find(key => !keys.includes(key))
  if (unknown === undefined) return value
  throw invalid(`Unknown option "${unknown}" in ${what}${didYouMean(unknown, keys)}`)
}

/** Gives a text that is not empty. */
export function checkText(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw expected(what, 'a text that is not empty', value)
  return value
}

/** Gives a text that is not empty; null where none is given. */
export function textOrNull(value: unknown, what: string): string | null {
  return value === undefined ? null : checkText(value, what)
}

/** Gives true or false; null where neither is given. */
export function booleanOrNull(value: unknown, what: string): boolean | null {
  if (value === undefined) return null
  if (typeof value !== 'boolean') throw expected(what, 'true or false', value)
  return value
}

/** Gives one of these words; null where none is given. */
export function wordOrNull<const T extends string>(
  value: unknown,
  what: string,
  words: readonly T[],
): T | null {
  if (value === undefined) return null
  const word = words.find(each => each === value)
  if (word !== undefined) return word
  const hint = typeof value === 'string' ? didYouMean(value, words) : ''
  const got = `got ${valueText(value)}${hint}`
  throw invalid(`Expected ${what} to be ${words.map(each => `"${each}"`).join(' or ')}, ${got}`)
}

/** Gives a function; null where none is given. */
export function functionOrNull<T>(value: unknown, what: string): T | null {
  if (value === undefined) return null
  if (typeof value !== 'function') throw expected(what, 'a function', value)
  return value as T
}

/** Gives a list of texts, of at least one. */
export function checkTexts(value: unknown, what: string): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : []
  if (texts.length === 0) throw expected(what, 'a list of names', value)
  return Object.freeze(texts.map(each => checkText(each, `each of ${what}`)))
}

/** Gives a list as it is; an empty one where none is given. */
export function checkList(value: unknown, what: string): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw expected(what, 'a list', value)
  return value
}

/** Gives an object's texts by key. */
export function checkTextMap(value: unknown, what: string): ReadonlyMap<string, string> {
  if (!isPlainObject(value) || Object.keys(value).length === 0) {
    throw expected(what, 'an object of names', value)
  }
  return new Map(Object.entries(value).map(([key, each]) => [key, checkText(each, `${what}.${key}`)]))
}

/** Gives a piece of SQL. */
export function checkSql(value: unknown, what: string): SqlText {
  if (isSqlText(value)) return value
  const hint = typeof value === 'string' ? '; put the tag sql before the text' : ''
  throw invalid(`Expected ${what} to be a piece of SQL made by the tag sql, got ${valueText(value)}${hint}`)
}
