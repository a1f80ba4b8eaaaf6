/** What an automap tells while it works. */

import type { LoadStrategy } from './relationship.js'
import type { SnapshotState } from './snapshot.js'
import type { Isolation } from './transaction.js'

/** What is known of an error without any value of yours. */
export interface EventError {
  /** The class of the error that the caller gets. */
  readonly name: string
  /** The library's code, such as `UNIQUE_VIOLATED`; null for what is none of its own errors. */
  readonly code: string | null
  /** The database's own code; null where it gave none. */
  readonly databaseCode: string | null
  /** Null unless the listener asked for `bindings`, as the database may quote values in it. */
  readonly message: string | null
}

/** One statement that was answered, or refused. */
export interface QueryEvent {
  readonly sql: string
  /**
   * The type of each, such as `"a number"` or `"an array of 3"`; the values themselves where the listener asked for `bindings`. Those
   * of sensitive columns are never told.
   */
  readonly bindings: readonly unknown[]
  /** Milliseconds until the answer was there. */
  readonly duration: number
  /** How many rows came back, or were changed where none was to come; 0 where it failed. */
  readonly rows: number
  /** What it was for, such as `load Artist.albums`. */
  readonly doing: string
  /** The model whose rows it reads or writes; null where they are no model's. */
  readonly model: string | null
  /** "Artist.albums"; null where it loads no relationship. */
  readonly relationship: string | null
  /** How that was loaded; null for what was asked for itself. */
  readonly strategy: LoadStrategy | null
  /** True where it changes rows. */
  readonly writes: boolean
  /** The transaction, or savepoint, that it was part of; null outside one. */
  readonly transaction: string | null
  readonly error: EventError | null
}

/** A transaction, or a savepoint in one, that has begun or ended. */
export interface TransactionEvent {
  /** Of a savepoint it begins with that of the transaction around it: "3.4" is in "3". */
  readonly id: string
  readonly type: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollbackTo'
  /** Milliseconds since it began; of a beginning, until it had begun. */
  readonly duration: number
  /** What it was asked to be; null where it was not. */
  readonly isolation: Isolation | null
  readonly readOnly: boolean
  /** What it failed of, or was rolled back for; null where nothing did. */
  readonly error: EventError | null
}

/** One statement that brought instances, or columns of them. */
export interface LoadEvent {
  /** The model whose rows came. */
  readonly model: string
  /** "Artist.albums"; null for a query, and for columns. */
  readonly relationship: string | null
  /** Null for a query. */
  readonly strategy: LoadStrategy | null
  /** How many instances a query gave; how many a relationship, or columns, were loaded for. */
  readonly instances: number
  readonly rows: number
}

/** What one save, or one flush of a session, wrote. */
export interface FlushEvent {
  /** How many rows. */
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  readonly statements: number
  /** Milliseconds. */
  readonly duration: number
}

/** What a check in the background found out about the snapshot that an automap was booted from. */
export interface SnapshotEvent {
  /** `unchecked` where the check failed. */
  readonly state: SnapshotState
  readonly error: EventError | null
}

/** What is told under which name. */
export interface EventMap {
  readonly query: QueryEvent
  readonly transaction: TransactionEvent
  readonly load: LoadEvent
  readonly flush: FlushEvent
  readonly snapshot: SnapshotEvent
}

/** What can be listened to. */
export type EventName = keyof EventMap

/** How to listen. */
export interface EventOptions {
  /** Tells the values that statements bind, too, but for those of sensitive columns; false by default. */
  readonly bindings?: boolean
}
