/** What classes are called with: before and after their instances are checked, written and loaded. */

import type { LoadStrategy } from './relationship.js'

/** When a class can want to be called. */
export type HookName =
  | 'beforeValidate'
  | 'afterValidate'
  | 'beforeInsert'
  | 'afterInsert'
  | 'beforeUpdate'
  | 'afterUpdate'
  | 'beforeDelete'
  | 'afterDelete'
  | 'beforeLoad'
  | 'afterLoad'

/** A statement that is about to bring instances of a model. */
export interface ComingLoad {
  /** The model that is queried, or that a relationship leads to. */
  readonly model: string
  /** "Artist.albums"; null for a query. */
  readonly relationship: string | null
  /** Null for a query. */
  readonly strategy: LoadStrategy | null
}

/** What one UPDATE changes, by property; of an instance `T`, each with its own type. */
export type HookChanges<T = object> = T extends { readonly changes: infer C }
  ? C
  : Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>

/** Is waited for where it gives a promise; what it throws, or rejects with, ends what was under way. */
export type Hook<I extends unknown[]> = (...inputs: I) => unknown

/** The functions that a class can want to be called by name; `T` is its instances. */
export interface Hooks<T = object> {
  /** Before an instance is checked that is to be written. */
  beforeValidate?: Hook<[instance: T]>
  /** When it is known to fit its columns. */
  afterValidate?: Hook<[instance: T]>
  /** Before the INSERT; it may change the instance. */
  beforeInsert?: Hook<[instance: T]>
  /** When the row is there, in the same transaction. */
  afterInsert?: Hook<[instance: T]>
  /** Before the UPDATE, with what it will change; it may change the instance. */
  beforeUpdate?: Hook<[instance: T, changes: HookChanges<T>]>
  /** When the row is written, with what was changed, in the same transaction. */
  afterUpdate?: Hook<[instance: T, changes: HookChanges<T>]>
  /** Before the DELETE. */
  beforeDelete?: Hook<[instance: T]>
  /** When the row is gone, in the same transaction. */
  afterDelete?: Hook<[instance: T]>
  /** Before a statement that is to bring instances, once for each statement; throwing refuses it. */
  beforeLoad?: Hook<[load: ComingLoad]>
  /** With each instance that was made of a row, before whoever asked for it gets it. */
  afterLoad?: Hook<[instance: T]>
}
