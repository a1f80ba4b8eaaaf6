/** Quotes identifiers for SQLite; refuses names that it cannot hold. */

import { MappingError } from '../../errors.js'

const loneSurrogate = /\p{Surrogate}/u

/**
 * Gives the identifier in backticks. Never in double quotes: SQLite reads an unknown name in those as a text
 * (https://sqlite.org/quirks.html#dblquote). Throws `MappingError` NAME_INVALID.
 */
export function quote(identifier: string): string {
  if (identifier.includes('\0')) throw invalid(identifier.replaceAll('\0', '\\u0000'), 'it holds U+0000')
  if (loneSurrogate.test(identifier)) throw invalid(identifier, 'it holds half of a surrogate pair')
  return `\`${identifier.replaceAll('`', '``')}\``
}

function invalid(shown: string, reason: string): MappingError {
  return new MappingError(
    'NAME_INVALID',
    `Cannot quote the name "${shown}": ${reason}, which SQLite cannot store; use another name`,
  )
}
