/**
 * Lazy loading of columns that were not read with their rows: the first read loads for the whole load group, reads of
 * one tick share a statement, and readers of one value share its load.
 */

import { NotFoundError } from '../errors.js'
import { columnValueOf } from '../instance/column-value.js'
import { blockOf, type Instance, slotOf } from '../instance/instance.js'
import { unread } from '../instance/unread.js'
import { isAtOrUnder } from '../mapping/lineage.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import type { Executor } from '../query/executor.js'
import { columnFootprintOf } from './footprint.js'
import { notRead } from './lazy.js'
import { noteColumns } from './note-loads.js'
import type { Outcome } from './outcome.js'
import { readColumns } from './read-columns.js'
import { tickEnd } from './tick.js'

/** What one statement reads: every column of the batch, for every instance of it. */
interface Batch {
  readonly mapping: Mapping
  /** The transaction that it belongs to; null outside one. */
  readonly scope: object | null
  /** Whom it is loaded for, where that can matter. */
  readonly footprint: string
  readonly columns: Set<ColumnMapping>
  readonly instances: Set<Instance>
  /** Never rejects, so that a load nobody waits for cannot end the process. */
  readonly settled: Promise<Outcome>
  /** True while reads of this tick may still join. */
  open: boolean
}

/** What reads must have in common to share a statement. */
type BatchStart = Pick<Batch, 'mapping' | 'scope' | 'footprint'>

function isAlike(one: BatchStart, other: BatchStart): boolean {
  return one.mapping === other.mapping && one.scope === other.scope && one.footprint === other.footprint
}

/** Reads columns on demand for one automap. */
export class ColumnLoader {
  readonly #executor: Executor
  readonly #groupSize: number
  /** Those that gather, and those under way. */
  readonly #batches = new Set<Batch>()

  constructor(executor: Executor, groupSize: number) {
    this.#executor = executor
    this.#groupSize = groupSize
  }

  /**
   * Gives a column's value, reading it when it is not. Throws `QueryError`, `NotFoundError` where the row is gone,
   * `MappingError` where rows have no key.
   */
  async load(instance: Instance, mapping: Mapping, column: ColumnMapping): Promise<unknown> {
    const known = columnValueOf(instance, column)
    if (known !== unread) return known
    if (mapping.key.length === 0) throw notRead(mapping, column.property)
    const outcome = await this.#batchFor(instance, mapping, column).settled
    if (!outcome.ok) throw outcome.error
    const value = columnValueOf(instance, column)
    if (value === unread) throw vanished(mapping, column)
    return value
  }

  #batchFor(instance: Instance, mapping: Mapping, column: ColumnMapping): Batch {
    const scope = this.#executor.loadScope
    const footprint = columnFootprintOf(this.#executor, mapping, column)
    const start = { mapping, scope, footprint }
    const batches = [...this.#batches].filter(batch => isAlike(batch, start))
    const serving = batches.filter(batch => batch.columns.has(column))
    const known = serving.find(batch => batch.instances.has(instance))
    if (known !== undefined) return known
    const batch = batches.find(({ open }) => open) ?? this.#begin(start)
    batch.columns.add(column)
    const others = this.#neighboursOf(instance, { mapping, column }, [...serving, batch])
    for (const member of others) batch.instances.add(member)
    return batch
  }

  /** The instance itself, then its neighbours that lack the column and are in no batch, up to the group size. */
  #neighboursOf(
    instance: Instance,
    { mapping, column }: { readonly mapping: Mapping; readonly column: ColumnMapping },
    batches: readonly Batch[],
  ): Instance[] {
    const chosen: Instance[] = []
    const block = blockOf(instance)
    for (const member of block.group.around(block, instance)) {
      if (chosen.length === this.#groupSize) break
      const lacking = slotOf(member, column.slot) === unread && isOf(member, mapping)
      if (lacking && !batches.some(batch => batch.instances.has(member))) chosen.push(member)
    }
    return chosen
  }

  #begin(start: BatchStart): Batch {
    const settled = tickEnd().then(() => this.#run(batch))
    const batch: Batch = { ...start, columns: new Set(), instances: new Set(), settled, open: true }
    this.#batches.add(batch)
    return batch
  }

  async #run(batch: Batch): Promise<Outcome> {
    batch.open = false
    const { mapping, columns, instances } = batch
    noteColumns(this.#executor.journal, instances, columns)
    const outcome = await readColumns(
      this.#executor,
      { mapping, columns: [...columns], strategy: 'select' },
      [...instances],
    ).then(
      (): Outcome => ({ ok: true }),
      (error: unknown): Outcome => ({ ok: false, error }),
    )
    this.#batches.delete(batch)
    return outcome
  }
}

/** In a result of several classes not all have the column. */
function isOf(instance: Instance, mapping: Mapping): boolean {
  return mapping.inheritance === null || isAtOrUnder(blockOf(instance).mapping, mapping)
}

function vanished({ name, table }: Mapping, { property }: ColumnMapping): NotFoundError {
  return new NotFoundError(
    'NOT_FOUND',
    `Cannot load ${name}.${property}: table "${table.name}" holds no row with the key of this instance any more`,
  )
}
