/** Writes values as SQL of SQLite, for statements that take no bindings. Refuses what has no place in SQL. */

import { DeclarationError } from '../../errors.js'
import { typeOf } from '../refused-value.js'
import { encoderOf } from './encode.js'

/** Gives the SQL of a value of the caller's, of whatever type. Throws `DeclarationError`. */
export function literal(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (value instanceof Date) return stored(encoderOf('timestamp', 'sql')(value))
  if (value instanceof Uint8Array) return stored(Buffer.from(value))
  if (typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value))) return stored(value)
  throw new DeclarationError(
    'DECLARATION_INVALID',
    `Cannot write ${typeOf(value)} into SQL; interpolate a string, a number, a boolean, a Date, a Buffer, null or sql\`…\``,
  )
}

/** Gives the SQL of what an encoder made. */
export function stored(value: unknown): string {
  if (Buffer.isBuffer(value)) return `x'${value.toString('hex')}'`
  if (typeof value !== 'number') return textLiteral(String(value))
  // No word of SQL says infinity; a number that is too big becomes it.
  return Number.isFinite(value) ? String(value) : `${value < 0 ? '-' : ''}9e999`
}

/** The text of a statement ends at U+0000, so what holds one is written as bytes. */
function textLiteral(text: string): string {
  if (text.includes('\0')) return `cast(x'${Buffer.from(text).toString('hex')}' as text)`
  return `'${text.replaceAll("'", "''")}'`
}
