/** Makes of what is to be written one action for each row of each table. Orders nothing. */

import { MappingError } from '../../errors.js'
import { changedColumns } from '../../instance/changes.js'
import { blockOf, type Instance, isInstance, loadedOf } from '../../instance/instance.js'
import { owningOf } from '../../instance/leads-to.js'
import type { Edit } from '../../instance/state.js'
import { statusOf } from '../../instance/status.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { nextVersion } from '../../mapping/next-version.js'
import { stampsOf } from '../../query/change/stamps.js'
import { type Action, actionOf } from './action.js'
import { isWritten } from './cascade.js'
import { requireSaved } from './members.js'
import { type Place, placesOf } from './place.js'
import type { Value } from './value.js'
import type { Work } from './work.js'

/** Gives the actions for every instance. Throws `WriteError`, and `MappingError` where its rows cannot be written. */
export function actionsOf(work: Work): Action[] {
  return [
    ...[...work.inserted].flatMap(instance => insertsOf(work, instance)),
    ...[...work.updated.keys()].flatMap(instance => updatesOf(work, instance)),
    ...[...work.deleted].flatMap(deletesOf),
  ]
}

/** What is to be written into the columns of an instance. */
interface Written {
  /** By slot. */
  readonly values: Map<number, Value>
  readonly edits: Map<ColumnMapping, Edit>
}

function writtenOf(work: Work, instance: Instance): Written {
  const slots = work.updated.get(instance) ?? null
  const isWanted = ({ slot }: ColumnMapping): boolean => slots === null || slots.has(slot)
  const changed = changedColumns(instance)
  const edits = slots === null ? changed : new Map([...changed].filter(([column]) => isWanted(column)))
  const values = new Map<number, Value>()
  for (const [{ slot }, { bound }] of edits) values.set(slot, { bound })
  for (const relationship of owningOf(instance)) {
    const target = loadedOf(instance, relationship.index)
    if (relationship.info.viewOnly || !isInstance(target) || statusOf(target) !== 'new') continue
    if (!relationship.columns.some(isWanted)) continue
    requireSaved(work, instance, relationship, target)
    relationship.columns.forEach(({ slot }, i) => {
      values.set(slot, { from: target, column: relationship.referencedColumns[i] as ColumnMapping })
    })
  }
  for (const [slot, value] of work.taken.get(instance) ?? []) values.set(slot, value)
  return { values, edits }
}

/** Puts into an action what is in its table. */
function fill(action: Action, { values, edits }: Written, isWanted: (slot: number) => boolean): void {
  const { bySlot } = action.place
  for (const [slot, value] of values) {
    const column = bySlot.get(slot)
    if (column !== undefined && isWanted(slot)) action.values.set(column.name, value)
  }
  for (const [column, edit] of edits) {
    if (bySlot.has(column.slot) && isWanted(column.slot)) action.taken.set(column, edit)
  }
}

function insertsOf(work: Work, instance: Instance): Action[] {
  const { mapping } = blockOf(instance)
  requireTable(mapping, 'save')
  const written = writtenOf(work, instance)
  for (const [slot, value] of startingOf(mapping)) {
    if (!written.values.has(slot)) written.values.set(slot, value)
  }
  return placesOf(mapping).map((place, i) => {
    const action = actionOf('insert', place, instance)
    const keys = i === 0 ? nobody : keySlots(place)
    fill(action, written, slot => !keys.has(slot))
    // The key is that of the row above, which has it by then.
    for (const { name, mapping: column } of i === 0 ? [] : place.key) {
      action.values.set(name, { from: instance, column })
    }
    return action
  })
}

const nobody: ReadonlySet<number> = new Set()

function keySlots({ key }: Place): ReadonlySet<number> {
  return new Set(key.map(({ mapping }) => mapping.slot))
}

/** What tells its class from others that share its rows, and its first version. */
function* startingOf({ inheritance, declaration, version }: Mapping): Generator<[number, Value]> {
  const identity = declaration?.inheritance?.identity ?? null
  const column = inheritance?.discriminator?.column
  if (column !== undefined && identity !== null) yield [column.slot, { bound: column.codec.encode(identity) }]
  const first = version === null ? null : nextVersion(version, null)
  if (version !== null && first !== null) yield [version.column.slot, first]
}

function updatesOf(work: Work, instance: Instance): Action[] {
  const written = writtenOf(work, instance)
  if (written.values.size === 0) return []
  const { mapping } = blockOf(instance)
  requireTable(mapping, 'save')
  requireKey(mapping, 'save')
  // The next version is known when the row is written.
  if (mapping.version !== null) written.values.delete(mapping.version.column.slot)
  const stamps = stampsOf(mapping).filter(({ column }) => !written.values.has(column.slot))
  for (const stamp of stamps) {
    written.values.set(
      stamp.column.slot,
      stamp.type === 'sql' ? { stamp: stamp.sql } : { bound: stamp.bound },
    )
  }
  return placesOf(mapping).flatMap((place, i) => {
    const action = actionOf('update', place, instance)
    const keys = i === 0 ? nobody : keySlots(place)
    fill(action, written, slot => !keys.has(slot))
    // Others are told of a change to any part of the row by its version, which is in the first.
    return action.values.size > 0 || (i === 0 && mapping.version !== null) ? [action] : []
  })
}

/** Gives the actions that delete the row of an instance, those below first. */
function deletesOf(instance: Instance): Action[] {
  const { mapping } = blockOf(instance)
  requireTable(mapping, 'delete')
  requireKey(mapping, 'delete')
  return placesOf(mapping)
    .map(place => actionOf('delete', place, instance))
    .reverse()
}

/** Refuses to write what is only read. Throws `MappingError` READ_ONLY. */
export function requireTable(mapping: Mapping, doing: string): void {
  if (isWritten(mapping)) return
  const { name, table } = mapping
  throw new MappingError(
    'READ_ONLY',
    `Cannot ${doing} an instance of "${name}": "${table.name}" is a view, and is only read`,
  )
}

/** Refuses to find rows that nothing tells apart. Throws `MappingError` NO_PRIMARY_KEY. */
export function requireKey({ name, table, key }: Mapping, doing: string): void {
  if (key.length > 0) return
  throw new MappingError(
    'NO_PRIMARY_KEY',
    `Cannot ${doing} an instance of "${name}": table "${table.name}" has no primary key. Declare one: model('${table.name}', { id: integer().primaryKey() })`,
  )
}
