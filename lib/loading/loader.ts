/**
 * Lazy loading: the first read of a relationship loads it for the whole load group, reads of one tick share a
 * statement, and readers of one value share its load.
 */

import { blockOf, type Instance, loadedOf, Pending, relate, relatedOf } from '../instance/instance.js'
import type { Journal } from '../instance/journal.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
import type { Executor } from '../query/executor.js'
import { ColumnLoader } from './column-loader.js'
import { footprintOf } from './footprint.js'
import { isRefused, notLoaded } from './lazy.js'
import { noteRelated } from './note-loads.js'
import type { Outcome } from './outcome.js'
import { loadRelated } from './related.js'
import { tickEnd } from './tick.js'

/** The instances that one statement will load a relationship for. */
interface Batch {
  readonly instances: Set<Instance>
  readonly pending: Pending
}

/** Loads relationships, and columns that were not read, on demand for one automap. */
export class Loader {
  /** Loads the columns. */
  readonly columns: ColumnLoader
  readonly #executor: Executor
  readonly #groupSize: number
  /** By transaction, as what one reads is not for the others, then by what is loaded for whom. */
  readonly #batches = new Map<object | null, Map<unknown, Batch>>()

  constructor(executor: Executor, groupSize: number) {
    this.#executor = executor
    this.#groupSize = groupSize
    this.columns = new ColumnLoader(executor, groupSize)
  }

  /** Where instances are noted before they are changed at this place of the program. */
  get journal(): Journal | null {
    return this.#executor.journal
  }

  /** Gives what a relationship of an instance gives, loading it when it is not. Throws `QueryError`, `NotLoadedError`. */
  async load(instance: Instance, relationship: RelationshipMapping): Promise<unknown> {
    const loaded = loadedOf(instance, relationship.index)
    if (loaded !== undefined) return loaded
    if (isRefused(instance, relationship)) throw notLoaded(instance, relationship)
    const scope = this.#executor.loadScope
    const known = relatedOf(instance, relationship.index) as Pending | undefined
    const pending = known?.scope === scope ? known : this.#join(instance, relationship, scope)
    const outcome = (await pending.settled) as Outcome
    if (!outcome.ok) throw outcome.error
    // Its key may have been changed meanwhile, and what that leads to was not asked for.
    const value = loadedOf(instance, relationship.index)
    return value === undefined ? this.load(instance, relationship) : value
  }

  #join(instance: Instance, relationship: RelationshipMapping, scope: object | null): Pending {
    const batch = this.#batchFor(relationship, scope)
    for (const member of this.#neighboursOf(instance, relationship)) {
      batch.instances.add(member)
      relate(member, relationship.index, batch.pending)
    }
    return batch.pending
  }

  /** The instance itself, then its neighbours that lack the relationship, up to the group size. */
  #neighboursOf(instance: Instance, relationship: RelationshipMapping): Instance[] {
    const chosen: Instance[] = []
    const block = blockOf(instance)
    for (const member of block.group.around(block, instance)) {
      if (chosen.length === this.#groupSize) break
      const lacking =
        relatedOf(member, relationship.index) === undefined && hasRelationship(member, relationship)
      if (member === instance || lacking) chosen.push(member)
    }
    return chosen
  }

  #batchFor(relationship: RelationshipMapping, scope: object | null): Batch {
    const batches = this.#batches.get(scope) ?? new Map<unknown, Batch>()
    this.#batches.set(scope, batches)
    const footprint = footprintOf(this.#executor, relationship)
    const open = batches.get(footprint)
    if (open !== undefined) return open
    const instances = new Set<Instance>()
    // All that this tick's promise jobs will still ask for belongs to the batch: it runs behind them.
    const settled = tickEnd().then(() => {
      batches.delete(footprint)
      if (batches.size === 0) this.#batches.delete(scope)
      return this.#run(batch, relationship)
    })
    const batch: Batch = { instances, pending: new Pending(settled, scope) }
    batches.set(footprint, batch)
    return batch
  }

  /** A failed load leaves its instances not loaded, so that the next read tries again. */
  async #run({ instances, pending }: Batch, relationship: RelationshipMapping): Promise<Outcome> {
    noteRelated(this.#executor.journal, instances, relationship)
    try {
      const branch = { strategy: null, refine: null, tree: new Map() }
      await loadRelated(this.#executor, [...instances], relationship, {
        branch,
        path: [relationship],
        strategy: 'select',
      })
      return { ok: true }
    } catch (error) {
      for (const instance of instances) {
        if (relatedOf(instance, relationship.index) === pending)
          relate(instance, relationship.index, undefined)
      }
      return { ok: false, error }
    }
  }
}

/** In a result of several classes not all have the relationship. */
function hasRelationship(instance: Instance, relationship: RelationshipMapping): boolean {
  const { source, name } = relationship
  return source.inheritance === null || blockOf(instance).mapping.relationships.get(name) === relationship
}
