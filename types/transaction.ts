/** What a transaction can be asked to be. */

/**
 * How much a transaction may see of those beside it: the least that is asked for. A database may give more, and SQLite
 * always gives `serializable`.
 */
export type Isolation = 'readUncommitted' | 'readCommitted' | 'repeatableRead' | 'serializable'

/** How often a transaction is tried. */
export interface TransactionRetry {
  /** How many times the function runs at most, the first time included. */
  readonly attempts: number
  /** Milliseconds before the second run, 20 by default; it doubles from run to run, and half of it is chance. */
  readonly delay?: number
}

/** How `transaction` goes about it. A transaction inside another is a savepoint of that, and takes no options. */
export interface TransactionOptions {
  /** By default what the connection is set to. */
  readonly isolation?: Isolation
  /** True: the database refuses every write in it. */
  readonly readOnly?: boolean
  /**
   * Runs the whole function again, in a new transaction, where the database gave this one up for the sake of others: after a
   * serialization failure, a deadlock, or a lock that was not to be had. A number is `attempts`.
   */
  readonly retry?: number | TransactionRetry
}
