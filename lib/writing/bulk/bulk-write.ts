/** Carries out what inserts and upserts of plain objects have in common: all rows or none, hooks, instances. */

import type { Row } from '../../dialect/contract.js'
import { hasHooks, runHooks } from '../../instance/hooks.js'
import type { Instance } from '../../instance/instance.js'
import type { HookName, Mapping } from '../../mapping/mapping.js'
import { refuseView } from '../../query/change/rows.js'
import type { QueryContext } from '../../query/context.js'
import type { Executor } from '../../query/executor.js'
import { type Purpose, writing } from '../../query/purpose.js'
import { boundBySlot } from '../../query/row.js'
import { transact } from '../../query/transaction.js'
import { type GivenRow, givenRows, refuseRows, type Subject } from './given-rows.js'
import { type GivenEdits, givenBy, instancesOf, newInstances, settleRow } from './new-instances.js'
import { type Conflict, RowWriter } from './row-writer.js'

/** Rows as a caller gives them, and what is to become of them. */
export interface BulkWrite {
  readonly executor: Executor
  readonly subject: Subject
  readonly purpose: Purpose
  readonly given: readonly unknown[]
  /** True where instances are asked for. */
  readonly isRead: boolean
  /** Those that are called, in order; what comes after the write is last. */
  readonly hooks: readonly HookName[]
}

/** Begins a write. Throws where nothing is to be written. */
export function bulkWrite(
  { executor }: QueryContext,
  mapping: Mapping,
  {
    what,
    given,
    isRead,
  }: { readonly what: 'insert' | 'upsert'; readonly given: unknown; readonly isRead: boolean },
): BulkWrite {
  const doing = `${what} rows of model "${mapping.name}"`
  executor.refuseWrite(doing)
  refuseView(mapping, `Cannot ${doing}`)
  const isSingle = !Array.isArray(given)
  return {
    executor,
    subject: { mapping, doing, isSingle },
    purpose: writing(doing, mapping.name),
    given: isSingle ? [given] : Array.from(given),
    isRead,
    // Whether a row of an upsert is inserted is known when it is too late for hooks.
    hooks: what === 'insert' ? insertHooks : validateHooks,
  }
}

const validateHooks: readonly HookName[] = ['beforeValidate', 'afterValidate']
const insertHooks: readonly HookName[] = [...validateHooks, 'beforeInsert', 'afterInsert']

/** What came of a write: how many rows, and their instances where those were asked for. */
export interface Written {
  readonly count: number
  readonly instances: readonly Instance[]
}

/** Writes the rows, and gives what came of that; `conflictOf` is given the values. */
export async function carryOut(
  write: BulkWrite,
  conflictOf: (rows: readonly GivenRow[]) => Conflict | null,
): Promise<Written> {
  const { executor, subject, given, isRead, hooks } = write
  if (given.length === 0) return { count: 0, instances: [] }
  const isHooked = classesOf(subject.mapping).some(each => hooks.some(name => hasHooks(each, name)))
  const rows = givenRows(subject, given, !isHooked)
  if (isHooked) return transact(executor, () => writeHooked(write, rows, conflictOf))
  const isWatched = executor.unit !== null || executor.journal !== null
  const conflict = conflictOf(rows)
  if (!isWatched || (!isRead && conflict === null)) return writePlain(write, rows, conflict)
  return writeWatched(write, newInstances(subject.mapping, rows, executor.unit), conflict)
}

function classesOf(mapping: Mapping): readonly Mapping[] {
  return mapping.inheritance?.classes ?? [mapping]
}

/** Nobody remembers instances here. */
async function writePlain(
  { executor, subject, purpose, isRead }: BulkWrite,
  rows: readonly GivenRow[],
  conflict: Conflict | null,
): Promise<Written> {
  const { mapping } = subject
  const bound = rows.map(row => boundBySlot(mapping, row))
  const writer = new RowWriter({ executor, mapping, purpose, rows: bound, isRead, conflict })
  await wholly(executor, writer)
  const read = isRead ? writer.rows.filter(row => row !== null) : []
  return { count: writer.count, instances: instancesOf(mapping, read, null) }
}

/** All of it or nothing. */
async function wholly(executor: Executor, writer: RowWriter): Promise<void> {
  if (writer.isWhole) await writer.write()
  else await transact(executor, () => writer.write())
}

async function writeHooked(
  write: BulkWrite,
  rows: readonly GivenRow[],
  conflictOf: (rows: readonly GivenRow[]) => Conflict | null,
): Promise<Written> {
  const { executor, subject, hooks } = write
  const instances = newInstances(subject.mapping, rows, executor.unit)
  for (const name of hooks) {
    if (name === 'afterInsert') continue
    if (name === 'afterValidate') refuseRows(subject, instances.map(givenBy))
    await runHooks(name, instances)
  }
  const given = instances.map(givenBy)
  refuseRows(subject, given)
  const written = await writeWatched(write, instances, conflictOf(given))
  if (hooks.includes('afterInsert')) await runHooks('afterInsert', instances)
  return written
}

/** Instances are known to a session, or go back with a transaction. */
async function writeWatched(
  { executor, subject, purpose, isRead }: BulkWrite,
  instances: readonly Instance[],
  conflict: Conflict | null,
): Promise<Written> {
  const { mapping } = subject
  const given = instances.map(givenBy)
  const bound = given.map(row => boundBySlot(mapping, row))
  const writer = new RowWriter({ executor, mapping, purpose, rows: bound, isRead: true, conflict })
  await wholly(executor, writer)
  const { columns, rows } = writer
  const saved = instances.flatMap((instance, i): Instance[] => {
    const row = rows[i] ?? null
    if (row === null) return []
    const living = conflict === null ? null : livingOf(executor, mapping, row)
    const taken = living === null ? (given[i] as GivenEdits) : none
    settleRow(executor, living ?? instance, { columns, row, taken })
    return [living ?? instance]
  })
  return { count: writer.count, instances: isRead ? saved : [] }
}

const none: GivenEdits = new Map()

/** What an upsert has updated may be at hand. */
function livingOf({ unit }: Executor, mapping: Mapping, row: Row): Instance | null {
  const key = mapping.key.map(({ slot }) => row[slot])
  return unit?.find(mapping, key) ?? null
}
