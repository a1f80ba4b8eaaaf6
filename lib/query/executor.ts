/**
 * Runs statements for one automap: on the transaction of the current asynchronous context where there is one,
 * otherwise on a connection of knex's pool. Knows nothing of models.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Knex } from 'knex'
import type { Dialect, Fragment, Row } from '../dialect/contract.js'
import { AutomapError, ConnectionError, QueryError, TransactionError } from '../errors.js'

/** The one door to the database after boot. */
export class Executor {
  readonly knex: Knex
  readonly dialect: Dialect
  readonly #ambient = new AsyncLocalStorage<Knex.Transaction>()
  readonly #open = new Map<Knex.Transaction, number>()
  #closed = false

  constructor(knex: Knex, dialect: Dialect) {
    this.knex = knex
    this.dialect = dialect
  }

  /** The transaction that statements join at this place of the program; null outside one. */
  get scope(): Knex.Transaction | null {
    return this.#ambient.getStore() ?? null
  }

  /** Runs a function so that every statement in it joins the transaction. */
  async within<T>(transaction: Knex.Transaction, run: () => T | Promise<T>): Promise<T> {
    this.#open.set(transaction, Date.now())
    try {
      return await this.#ambient.run(transaction, run)
    } finally {
      this.#open.delete(transaction)
    }
  }

  /** Begins a transaction, or a savepoint inside the one that is open here. Throws `ConnectionError`. */
  async begin(): Promise<Knex.Transaction> {
    const doing = 'begin a transaction'
    if (this.#closed) throw closed(doing)
    try {
      return await (this.scope ?? this.knex).transaction()
    } catch (error) {
      throw this.#unconnected(error, doing)
    }
  }

  /** Refuses every later statement. */
  close(): void {
    this.#closed = true
  }

  /**
   * Runs one statement. `doing` begins the message of an error: "load Artist.albums". Throws `QueryError` with the
   * driver's error as cause, `ConnectionError` where no connection could be had.
   */
  async run(statement: Fragment, doing: string): Promise<Row[]> {
    if (this.#closed) throw closed(doing)
    const client = (this.scope ?? this.knex).client as Knex.Client
    const connection = await this.#acquire(client, doing)
    try {
      return await this.dialect.run({ client, connection }, statement.sql, statement.bindings)
    } catch (error) {
      throw failureOf(error, doing)
    } finally {
      client.releaseConnection(connection)
    }
  }

  async #acquire(client: Knex.Client, doing: string): Promise<unknown> {
    try {
      return await client.acquireConnection()
    } catch (error) {
      throw this.#unconnected(error, doing)
    }
  }

  #unconnected(error: unknown, doing: string): ConnectionError {
    const { name, message } = error as Error
    const options = { cause: error }
    if (name !== 'KnexTimeoutError') {
      return new ConnectionError('CONNECTION_FAILED', `Cannot ${doing}: no connection: ${message}`, options)
    }
    const text = `Cannot ${doing}: knex's pool gave no connection in time. ${this.#openTransactions()}`
    return new ConnectionError('CONNECTION_TIMEOUT', text, options)
  }

  /** A load outside a transaction that waits for the connection which the transaction holds never ends by itself. */
  #openTransactions(): string {
    if (this.#open.size === 0) return 'Is the pool too small, or a connection never given back?'
    const seconds = Math.round((Date.now() - Math.min(...this.#open.values())) / 1000)
    return (
      `Transactions open on this automap: ${this.#open.size}, the oldest for ${seconds} s. If this was called ` +
      'from inside one, it ran outside its asynchronous context; await it inside the function given to transaction()'
    )
  }
}

function closed(doing: string): TransactionError {
  return new TransactionError('CLOSED', `Cannot ${doing}: this automap was closed`)
}

function failureOf(error: unknown, doing: string): Error {
  if (error instanceof AutomapError) return error
  return new QueryError('QUERY_FAILED', `Cannot ${doing}: ${(error as Error).message}`, { cause: error })
}
