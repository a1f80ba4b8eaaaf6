/** Takes in what is assigned to columns. Whether a column can be written at all is the caller's to ask. */

import { ValueError } from '../errors.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import { boundValue, validatedValue } from './encoded-value.js'
import { blockOf, type Instance } from './instance.js'
import { follow } from './keys.js'
import type { Notes } from './noting.js'
import { type Assignment, setColumn } from './set-column.js'

export { currentBound, storedValue } from './stored.js'

/**
 * Assigns a value to a column: checks it, and keeps it as an edit until it is written. What the column has already is no edit.
 * Relationships with a key in it follow. Throws `ValueError`, `DeclarationError`.
 */
export function editColumn(instance: Instance, column: ColumnMapping, given: unknown, journal: Notes): void {
  assign(instance, [assignmentOf(instance, column, given)], journal)
}

/** Checks a value for a column, and changes nothing yet. Throws as `editColumn` does. */
export function assignmentOf(instance: Instance, column: ColumnMapping, given: unknown): Assignment {
  const { mapping } = blockOf(instance)
  if (given === undefined) {
    const subject = `"${mapping.name}.${column.property}"`
    throw new ValueError('VALUE_INVALID', `Cannot set ${subject} to undefined: use null to empty it`)
  }
  const value = validatedValue(mapping, column, given)
  return { column, value, bound: boundValue(mapping, column, value) }
}

/** Takes in values that were checked, all at once. */
export function assign(instance: Instance, assignments: readonly Assignment[], journal: Notes): void {
  const columns = assignments.map(({ column }) => column)
  follow(instance, { columns, explicit: true }, journal, () => {
    for (const assignment of assignments) setColumn(instance, assignment, journal)
  })
}
