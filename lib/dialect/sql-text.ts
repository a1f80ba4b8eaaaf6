/** Writes pieces of SQL for statements that take no bindings. Quotes nothing itself. */

import type { SqlText } from '../declaration/declaration.js'
import { isSqlText } from '../declaration/sql.js'

/** After these a value cannot be read as a part of what stands there, nor before them. */
const apart = /^[\s(),]*$/

/** Gives the text of a piece of SQL; `literal` writes a value, or refuses it. */
export function sqlTextOf(sql: SqlText, literal: (value: unknown) => string): string {
  let written = sql.texts[0]!
  for (const [place, value] of sql.values.entries()) {
    const next = sql.texts[place + 1]!
    written = spaced(written, isSqlText(value) ? sqlTextOf(value, literal) : literal(value))
    written = spaced(written, next)
  }
  return written
}

/** `x` and `5` must not become `x5`, nor `-` and `-5` a comment. */
function spaced(before: string, after: string): string {
  return before + (apart.test(before.slice(-1)) || apart.test(after.slice(0, 1)) ? '' : ' ') + after
}
