/** Reads what the rows that are to be deleted are referred to by, one statement for each relationship. Relates nothing. */

import { storedValue } from '../../instance/edit.js'
import type { Instance } from '../../instance/instance.js'
import { relatedStatement } from '../../loading/related.js'
import type { RelationshipMapping } from '../../mapping/mapping.js'
import type { Executor } from '../../query/executor.js'
import { fold } from '../../query/fold.js'
import { afterLoad, beforeLoad, isHooked } from '../../query/load-hooks.js'
import { loadingRelated } from '../../query/purpose.js'

/** What one flush has read, as hooks may have it looked at again. */
export type Children = Map<RelationshipMapping, Map<Instance, readonly Instance[]>>

/** Gives for each owner what the database has for it. Throws `QueryError`. */
export async function loadChildren(
  executor: Executor,
  relationship: RelationshipMapping,
  owners: readonly Instance[],
  children: Children,
): Promise<ReadonlyMap<Instance, readonly Instance[]>> {
  const known = children.get(relationship) ?? new Map<Instance, readonly Instance[]>()
  children.set(relationship, known)
  const lacking = owners.filter(owner => !known.has(owner))
  for (const owner of lacking) known.set(owner, [])
  const keyed = lacking.filter(owner => !keyOf(owner, relationship).includes(null))
  if (keyed.length === 0) return known
  const lists = keyed.map((): Instance[] => [])
  for (const [place, child] of await read(executor, relationship, keyed)) lists[place]?.push(child)
  keyed.forEach((owner, i) => {
    known.set(owner, lists[i] as Instance[])
  })
  return known
}

function keyOf(owner: Instance, { columns }: RelationshipMapping): unknown[] {
  return columns.map(column => storedValue(owner, column))
}

async function read(
  executor: Executor,
  relationship: RelationshipMapping,
  owners: readonly Instance[],
): Promise<readonly (readonly [place: number, child: Instance])[]> {
  const load = { branch: { strategy: null, refine: null, tree: new Map() }, path: [relationship] }
  const keys = owners.map(owner => keyOf(owner, relationship))
  const { plan, statement } = relatedStatement(executor, relationship, load, keys)
  const purpose = loadingRelated(relationship, 'select')
  if (isHooked(plan, 'beforeLoad')) await beforeLoad(plan, purpose)
  const rows = await executor.run(statement, purpose)
  const { roots, made } = fold(plan, rows, true, executor.unit)
  if (made !== null) await afterLoad(made, executor.unit)
  return rows.map((row, i) => [Number(row[0]), roots[i] as Instance] as const)
}
