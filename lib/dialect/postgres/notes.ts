/** Says what was seen and left out, or is not known whole. Leaves nothing unmentioned, and runs no query. */

import type { SchemaNote } from '../../../types/schema.js'
import { sortedBy } from '../plain-data.js'
import { defaultTextOf, type Expressions, textOf } from './expressions.js'
import type { ColumnRow, ConstraintRow, IndexRow, RelationRow, TableRows } from './rows.js'

/** Gives every note, sorted by place. */
export function notesOf(
  relations: readonly RelationRow[],
  tables: readonly TableRows[],
  expressions: Expressions,
): SchemaNote[] {
  const notes = [
    ...relations.flatMap(relationNotes),
    ...tables.flatMap(table => tableNotes(table, expressions)),
  ]
  return sortedBy(notes, note => [note.schema, note.table!, note.column ?? '', note.code, note.message])
}

function relationNotes(relation: RelationRow): SchemaNote[] {
  if (relation.rootName !== null) {
    const root = `"${relation.rootSchema}"."${relation.rootName}"`
    return [
      noteOn(relation, 'partition', `It is a partition of ${root}, and its rows are read through that table`),
      ...relation.ownKeys.map(name => {
        const message = `Foreign key "${name}" belongs to this partition alone, not to ${root}, and is left out`
        return noteOn(relation, 'partitionKey', message)
      }),
    ]
  }
  if (relation.extension === null) return []
  return [
    noteOn(relation, 'extensionObject', `It belongs to extension "${relation.extension}", and is left out`),
  ]
}

function tableNotes(
  { relation, columns, constraints, indexes }: TableRows,
  expressions: Expressions,
): SchemaNote[] {
  const notes: SchemaNote[] = []
  if (relation.parents.length > 0) {
    const message = `It inherits from ${relation.parents.join(', ')}, whose queries give its rows too`
    notes.push(noteOn(relation, 'inheritedTable', message))
  }
  if (!relation.readable) {
    notes.push(noteOn(relation, 'unreadableTable', 'The connection may not SELECT from it; grant it SELECT'))
  }
  const unread = unreadOf(constraints, indexes, expressions)
  if (unread.length > 0) {
    notes.push(
      noteOn(relation, 'unreadableDefault', `The texts of ${unread.join(', ')} could not be read: ${cause}`),
    )
  }
  const temporal = constraints.filter(row => row.kind === 'f' && row.temporal)
  for (const { name } of temporal) {
    const message = `Foreign key "${name}" matches periods, which no equality of columns can say, and is left out`
    notes.push(noteOn(relation, 'temporalKey', message))
  }
  return [...notes, ...columns.flatMap(column => columnNotes(relation, column, expressions))]
}

const cause = 'the table is locked or being changed; reflect again later'

function columnNotes(relation: RelationRow, column: ColumnRow, expressions: Expressions): SchemaNote[] {
  const notes: SchemaNote[] = []
  if (relation.readable && !column.readable) {
    notes.push(
      noteOn(relation, 'unreadableColumn', 'The connection may not SELECT the column; grant it SELECT'),
    )
  }
  if (column.hasDefault && column.generated === null && defaultTextOf(column, expressions) === null) {
    notes.push(noteOn(relation, 'unreadableDefault', `The text of its default could not be read: ${cause}`))
  }
  return notes.map(note => ({ ...note, column: column.name }))
}

/** The checks, and the indexes with a condition or an expression, whose texts are missing. */
function unreadOf(
  constraints: readonly ConstraintRow[],
  indexes: readonly IndexRow[],
  expressions: Expressions,
): string[] {
  const isUnread = (kind: 'check' | 'predicate' | 'expressions', oid: string) =>
    textOf(expressions, kind, oid) === null
  const checks = constraints.filter(({ kind, oid }) => kind === 'c' && isUnread('check', oid))
  const unread = indexes.filter(
    ({ oid, partial, columns }) =>
      (partial && isUnread('predicate', oid)) || (columns.includes(null) && isUnread('expressions', oid)),
  )
  return [
    ...sortedBy(checks, ({ name }) => [name]).map(({ name }) => `check "${name}"`),
    ...sortedBy(unread, ({ name }) => [name]).map(({ name }) => `index "${name}"`),
  ]
}

function noteOn({ schema, name }: RelationRow, code: SchemaNote['code'], message: string): SchemaNote {
  return { code, schema, table: name, column: null, message }
}
