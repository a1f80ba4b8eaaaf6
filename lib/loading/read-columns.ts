/** Reads columns into instances that came without them. Waits for nobody, and shares no statement. */

import type { LoadStrategy } from '../../types/relationship.js'
import { blockOf, type Instance, keepSlot, slotOf } from '../instance/instance.js'
import { slotsOf } from '../instance/key.js'
import { unread } from '../instance/unread.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { compileColumns } from '../query/compile-columns.js'
import type { Executor } from '../query/executor.js'
import { loadingColumns } from '../query/purpose.js'

/** Which columns of a class are read, and how that came about. */
export interface ColumnLoad {
  readonly mapping: Mapping
  readonly columns: readonly ColumnMapping[]
  readonly strategy: LoadStrategy
}

/** Puts into slots what the rows hold now; a slot that was read keeps what it has. Throws `QueryError`. */
export async function readColumns(
  executor: Executor,
  { mapping, columns, strategy }: ColumnLoad,
  instances: readonly Instance[],
): Promise<void> {
  const keys = instances.map(instance => slotsOf(instance, mapping.key))
  const statement = compileColumns(executor.dialect, mapping, columns, keys)
  const purpose = loadingColumns(mapping, columns, strategy)
  const rows = await executor.run(statement, purpose)
  executor.events.tellLoad(purpose, instances, rows)
  for (const row of rows) {
    const instance = instances[Number(row[0])] as Instance
    columns.forEach((column, i) => {
      if (slotOf(instance, column.slot) === unread) keepSlot(instance, column.slot, row[i + 1])
    })
  }
}

/** Reads these columns into the instances whose classes have them, a statement for each class. Throws `QueryError`. */
export async function readLater(
  executor: Executor,
  instances: readonly Instance[],
  columns: readonly ColumnMapping[],
): Promise<void> {
  const byClass = new Map<Mapping, Instance[]>()
  for (const instance of instances) {
    const { mapping } = blockOf(instance)
    const known = byClass.get(mapping)
    if (known === undefined) byClass.set(mapping, [instance])
    else known.push(instance)
  }
  for (const [mapping, members] of byClass) {
    const own = columns.filter(column => mapping.columns.includes(column))
    if (own.length > 0) await readColumns(executor, { mapping, columns: own, strategy: 'selectin' }, members)
  }
}
