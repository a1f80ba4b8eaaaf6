/** What `automap` takes and gives. */

import type { Knex } from 'knex'
import type { AnyModel } from './declared.js'
import type { EventMap, EventName, EventOptions } from './events.js'
import type { Loaded, Path, Untyped } from './loaded.js'
import type { Model, ModelStatics } from './model.js'
import type { AutomapOptions, ReflectOptions } from './options.js'
import type { Relationship } from './relationship.js'
import type { Explanation, Report } from './report.js'
import type { Schema } from './schema.js'
import type { Session, SessionOptions } from './session.js'
import type { Snapshot, SnapshotState } from './snapshot.js'
import type { TransactionOptions } from './transaction.js'

/** Models that nobody described: any name may be there, and instances are `Untyped`. */
export interface UntypedModels {
  readonly [name: string]: Model<Untyped>
}

/** Holds for an interface whose every property is a model: `interface Models { Artist: Model<Artist> }`. */
export type ModelsOf<M> = { readonly [K in keyof M]: { readonly name: string; readonly prototype: object } }

/** What `load` walks from: the instance, or each of the array. */
export type LoadItem<S> = S extends readonly (infer T)[] ? T : S

/** What `load` gives: the same instance or array, narrowed. */
export type LoadResult<S, P extends string> = S extends readonly (infer T)[] ? Loaded<T, P>[] : Loaded<S, P>

/** A mapped database. */
export interface Automap<M extends object = UntypedModels> {
  /** The models by name. */
  readonly models: M
  /** Gives a model by its own name. */
  model<N extends keyof M & string>(name: N): M[N]
  /** Gives a model by its own name or its table's, `schema.table` too. Throws `MappingError`. */
  model<T extends object = Untyped>(name: string): Model<T>
  /**
   * Puts a class that extends a model in the model's place: `class Customer extends db.models.Customer {…}`. Every query and
   * relationship gives its instances from then on, and `models`, which is a new object, holds it under the model's name. Throws
   * `DeclarationError`, `MappingError`.
   */
  use<C extends AnyModel>(model: C): C
  /**
   * Reads further tables, and links their models with those that there are; what exists is not changed. The models are in
   * `models` then, and what became of each table in `report`.
   */
  reflect(options?: ReflectOptions): Promise<void>
  /** What is known of the snapshot that it was booted from. */
  readonly snapshotState: SnapshotState
  /**
   * Takes a snapshot of the structure and the names, and writes it to a file where one is named, whole or not at all. Throws
   * `SnapshotError` SNAPSHOT_STALE where the structure has changed since it was reflected.
   */
  snapshot(file?: string): Promise<Snapshot>
  /** The connection. */
  readonly knex: Knex
  readonly schema: Schema
  readonly relationships: readonly Relationship[]
  readonly report: Report
  /** Tells why `Model` or `Model.property` has its name. Throws `MappingError`. */
  explain(subject: string): Explanation
  /**
   * Runs the function in a transaction that everything inside it joins; rolls back when it throws, and then instances are as they
   * were before. Inside another one it is a savepoint, and takes no options. The function is given knex's own transaction, for
   * statements of its own. Throws `CommitUnknownError` where the connection was lost at COMMIT.
   */
  transaction<R>(
    work: (transaction: Knex.Transaction) => R | PromiseLike<R>,
    options?: TransactionOptions,
  ): Promise<R>
  /**
   * Runs the function so that everything inside it joins a transaction that this knex began; its commit and rollback stay
   * with whoever began it, and instances go by them.
   */
  within<R>(transaction: Knex.Transaction, work: () => R | PromiseLike<R>): Promise<R>
  /**
   * Runs the function in a transaction that remembers what its instances are changed to, and writes it before queries and at the end,
   * parents first. Rolls back when it throws.
   */
  session<R>(work: (session: Session) => R | PromiseLike<R>, options?: SessionOptions): Promise<R>
  /** Loads relationships of instances at hand, of one model, and gives them back narrowed. */
  load<S extends object, Q extends string = never>(
    instances: S,
    path: Path<LoadItem<S>, Q>,
    ...paths: Path<LoadItem<S>, Q>[]
  ): Promise<LoadResult<S, Q>>
  /** Has a function told what happens; gives what takes it off again. What it throws ends nothing. */
  on<N extends EventName>(
    event: N,
    listener: (event: EventMap[N]) => void,
    options?: EventOptions,
  ): () => void
  /** Closes the connection where `automap` opened it. */
  close(): Promise<void>
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/** The models of an automap that was given classes under names: those classes, and beside them any other. */
export type ModelsWith<C extends Readonly<Record<string, AnyModel>>> = {
  readonly [K in keyof C]: MappedModel<C[K]>
} & UntypedModels

/** A class that is mapped: a plain one is given what every model starts queries with. */
export type MappedModel<M> = 'query' extends keyof M ? M : M & ModelStatics

/** Reflects a database and builds its models. A knex instance stays its owner's to close. */
export interface AutomapFunction {
  /** With classes under names, `models: { Customer }`, the models have their types. */
  <const C extends Readonly<Record<string, AnyModel>>>(
    connection: string | Knex | Knex.Config,
    options: AutomapOptions & { readonly models: C },
  ): Promise<Automap<ModelsWith<C>>>
  /** `M` describes the models; without it they are `UntypedModels`. */
  <M extends ModelsOf<M> = UntypedModels>(
    connection: string | Knex | Knex.Config,
    options?: AutomapOptions,
  ): Promise<Automap<M>>
  /**
   * Builds the models of a snapshot at once, without asking the database anything: `snapshot` is what was read of its file, or the
   * text. `validate` is `'never'` or `'background'` here. Throws as `automap` does.
   */
  fromSnapshot<M extends ModelsOf<M> = UntypedModels>(
    connection: string | Knex | Knex.Config,
    snapshot: string | Snapshot,
    options?: Omit<AutomapOptions, 'snapshot' | 'create'>,
  ): Automap<M>
}
