/** Inserts rows that are given as plain objects, or updates those that are there already: all of them or none. */

import type { Table } from '../../types/schema.js'
import { revealed } from '../dialect/concealed.js'
import type { Fragment } from '../dialect/contract.js'
import { typeOf } from '../dialect/refused-value.js'
import { QueryError, ValueError } from '../errors.js'
import { identityPart } from '../instance/identity.js'
import { keyOf } from '../instance/key.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { raisedVersion } from '../mapping/next-version.js'
import { stampsOf } from '../query/change/stamps.js'
import type { QueryContext } from '../query/context.js'
import type { Executor } from '../query/executor.js'
import { assignedText } from '../query/expression.js'
import { writableColumn } from '../query/given.js'
import { columnOf } from '../query/lookup.js'
import { inListOf } from '../query/sensitive.js'
import { writerFor } from '../query/source.js'
import { tableOf } from '../query/violation/place.js'
import type { Writer } from '../query/writer.js'
import { bulkWrite, carryOut } from './bulk/bulk-write.js'
import { conflictColumns } from './bulk/conflict.js'
import type { GivenRow, Subject } from './bulk/given-rows.js'
import { checkBulkOptions } from './bulk/options.js'
import type { Part, PartColumn } from './bulk/parts.js'
import type { Conflict } from './bulk/row-writer.js'

/** What an upsert goes by, and what it changes. */
interface Upsert {
  readonly executor: Executor
  readonly subject: Subject
  /** What tells whether a row is there. */
  readonly on: readonly ColumnMapping[]
  /** What a row that is there takes over; null: whatever it is given. */
  readonly update: readonly ColumnMapping[] | null
  /** True where a row that is there stays as it is. */
  readonly leaves: boolean
}

/**
 * Inserts a row or an array of rows, and updates those whose key is there; gives an instance or an array of instances, in their
 * order, and with `{ returning: false }` how many rows were written. With `{ update: false }` rows that are there stay as they
 * are, and nothing is given for them: null in place of a single instance. Throws as `insertAll` does, and `QueryError`
 * QUERY_INVALID where the key is none to go by.
 */
export async function upsertAll(
  context: QueryContext,
  mapping: Mapping,
  rows: unknown,
  options: unknown,
): Promise<unknown> {
  const { executor } = context
  const { isRead, given } = checkBulkOptions(options, 'upsert()', ['on', 'update'])
  const write = bulkWrite(context, mapping, { what: 'upsert', given: rows, isRead })
  const { subject } = write
  refuseShared(subject)
  const on = conflictColumns(subject, tableOfModel(executor, mapping), given.on)
  const update = updateColumns(subject, given.update)
  const upsert = { executor, subject, on, update, leaves: given.update === false }
  const { count, instances } = await carryOut(write, taken => conflictOf(upsert, taken))
  if (!isRead) return count
  return subject.isSingle ? (instances[0] ?? null) : instances
}

/** As the database has it: what a class only declares is no key to go by. */
function tableOfModel({ known }: Executor, { table }: Mapping): Table {
  const place = { tables: known.tables, among: [] }
  // What is mapped has been reflected.
  return tableOf(place, { schema: table.schema, table: table.name }) as Table
}

function refuseShared({ mapping: { name, inheritance }, doing }: Subject): void {
  if (inheritance === null || inheritance.parts.length === 1) return
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot ${doing}: rows of "${name}" are in several tables, and one that is there may be missing in another; insert rows, or update those that are there`,
  )
}

function updateColumns({ mapping, doing }: Subject, update: unknown): readonly ColumnMapping[] | null {
  if (update === undefined || typeof update === 'boolean') return null
  if (!Array.isArray(update) || update.length === 0) {
    const got = Array.isArray(update) ? 'an empty array' : typeOf(update)
    throw new QueryError(
      'QUERY_INVALID',
      `Cannot ${doing}: expected update to be true, false or an array of properties, got ${got}`,
    )
  }
  return update.map(property => writableColumn(mapping, columnOf(mapping, property).property))
}

function conflictOf(upsert: Upsert, rows: readonly GivenRow[]): Conflict {
  const { on, update, leaves, subject } = upsert
  refuseLacking(
    subject,
    rows,
    on.filter(column => !fillsItself(column)),
  )
  refuseLacking(subject, rows, update ?? [])
  refuseTwins(upsert, rows)
  const identities = subject.mapping.inheritance?.identities ?? null
  return {
    match: on,
    passesOver: leaves,
    foreign: identities === null || leaves ? null : foreignText(on),
    clause: (part, columns) => clauseOf(upsert, part, columns),
  }
}

function fillsItself({ column }: ColumnMapping): boolean {
  return column.autoIncrement || column.hasDefault
}

function foreignText(on: readonly ColumnMapping[]): string {
  return `a row with the same ${namesOf(on)} is there already, and is of another class; give it other values`
}

function namesOf(columns: readonly ColumnMapping[]): string {
  return columns.map(({ property }) => `"${property}"`).join(' and ')
}

function refuseLacking(
  { doing, isSingle }: Subject,
  rows: readonly GivenRow[],
  columns: readonly ColumnMapping[],
): void {
  for (const column of columns) {
    const place = rows.findIndex(row => !row.has(column))
    if (place < 0) continue
    const subject = isSingle ? 'the row' : `rows[${place}]`
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot ${doing}: ${subject} has no "${column.property}"; give it in every row`,
    )
  }
}

/** Which of two would be written last is nothing that a caller should have to know. */
function refuseTwins({ subject, on }: Upsert, rows: readonly GivenRow[]): void {
  const places = new Map<unknown, number>()
  rows.forEach((row, place) => {
    const parts = on.map(column => keyPart(column, revealed(row.get(column)?.bound ?? null)))
    const key = keyOf(parts)
    if (key === null) return
    const before = places.get(key)
    places.set(key, place)
    if (before === undefined) return
    throw new ValueError(
      'VALUE_INVALID',
      `Cannot ${subject.doing}: rows[${before}] and rows[${place}] have the same ${namesOf(on)}; leave one out`,
    )
  })
}

/** Texts that differ, and that the column's rules hold for one, are one. Of rules that are not known here the database tells. */
function keyPart(mapping: ColumnMapping, value: unknown): unknown {
  const part = identityPart(mapping, value)
  const { collation, baseType } = mapping.column
  const rule = collation?.toLowerCase() ?? baseType?.name
  if (typeof part !== 'string') return part
  if (rule === 'rtrim') return part.replace(/ +$/, '')
  return rule === 'nocase' || rule === 'citext' ? part.replace(/[A-Z]+/g, text => text.toLowerCase()) : part
}

/** What is done with rows that are there; `excluded` is the row that was to be inserted. */
function clauseOf(upsert: Upsert, { from }: Part, columns: readonly PartColumn[]): Fragment {
  const { executor, on, leaves, subject } = upsert
  const { dialect } = executor
  const writer = writerFor(dialect)
  const row = dialect.writing.rowOf(from)
  return writer.section(() => {
    const target = `on conflict (${on.map(({ quoted }) => quoted).join(', ')}) do`
    if (leaves) return `${target} nothing`
    const taken = takenOver(upsert, columns)
    const set = taken.map(({ quoted }) => `${quoted} = excluded.${quoted}`)
    const stamps = stampTexts(writer, subject.mapping, row, taken)
    return `${target} update set ${[...set, ...stamps].join(', ')}${ownText(writer, subject.mapping, row)}`
  })
}

/** What is given, but for what tells rows and classes apart, and versions. A row that would change nothing still comes back. */
function takenOver(
  { on, update, subject }: Upsert,
  columns: readonly PartColumn[],
): readonly ColumnMapping[] {
  if (update !== null) return update
  const { version, inheritance } = subject.mapping
  const apart = new Set([...on, version?.column, inheritance?.discriminator?.column])
  const given = columns.map(({ column }) => column).filter(column => !apart.has(column))
  return given.length > 0 ? given : on.slice(0, 1)
}

/** What every update of the model sets, where it is not set to something else. */
function stampTexts(
  writer: Writer,
  mapping: Mapping,
  row: string,
  taken: readonly ColumnMapping[],
): readonly string[] {
  const { version } = mapping
  const stamps = stampsOf(mapping)
    .filter(({ column }) => !taken.includes(column))
    .map(stamp => {
      const { column } = stamp
      if (stamp.type === 'value') return `${column.quoted} = ${writer.bind(stamp.bound)}`
      const expression = (): unknown => stamp.sql
      return `${column.quoted} = ${assignedText(writer, row, { mapping, column, expression })}`
    })
  if (version === null || taken.includes(version.column)) return stamps
  const { quoted } = version.column
  const raised = raisedVersion(writer.dialect, version, `${row}.${quoted}`)
  return raised === null ? stamps : [...stamps, `${quoted} = ${writer.take(raised)}`]
}

/** A row of another class is not touched. */
function ownText(writer: Writer, { inheritance }: Mapping, row: string): string {
  const { identities = null, discriminator = null } = inheritance ?? {}
  if (identities === null || discriminator === null) return ''
  const { column } = discriminator
  return ` where ${writer.take(inListOf(writer.dialect, `${row}.${column.quoted}`, column, identities))}`
}
