/** What `automap` gives: the models, what is known about them, transactions, and the way to close. */

import { inspect } from 'node:util'
import type { Knex } from 'knex'
import type { Relationship } from '../../types/relationship.js'
import type { Explanation, Report } from '../../types/report.js'
import type { Schema } from '../../types/schema.js'
import type { Snapshot, SnapshotState } from '../../types/snapshot.js'
import { deepFreeze } from '../dialect/plain-data.js'
import { MappingError, QueryError } from '../errors.js'
import { blockOf, type Instance, isInstance } from '../instance/instance.js'
import { loadTree } from '../loading/load-tree.js'
import { isAtOrUnder, lineageOf } from '../mapping/lineage.js'
import type { Mapping } from '../mapping/mapping.js'
import { isWaiting } from '../mapping/on-demand.js'
import type { QueryContext } from '../query/context.js'
import type { Executor } from '../query/executor.js'
import { join } from '../query/join-transaction.js'
import type { LoadTree } from '../query/state.js'
import { transact, type Work } from '../query/transaction.js'
import { grow } from '../query/tree.js'
import { byCodePoints } from '../schema/compare.js'
import { didYouMean } from '../schema/suggest.js'
import { valueText } from '../schema/value-text.js'
import { openSession } from '../session/open-session.js'
import type { Session } from '../session/session.js'
import { checkFile, storeSnapshot } from '../snapshot/store.js'
import type { Model } from './model.js'
import { takePlace } from './take-place.js'

/** What a database is made of. */
export interface DatabaseParts {
  readonly schema: Schema
  /** The account; made when it is asked for. */
  readonly report: () => Report
  readonly mappings: readonly Mapping[]
  readonly executor: Executor
  /** What its queries are run with. */
  readonly context: QueryContext
  readonly explain: (subject: string) => Explanation
  /** True where the connection was opened here, and is closed here. */
  readonly owned: boolean
  /** Reflects again, and gives what the database is made of then. */
  readonly reflect: (options: unknown) => Promise<DatabaseParts>
  /** Where the structure came from; kept up to date. */
  readonly origin: { readonly state: SnapshotState }
  readonly snapshot: () => Promise<Snapshot>
}

/** A mapped database. */
export class Database {
  #parts: DatabaseParts
  #models: Readonly<Record<string, typeof Model>>
  #relationships: readonly Relationship[] | null = null

  constructor(parts: DatabaseParts) {
    this.#parts = parts
    this.#models = modelsOf(parts.mappings)
  }

  /** Every relationship of every model, sorted by model and name. */
  get relationships(): readonly Relationship[] {
    this.#relationships ??= relationshipsOf(this.#parts.mappings)
    return this.#relationships
  }

  /** What became of every object that the catalog showed. */
  get report(): Report {
    return deepFreeze(this.#parts.report())
  }

  /**
   * Reads further tables and links their models with those that there are; what exists is not changed. Throws as `automap`
   * does, and then nothing is added.
   */
  async reflect(options?: unknown): Promise<void> {
    const parts = await this.#parts.reflect(options)
    this.#parts = parts
    this.#models = modelsOf(parts.mappings)
    this.#relationships = null
  }

  /** The models by name; without a prototype, as any name may be there. A new object when one of them has changed. */
  get models(): Readonly<Record<string, typeof Model>> {
    return this.#models
  }

  /** The structure; frozen when it is first asked for, as most programs never do. */
  get schema(): Schema {
    return deepFreeze(this.#parts.schema)
  }

  /** The connection. */
  get knex(): Knex {
    return this.#parts.executor.knex
  }

  /** Gives a model by its own name, its table's, or `schema.table`. Throws `MappingError`. */
  model(name: string): typeof Model {
    if (typeof name !== 'string') {
      const message = `Expected the name of a model or table, got ${valueText(name)}`
      throw new MappingError('MODEL_UNKNOWN', message)
    }
    const found = this.models[name] ?? this.#byTable(name)
    if (found !== undefined) return found
    const known = [...Object.keys(this.models), ...this.#parts.mappings.map(({ table }) => table.name)]
    throw new MappingError('MODEL_UNKNOWN', `No model or table is called "${name}"${didYouMean(name, known)}`)
  }

  #byTable(name: string): typeof Model | undefined {
    const { defaultSchema } = this.#parts.schema
    const named = this.#parts.mappings.filter(({ table }) =>
      [table.name, `${table.schema}.${table.name}`].includes(name),
    )
    const mapping = named.find(({ table }) => table.schema === defaultSchema) ?? named[0]
    return mapping?.model as typeof Model | undefined
  }

  /** Puts a subclass of a model in the model's place, and gives it back. Throws `DeclarationError`, `MappingError`. */
  use<C>(model: C): C {
    takePlace(model, this.#parts.mappings)
    this.#models = modelsOf(this.#parts.mappings)
    return model
  }

  /** Tells why a model or a property has its name. Throws `MappingError`. */
  explain(subject: string): Explanation {
    return this.#parts.explain(subject)
  }

  /** What is known of the snapshot that it was booted from. */
  get snapshotState(): SnapshotState {
    return this.#parts.origin.state
  }

  /**
   * Takes a snapshot, and writes it to a file where one is named. Throws `SnapshotError` SNAPSHOT_STALE where the structure has
   * changed since it was reflected.
   */
  async snapshot(file?: unknown): Promise<Snapshot> {
    const path = checkFile(file)
    const snapshot = deepFreeze(await this.#parts.snapshot())
    if (path !== null) await storeSnapshot(path, snapshot)
    return snapshot
  }

  /** Runs a function in a transaction that every query, load and stream inside it joins; nested, in a savepoint. */
  transaction<R>(work: Work<R>, options?: unknown): Promise<R> {
    return transact(this.#parts.executor, work, options)
  }

  /** Runs a function with a session, in a transaction: what is changed inside is written when it has ended. */
  session<R>(work: (session: Session) => R | PromiseLike<R>, options?: unknown): Promise<R> {
    const { context } = this.#parts
    return openSession({ context, isMapped: mapping => this.#isMapped(mapping) }, work, options)
  }

  /** Runs a function so that every query, load and stream inside it joins a transaction that knex began. */
  within<R>(transaction: Knex.Transaction, work: () => R | PromiseLike<R>): Promise<R> {
    return join(this.#parts.executor, transaction, work)
  }

  /** Loads relationships into instances of one model, where they are not loaded yet, and gives the instances back. */
  async load<S>(instances: S, ...paths: unknown[]): Promise<S> {
    const list: readonly unknown[] = Array.isArray(instances) ? instances : [instances]
    if (list.length === 0) return instances
    const mapping = this.#mappingOf(list)
    let tree: LoadTree = new Map()
    for (const path of paths) tree = grow(tree, mapping, path, { strategy: null, refine: null })
    await loadTree(this.#parts.executor, list as readonly Instance[], tree)
    return instances
  }

  #isMapped(mapping: Mapping): boolean {
    return this.#parts.mappings.includes(mapping)
  }

  /** Gives the one mapping of all these instances, or the nearest that all of theirs inherit from. */
  #mappingOf(list: readonly unknown[]): Mapping {
    const mappings = [...new Set(list.map(item => (isInstance(item) ? blockOf(item).mapping : null)))]
    const [first] = mappings
    const above = first == null ? [] : lineageOf(first)
    const common = above.find(each =>
      mappings.every(mapping => mapping !== null && isAtOrUnder(mapping, each)),
    )
    if (common !== undefined && this.#isMapped(common)) return common
    throw new QueryError(
      'QUERY_INVALID',
      'Cannot load relationships: expected instances of one model of this automap',
    )
  }

  /** Has a function told what happens; gives what takes it off again. Throws `OptionError`. */
  on(event: unknown, listener: unknown, options?: unknown): () => void {
    return this.#parts.executor.events.on(event, listener, options)
  }

  /** Refuses every later query; ends the connection where `automap` opened it. */
  async close(): Promise<void> {
    this.#parts.executor.close()
    if (this.#parts.owned) await this.knex.destroy()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

// Declarations made file by file know no member whose name is computed, so this one is defined from outside.
Object.defineProperty(Database.prototype, inspect.custom, {
  value(this: Database): string {
    const { dialect, defaultSchema } = this.schema
    return `Automap of ${dialect} schema "${defaultSchema}" with models ${Object.keys(this.models).join(', ')}`
  },
})

function relationshipsOf(mappings: readonly Mapping[]): readonly Relationship[] {
  // What a class inherits is its parent's.
  const all = mappings.flatMap(mapping =>
    [...mapping.relationships.values()].flatMap(({ source, info }) => (source === mapping ? [info] : [])),
  )
  return deepFreeze(all.sort((a, b) => byCodePoints([a.model, a.name], [b.model, b.name])))
}

function modelsOf(mappings: readonly Mapping[]): Readonly<Record<string, typeof Model>> {
  const models: Record<string, typeof Model> = Object.create(null)
  for (const mapping of mappings) {
    if (isWaiting(mapping)) Object.defineProperty(models, mapping.name, onDemand(mapping))
    else models[mapping.name] = mapping.model as typeof Model
  }
  // Without it inspection shows that there are getters, and not what they get.
  Object.defineProperty(models, inspect.custom, { value: () => Object.assign(Object.create(null), models) })
  return Object.freeze(models)
}

/** Gives the same class ever after, also where another has taken its place since. */
function onDemand(mapping: Mapping): PropertyDescriptor {
  let model: typeof Model | undefined
  return {
    enumerable: true,
    get: () => {
      model ??= mapping.model as typeof Model
      return model
    },
  }
}
