/** What one flush is about: which instances are inserted, updated and deleted. Decides no order, and runs no statement. */

import { blockOf, type Instance, isInstance, loadedOf, stateOf } from '../../instance/instance.js'
import type { Journal } from '../../instance/journal.js'
import { isOwning } from '../../instance/leads-to.js'
import { statusOf } from '../../instance/status.js'
import type { ColumnMapping, RelationshipMapping } from '../../mapping/mapping.js'
import type { Taken } from './value.js'

/** What is asked to be written. */
export interface Asked {
  /** In the order in which they were added. */
  readonly changed: Iterable<Instance>
  readonly deleted: Iterable<Instance>
  /** True where everything that is changed is written, and not only what hangs on these. */
  readonly whole: boolean
}

/** A row of an association table, as a relationship of one of its two ends has it. */
export interface Pair {
  readonly relationship: RelationshipMapping
  readonly source: Instance
  readonly target: Instance
}

/** What a collection is compared with, once this is written. */
export interface Settlement {
  readonly owner: Instance
  readonly relationship: RelationshipMapping
  readonly members: readonly Instance[]
}

/** Rows that are found by what they refer to, and that nobody has loaded. */
export interface Unseen {
  readonly operation: 'update' | 'delete'
  readonly relationship: RelationshipMapping
  readonly owners: readonly Instance[]
}

/** What one flush is about. */
export interface Work {
  /** In the order in which they were added. */
  readonly inserted: Set<Instance>
  /** By which of their slots are written, where not all that is changed is. */
  readonly updated: Map<Instance, Set<number> | null>
  readonly deleted: Set<Instance>
  /** What instances take from new ones that no relationship of their own leads to, by slot. */
  readonly taken: Map<Instance, Map<number, Taken>>
  readonly added: Pair[]
  readonly removed: Pair[]
  readonly unseen: Unseen[]
  readonly settlements: Settlement[]
  /** Everything that was looked at. */
  readonly reached: Set<Instance>
  readonly journal: Journal | null
  /** False where the connection does not carry out what foreign keys say of a delete. */
  trusts: boolean
}

/** Gives what is asked, with everything that saving it leads to. */
export function workOf(asked: Asked, journal: Journal | null): Work {
  const work: Work = {
    inserted: new Set(),
    updated: new Map(),
    deleted: new Set([...asked.deleted].filter(each => statusOf(each) === 'saved')),
    taken: new Map(),
    added: [],
    removed: [],
    unseen: [],
    settlements: [],
    reached: new Set(),
    journal,
    trusts: true,
  }
  const gone = new Set(asked.deleted)
  // Walks without recursion: a chain of new instances may be long.
  const stack = [...asked.changed].reverse()
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (gone.has(next) || work.reached.has(next) || statusOf(next) === 'deleted') continue
    work.reached.add(next)
    if (statusOf(next) === 'new') work.inserted.add(next)
    else work.updated.set(next, null)
    stack.push(...followed(next, asked.whole).reverse())
  }
  return work
}

/** What is saved with an instance: what is new, and of a whole flush what may be changed. */
function followed(instance: Instance, whole: boolean): Instance[] {
  const found: Instance[] = []
  for (const relationship of blockOf(instance).mapping.relationships.values()) {
    if (relationship.info.viewOnly || !relationship.info.cascade.includes('saveUpdate')) continue
    for (const each of relatedTo(instance, relationship)) {
      const state = stateOf(each)
      // One that was never touched has not changed; one that was let go of is no longer the session's.
      if (state !== undefined && state.session !== null && (state.status === 'new' || whole)) found.push(each)
    }
  }
  return found
}

/** Gives what is loaded of a relationship; neither calls for a load. */
export function relatedTo(instance: Instance, relationship: RelationshipMapping): readonly Instance[] {
  const loaded = loadedOf(instance, relationship.index)
  if (Array.isArray(loaded)) return loaded.filter(isInstance)
  return isInstance(loaded) ? [loaded] : []
}

/** Adds what of a saved instance is to be written: these columns alone, unless all of it is. */
export function updateColumns(work: Work, instance: Instance, columns: readonly ColumnMapping[]): void {
  if (statusOf(instance) !== 'saved' || work.deleted.has(instance)) return
  const known = work.updated.get(instance)
  if (known === null) return
  work.updated.set(instance, new Set([...(known ?? []), ...columns.map(({ slot }) => slot)]))
}

/** Lists the relationships of an instance whose keys are in other rows, and that are written. */
export function referredBy(instance: Instance): readonly RelationshipMapping[] {
  return [...blockOf(instance).mapping.relationships.values()].filter(
    each => !each.info.viewOnly && !isOwning(each),
  )
}
