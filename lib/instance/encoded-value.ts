/** Checks one value of a row and makes of it what the driver binds. Never tells a value. */

import type { ColumnDeclaration } from '../declaration/declaration.js'
import { typeOf } from '../dialect/refused-value.js'
import { DeclarationError, ValueError } from '../errors.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'

/**
 * Gives what the driver binds for a column's value, after its validators have had their say: concealed where the column is
 * sensitive. Throws `ValueError`, `DeclarationError` where a validator cannot answer at once.
 */
export function encodedValue(mapping: Mapping, column: ColumnMapping, given: unknown): unknown {
  return boundValue(mapping, column, validatedValue(mapping, column, given))
}

/** Gives what the validators of a column make of a value; they are not asked about null. Throws as `encodedValue` does. */
export function validatedValue(mapping: Mapping, column: ColumnMapping, given: unknown): unknown {
  return given === null ? null : validated(subjectOf(mapping, column), declarationOf(mapping, column), given)
}

/** Gives what the driver binds for a value that the validators have seen: concealed where the column is sensitive. */
export function boundValue(mapping: Mapping, column: ColumnMapping, value: unknown): unknown {
  const subject = subjectOf(mapping, column)
  if (value === null) return nullFor(subject, column)
  refuseOtherLabels(subject, column, value)
  return column.codec.encode(value)
}

function subjectOf({ name }: Mapping, { property }: ColumnMapping): string {
  return `${name}.${property}`
}

function declarationOf(mapping: Mapping, { property }: ColumnMapping): ColumnDeclaration | null {
  const member = membersOf(mapping).get(property)
  return member?.member === 'column' ? member : null
}

function nullFor(subject: string, { column }: ColumnMapping): null {
  if (column.nullable) return null
  throw new ValueError(
    'VALUE_INVALID',
    `Cannot use null for "${subject}": column "${column.name}" of the table takes no null`,
  )
}

function validated(subject: string, declaration: ColumnDeclaration | null, given: unknown): unknown {
  let value = given
  for (const validator of declaration?.validators ?? []) {
    if (value === null) break
    value = answerOf(subject, validator, value)
  }
  return value
}

function answerOf(subject: string, validator: (value: unknown) => unknown, given: unknown): unknown {
  let value: unknown
  try {
    value = validator(given)
  } catch (cause) {
    throw new ValueError(
      'VALUE_REFUSED',
      `Cannot use a value for "${subject}": a validator refused it; the cause says why`,
      { cause },
    )
  }
  if (value instanceof Promise) {
    value.catch(() => undefined)
    throw new DeclarationError(
      'DECLARATION_INVALID',
      `Cannot check "${subject}": a validator answers with a promise, and a row is made at once. Use one that answers at once`,
    )
  }
  if (value !== undefined) return value
  throw new ValueError(
    'VALUE_REFUSED',
    `Cannot use a value for "${subject}": a validator gave undefined; it has to return the value to write`,
  )
}

/** Holds the values of an enumeration, or of an array of them, to its labels. */
function refuseOtherLabels(subject: string, column: ColumnMapping, value: unknown): void {
  const { labels } = column
  // An array may come as the text that the server reads.
  if (labels === null || (column.column.kind === 'array' && typeof value === 'string')) return
  const values = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]
  for (const each of values) {
    if (each === null || (typeof each === 'string' && labels.includes(each))) continue
    const known = labels.map(label => `"${label}"`).join(', ')
    const got = typeof each === 'string' ? 'another string' : typeOf(each)
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot use a value for "${subject}": expected one of ${known}, got ${got}`,
    )
  }
}
