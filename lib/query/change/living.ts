/** Makes the living instances of a session what a bulk change has made of their rows. Changes no row. */

import type { Instance } from '../../instance/instance.js'
import { blockOf } from '../../instance/instance.js'
import { settleDeleted, settleSaved } from '../../instance/settle.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { compileColumns } from '../compile-columns.js'
import type { Executor } from '../executor.js'
import { querying } from '../purpose.js'

/** Raw values of a model's key. */
export type Keys = readonly (readonly unknown[])[]

/** Reads the rows of living instances again; `changed` are read in any case, other columns where they come with a row. */
export async function refreshLiving(
  executor: Executor,
  mapping: Mapping,
  keys: Keys,
  changed: readonly ColumnMapping[],
): Promise<void> {
  for (const [own, living] of byModel(executor, mapping, keys)) {
    const columns = readAgain(own, changed)
    const statement = compileColumns(executor.dialect, own, columns, [...living.values()])
    const instances = [...living.keys()]
    for (const [place, ...values] of await executor.run(statement, querying(own))) {
      const instance = instances[Number(place)] as Instance
      settleSaved(instance, { columns, values, taken: new Map() }, executor.journal)
    }
  }
}

/** Lets living instances know that their rows are gone. */
export function settleGone(executor: Executor, mapping: Mapping, keys: Keys): void {
  for (const [, living] of byModel(executor, mapping, keys)) {
    for (const instance of living.keys()) settleDeleted(instance, executor.journal)
  }
}

/** Gives the living instances with these keys, by their own models. */
function byModel(
  { unit }: Executor,
  mapping: Mapping,
  keys: Keys,
): ReadonlyMap<Mapping, Map<Instance, readonly unknown[]>> {
  const found = new Map<Mapping, Map<Instance, readonly unknown[]>>()
  for (const key of keys) {
    const instance = unit?.find(mapping, key) ?? null
    if (instance === null) continue
    const { mapping: own } = blockOf(instance)
    const living = found.get(own) ?? new Map<Instance, readonly unknown[]>()
    found.set(own, living.set(instance, key))
  }
  return found
}

function readAgain({ columns, version }: Mapping, changed: readonly ColumnMapping[]): ColumnMapping[] {
  const read = columns.filter(column => !column.deferred || changed.includes(column))
  return version?.kind === 'system' ? [...read, version.column] : read
}
