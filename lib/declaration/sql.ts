/** The tag for pieces of SQL of the caller's. Keeps text and values apart, and puts neither into the other. */

import { DeclarationError } from '../errors.js'
import type { SqlText } from './declaration.js'

/** What the tag makes; a class of its own, so that no object from outside passes for one. */
class SqlPiece implements SqlText {
  readonly texts: readonly string[]
  readonly values: readonly unknown[]

  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts
    this.values = values
  }
}

/**
 * Tags a piece of SQL: what is interpolated is a reference to a column, another piece, or a value to bind. Throws
 * `DeclarationError` for a question mark in the text, and for what can be none of the three.
 */
export function sql(texts: TemplateStringsArray, ...values: unknown[]): SqlText {
  if (!Array.isArray(texts) || !Array.isArray(texts.raw)) throw refused('it is a tag; write sql`…`')
  for (const text of texts as readonly (string | undefined)[]) {
    if (text === undefined) throw refused('its text has an escape that JavaScript does not know')
    if (text.includes('?')) {
      throw refused(
        'its text has a question mark, which would be taken for a value. Interpolate text that has one as a value; ' +
          'instead of an operator, call a function, such as jsonb_exists()',
      )
    }
  }
  for (const value of values) {
    if (value === undefined) throw refused('undefined was interpolated; write null')
    if (typeof value === 'function') throw refused('a function was interpolated; call it')
  }
  return new SqlPiece([...texts], values)
}

/** Tells what the tag made from everything else. */
export function isSqlText(value: unknown): value is SqlText {
  return value instanceof SqlPiece
}

function refused(why: string): DeclarationError {
  return new DeclarationError('DECLARATION_INVALID', `Cannot take a piece of SQL: ${why}`)
}
