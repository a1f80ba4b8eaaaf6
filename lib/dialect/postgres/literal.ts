/** Writes values as SQL of PostgreSQL, for statements that take no bindings. Refuses what has no place in SQL. */

import { DeclarationError } from '../../errors.js'
import { typeOf } from '../refused-value.js'
import { isStorableText } from './storable-text.js'
import { timestampText } from './timestamps.js'

/** Gives the SQL of a value of the caller's, of whatever type. Throws `DeclarationError`. */
export function literal(value: unknown): string {
  if (value === null || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `'${value}'::float8`
  if (typeof value === 'string' && isStorableText(value)) return stored(value)
  if (value instanceof Date && !Number.isNaN(value.getTime()))
    return `${stored(timestampText(value))}::timestamptz`
  if (value instanceof Uint8Array) return `${stored(Buffer.from(value))}::bytea`
  throw new DeclarationError(
    'DECLARATION_INVALID',
    `Cannot write ${typeOf(value)} into SQL; interpolate a string, a number, a boolean, a Date, a Buffer, null or sql\`…\``,
  )
}

/** Gives the SQL of what an encoder made, as a text: it is the server that knows the type. */
export function stored(value: unknown): string {
  const text = Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : String(value)
  const doubled = text.replaceAll("'", "''")
  // Only in this form does a backslash mean the same under every setting of the server.
  return text.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`
}
