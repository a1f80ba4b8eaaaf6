/** A session as its users see it: a transaction that remembers what is to be written. */

import type { TransactionOptions } from './transaction.js'

/** How a session goes about it. */
export interface SessionOptions extends TransactionOptions {
  /** Whether what is changed is written before each query, so that queries see it. Default true. */
  readonly autoflush?: boolean
}

/** One statement that a flush would run. */
export interface PlannedWrite {
  readonly kind: 'insert' | 'update' | 'delete'
  /** The model whose rows it writes; an association table is one, too. */
  readonly model: string
  /** The table, with its schema where that is not the connection's own. */
  readonly table: string
  /** How many rows it writes. */
  readonly rows: number
  /** The statement, without its values. */
  readonly sql: string
}

/**
 * What `db.session` hands to its function. Instances that are read inside it belong to it: each row is one instance, and what is
 * changed about it is written by the next flush. There is one before every query, and one at the end.
 */
export interface Session {
  /** Takes in an instance, or each of an array, with the new ones that it leads to; gives it back. */
  add<S extends object>(instances: S): S
  /** Has the row of an instance, or of each of an array, deleted by the next flush. */
  delete(instances: object): void
  /**
   * Copies an instance from elsewhere onto the session's own of the same key, which is read where it is not at hand, and with it
   * those that `merge` cascades to; gives the session's own. One whose row is not there becomes a new one.
   */
  merge<T extends object>(instance: T): Promise<T>
  /** Writes everything that is to be written. */
  flush(): Promise<void>
  /** Tells which statements `flush` would run, in order; writes nothing. */
  plan(): Promise<readonly PlannedWrite[]>
  /** Lets go of an instance, or of each of an array: what was changed about it is not written. */
  expunge(instances: object): void
  /** Lets go of every instance. */
  expungeAll(): void
  /** Tells whether an instance belongs to it. */
  has(instance: object): boolean
  /** The instances that are to be inserted. */
  readonly new: readonly object[]
  /** The instances that are to be updated. */
  readonly dirty: readonly object[]
  /** The instances that are to be deleted. */
  readonly deleted: readonly object[]
  /** Runs the function with no flush before its queries. */
  withoutAutoflush<R>(work: () => R | PromiseLike<R>): Promise<R>
}
