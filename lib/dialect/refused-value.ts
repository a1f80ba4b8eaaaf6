/** Refuses a caller's value that does not fit its column. Tells the value's type, never the value. */

import { ValueError } from '../errors.js'

/** Gives the error for a value; `expected` completes "expected …". */
export function refusedValue(subject: string, expected: string, value: unknown): ValueError {
  return new ValueError(
    'VALUE_INVALID',
    `Cannot use a value for "${subject}": expected ${expected}, got ${typeOf(value)}`,
  )
}

/** Names the type of a value for a message: `a string`, `an array`, `an instance of Map`, `undefined`. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Date && Number.isNaN(value.getTime())) return 'an Invalid Date'
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
  return typeof name === 'string' && name !== 'Object' ? `an instance of ${name}` : 'an object'
}
