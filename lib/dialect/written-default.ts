/** Prepares a declared default for the database's own encoder. Checks nothing. */

import type { DeclaredType } from '../declaration/declaration.js'

/** Gives what a custom type writes for a value; the value itself for every other type. */
export function writtenValue(type: DeclaredType, value: unknown): unknown {
  if (value === null) return null
  if (type.convert !== null) return type.convert.write(value)
  const { element } = type
  return element !== null && Array.isArray(value) ? value.map(item => writtenValue(element, item)) : value
}
