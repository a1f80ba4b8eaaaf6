/** Quotes identifiers for PostgreSQL. Refuses the names that the server would change or cannot hold. */

import { MappingError } from '../../errors.js'

/**
 * Gives the quoted identifier, free of question marks, since knex counts them as bindings. Throws `MappingError` for a
 * name over 63 bytes, which the server would cut in silence, for an empty one, and for one with U+0000.
 */
export function quote(identifier: string): string {
  const bytes = Buffer.byteLength(identifier)
  if (bytes === 0) throw refused(identifier, 'it is empty')
  if (bytes > 63) throw refused(identifier, `it is ${bytes} bytes long, and PostgreSQL keeps 63`)
  if (identifier.includes('\0')) throw refused(identifier, 'it holds the character U+0000')
  const doubled = identifier.replaceAll('"', '""')
  if (!identifier.includes('?')) return `"${doubled}"`
  return `U&"${doubled.replaceAll('\\', '\\\\').replaceAll('?', '\\003F')}"`
}

function refused(identifier: string, reason: string): MappingError {
  return new MappingError('NAME_INVALID', `Cannot use the name ${JSON.stringify(identifier)}: ${reason}`)
}
