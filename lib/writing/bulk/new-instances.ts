/** Makes the instances of rows that a bulk write inserts, before it or after it. Writes no row. */

import { revealed } from '../../dialect/concealed.js'
import type { Row } from '../../dialect/contract.js'
import { changedColumns } from '../../instance/changes.js'
import { assign } from '../../instance/edit.js'
import { type Instance, instanceOf, keepSlot, slotOf, stateFor } from '../../instance/instance.js'
import { LoadGroup } from '../../instance/load-group.js'
import { settleSaved } from '../../instance/settle.js'
import type { Edit } from '../../instance/state.js'
import { setStatus, statusOf } from '../../instance/status.js'
import type { UnitOfWork } from '../../instance/unit-of-work.js'
import { unread } from '../../instance/unread.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import type { Executor } from '../../query/executor.js'
import { classPicker } from '../../query/shared/class-picker.js'
import type { GivenRow } from './given-rows.js'

/** Gives the instances for rows as the driver gave them; a session has none for their keys. */
export function instancesOf(mapping: Mapping, rows: readonly Row[], unit: UnitOfWork | null): Instance[] {
  const group = new LoadGroup(mapping, undefined, unit)
  const classOf = classPicker(mapping)
  const instances = rows.map(row =>
    instanceOf(row, 0, classOf === null ? group.block() : group.blockOf(classOf(row, 0))),
  )
  group.close()
  return instances
}

/** Gives new instances with these values, which belong to no session yet. */
export function newInstances(
  mapping: Mapping,
  rows: readonly GivenRow[],
  unit: UnitOfWork | null,
): Instance[] {
  const blanks = rows.map(given => {
    const row: Row = new Array(mapping.width).fill(null)
    const discriminator = mapping.inheritance?.discriminator?.column
    // It tells of which class the instance is, and is assigned like all else then.
    if (discriminator !== undefined)
      row[discriminator.slot] = revealed(given.get(discriminator)?.bound) ?? null
    return row
  })
  const instances = instancesOf(mapping, blanks, unit)
  instances.forEach((instance, i) => {
    stateFor(instance).session = null
    setStatus(instance, 'new')
    const discriminator = mapping.inheritance?.discriminator?.column
    if (discriminator !== undefined) keepSlot(instance, discriminator.slot, null)
    const assignments = [...(rows[i] as GivenRow)].map(([column, taken]) => ({ column, ...taken }))
    assign(instance, assignments, null)
  })
  return instances
}

/** What a new instance is to be written with. */
export type GivenEdits = ReadonlyMap<ColumnMapping, Edit>

/** Gives what a new instance is to be written with: what it was given, and what hooks have made of that. */
export function givenBy(instance: Instance): GivenEdits {
  return changedColumns(instance)
}

/** What was read of a row that was written, and what was written. */
export interface WrittenRow {
  readonly columns: readonly ColumnMapping[]
  readonly row: Row
  readonly taken: GivenEdits
}

/** Takes in what was written of an instance; a new one is saved then, and enters the session. */
export function settleRow(
  { unit, journal }: Executor,
  instance: Instance,
  { columns, row, taken }: WrittenRow,
): void {
  const isNew = statusOf(instance) === 'new'
  const values = columns.map(({ slot }) => row[slot])
  settleSaved(instance, { columns, values, taken }, journal)
  if (!isNew) return
  row.forEach((value, slot) => {
    if (value === unread && slotOf(instance, slot) === null) keepSlot(instance, slot, unread)
  })
  if (unit === null) return
  stateFor(instance).session = undefined
  unit.enter(instance)
  journal?.onRollBack(() => unit.leave(instance))
}
