/** Writes JSON for a column. Refuses what JSON, or the server, would lose or change in silence. */

import { ValueError } from '../../errors.js'
import { refusedValue } from '../refused-value.js'
import { isStorableText } from './storable-text.js'

/** Gives the JSON text of any value: a string becomes a JSON string. Throws `ValueError` with the place of the fault. */
export function jsonText(value: unknown, subject: string): string {
  const paths = new Map<unknown, string>()
  function checked(this: unknown, key: string, item: unknown): unknown {
    const path = pathOf(paths.get(this), this, key)
    if (!isStorableText(key) || !isJson(item, (this as Record<string, unknown>)[key])) {
      throw refusedValue(subject, `a JSON value at ${path}`, item)
    }
    if (typeof item === 'object') paths.set(item, path)
    return item
  }
  try {
    const text: string | undefined = JSON.stringify(value, checked)
    if (text !== undefined) return text
  } catch (error) {
    if (error instanceof ValueError) throw error
    const reason = `${(error as Error).message.split('\n')[0]}`
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot use a value for "${subject}": it has no JSON text: ${reason}`,
      {
        cause: error,
      },
    )
  }
  throw refusedValue(subject, 'a JSON value', value)
}

function pathOf(holderPath: string | undefined, holder: unknown, key: string): string {
  if (holderPath === undefined) return '$'
  if (Array.isArray(holder)) return `${holderPath}[${key}]`
  return /^[\w$]+$/.test(key) ? `${holderPath}.${key}` : `${holderPath}[${JSON.stringify(key)}]`
}

/** `raw` is the item before its own `toJSON`, which makes null of an Invalid Date. */
function isJson(item: unknown, raw: unknown): boolean {
  if (raw instanceof Date) return !Number.isNaN(raw.getTime())
  if (typeof item === 'string') return isStorableText(item)
  if (typeof item === 'number') return Number.isFinite(item)
  if (item instanceof Map || item instanceof Set) return false
  return !['bigint', 'function', 'symbol'].includes(typeof item)
}
