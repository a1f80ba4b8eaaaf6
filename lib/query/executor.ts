/**
 * Runs statements for one automap: on the transaction of the current asynchronous context where there is one,
 * otherwise on a connection of knex's pool. Knows nothing of models.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Knex } from 'knex'
import { revealedError } from '../dialect/concealed.js'
import type { Dialect, Fragment, Lease, Row } from '../dialect/contract.js'
import { AutomapError, WriteError } from '../errors.js'
import type { Journal } from '../instance/journal.js'
import { blockSize } from '../instance/load-group.js'
import type { UnitOfWork } from '../instance/unit-of-work.js'
import { Events } from './events.js'
import { closed, failureOf, finished, unconnected, waiting } from './failure.js'
import { followed } from './followed.js'
import { exhausted, holding } from './holding.js'
import type { Purpose } from './purpose.js'
import { release, Spare } from './spare.js'
import { told } from './told.js'
import { deedOf } from './violation/deed.js'
import type { KnownSchema } from './violation/place.js'
import { constraintErrorOf } from './violation.js'

/** The first error of a statement in a transaction; undefined while there is none. */
export interface Trouble {
  first: unknown
}

/** A transaction for the time of one function. */
export interface OpenTransaction {
  /** Made by `newId`, for those who listen. */
  readonly id: string
  readonly transaction: Knex.Transaction
  readonly connection: unknown
  /** Milliseconds since 1970. */
  readonly since: number
  readonly trouble: Trouble
  /** What was called with the function, for messages. */
  readonly caller: string
  /** How instances were before what is done in it. */
  readonly journal: Journal
  /** The session that it is of, or is in; null outside one. */
  readonly unit: UnitOfWork | null
}

/** What statements are answered with. */
interface Answers {
  readonly run: Row[]
  readonly change: number
}

/** In which transaction a statement is sent, and what it is to be answered with. */
interface Sending<K extends keyof Answers> {
  readonly open: OpenTransaction | null
  readonly how: K
}

/** The one door to the database after boot. */
export class Executor {
  readonly knex: Knex
  readonly dialect: Dialect
  /** True where nothing is ever written. */
  readonly readOnly: boolean
  /** Who listens to what is done. */
  readonly events: Events = new Events()
  /** What refusals of the database are told by; the boot fills it. */
  known: KnownSchema = { tables: [], mappings: [], defaultSchema: '' }
  /** That of the caller's transaction, where the knex is one. */
  readonly #root: Journal | null
  readonly #ambient = new AsyncLocalStorage<OpenTransaction>()
  readonly #open = new Set<OpenTransaction>()
  readonly #spare = new Spare()
  /** What comes last on the connection of a transaction; never rejects. */
  readonly #turns = new WeakMap<object, Promise<unknown>>()
  #transactions = 0
  #closed = false

  constructor(knex: Knex, dialect: Dialect, readOnly = false) {
    this.knex = knex
    this.dialect = dialect
    this.readOnly = readOnly
    this.#root = knex.isTransaction === true ? followed(knex as Knex.Transaction).journal : null
  }

  /** The transaction that statements join at this place of the program; null outside one. */
  get scope(): Knex.Transaction | null {
    return this.#ambient.getStore()?.transaction ?? null
  }

  /** What loads at this place of the program share: the transaction, and what a session writes has its own, or it would wait for itself. */
  get loadScope(): object | null {
    const { unit } = this
    return unit?.isWriting === true ? unit : this.scope
  }

  /** Where instances are noted before anything about them is changed; null outside a transaction, where nothing is rolled back. */
  get journal(): Journal | null {
    return this.#open.size === 0 ? this.#root : (this.#ambient.getStore()?.journal ?? this.#root)
  }

  /** The session that this place of the program is in; null outside one. */
  get unit(): UnitOfWork | null {
    return this.#open.size === 0 ? null : (this.#ambient.getStore()?.unit ?? null)
  }

  /** Gives the session that this place of the program is in, where its statements use this connection; otherwise null. */
  unitOn(connection: unknown): UnitOfWork | null {
    return this.#ambient.getStore()?.connection === connection ? this.unit : null
  }

  /** Gives the name of a new transaction; that of a savepoint begins with that of what it is in. */
  newId(): string {
    const outer = this.#ambient.getStore()
    const own = String(++this.#transactions)
    return outer === undefined ? own : `${outer.id}.${own}`
  }

  /** True once every later statement is refused. */
  get isClosed(): boolean {
    return this.#closed
  }

  /** Runs a function so that every statement in it joins the transaction; refuses those that come after its end. */
  async within<T>(open: OpenTransaction, run: () => Promise<T>): Promise<T> {
    this.#open.add(open)
    try {
      return await holding(this.knex.client, open.connection, () => this.#ambient.run(open, run))
    } finally {
      this.#open.delete(open)
    }
  }

  /** Refuses every later statement. */
  close(): void {
    this.#closed = true
  }

  /**
   * Refuses what would write where nothing is to be written. What takes more than one statement asks before the first one, as a
   * BEGIN, a hook or a load would come before the write that is refused. Throws `WriteError`.
   */
  refuseWrite(doing: string): void {
    if (!this.readOnly) return
    throw new WriteError(
      'READ_ONLY',
      `Cannot ${doing}: this automap only reads, as its option "readOnly" says; use one without that option`,
    )
  }

  /** Takes a connection, inside a transaction that one's. Throws `TransactionError` or `ConnectionError`. */
  async acquire(doing: string): Promise<Lease> {
    if (this.#closed) throw closed(doing)
    const open = this.#ambient.getStore() ?? null
    const client = (open?.transaction ?? this.knex).client as Knex.Client
    if (open !== null) this.#refuseEnded(open, doing)
    else this.#refuseOver(doing)
    const size = open === null ? exhausted(client) : null
    if (size !== null) throw waiting(size, doing)
    try {
      return { client, connection: await client.acquireConnection() }
    } catch (error) {
      throw unconnected(error, doing, [...this.#open])
    }
  }

  /**
   * Runs one statement, and tells those who listen. Throws `QueryError` with the driver's error as cause, `ConnectionError`
   * where no connection could be had, `WriteError` where it writes and nothing is to be written.
   */
  run(statement: Fragment, purpose: Purpose): Promise<Row[]> {
    return this.#answer(statement, purpose, 'run')
  }

  /** Runs one statement that gives no rows, and gives how many it changed; throws likewise. */
  change(statement: Fragment, purpose: Purpose): Promise<number> {
    return this.#answer(statement, purpose, 'change')
  }

  async #answer<K extends keyof Answers>(statement: Fragment, purpose: Purpose, how: K): Promise<Answers[K]> {
    const { doing } = purpose
    if (purpose.writes) this.refuseWrite(doing)
    const open = this.#ambient.getStore() ?? null
    if (open !== null && open.unit !== null) await open.unit.beforeStatement()
    const shared = this.#sharesConnections
    const lease = (shared ? this.#spare.take() : null) ?? (await this.acquire(doing))
    try {
      const answer = await (open === null && this.knex.isTransaction !== true
        ? this.#send(lease, statement, purpose, { open, how })
        : this.#join(lease, statement, purpose, { open, how }))
      if (shared) this.#spare.giveBack(lease)
      else release(lease)
      if (typeof answer !== 'number' && answer.length > blockSize) await promiseJobsDone()
      return answer
    } catch (error) {
      this.#spare.giveUp(lease)
      throw this.failureOf(error, purpose, statement.sql)
    }
  }

  #send<K extends keyof Answers>(
    lease: Lease,
    statement: Fragment,
    purpose: Purpose,
    { open, how }: Sending<K>,
  ): Promise<Answers[K]> {
    const { sql, bindings } = statement
    const dialect: Pick<Dialect, K> = this.dialect
    if (!this.events.hears('query')) return dialect[how](lease, sql, bindings) as Promise<Answers[K]>
    const transaction = open?.id ?? null
    const failed = (error: unknown): Error => this.failureOf(error, purpose, sql)
    return told(
      this.events,
      { statement, purpose, transaction, failureOf: failed },
      () => dialect[how](lease, sql, bindings) as Promise<Answers[K]>,
    )
  }

  /**
   * Runs a function whose statements share a connection, which it has from the beginning: whoever others wait for must not wait for
   * a connection that they may have. In a transaction statements have that one's. Throws as `acquire` does.
   */
  async connected<T>(doing: string, work: () => Promise<T>): Promise<T> {
    if (!this.#sharesConnections || this.#spare.held !== null) return work()
    return this.#spare.hold(this.#spare.take() ?? (await this.acquire(doing)), work)
  }

  /** True where the connection carries out what foreign keys say of deletes. Throws as `acquire` does. */
  async holdsToKeys(): Promise<boolean> {
    const shared = this.#sharesConnections
    const lease = (shared ? this.#spare.take() : null) ?? (await this.acquire('delete'))
    return this.inTurn(lease, () => this.dialect.holdsToKeys(lease)).finally(() => this.#spare.giveUp(lease))
  }

  /**
   * Does something on the connection of a transaction when all that came before is done, as not every driver takes a
   * statement while another is under way.
   */
  inTurn<T>({ connection }: Lease, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(connection as object) ?? Promise.resolve()).then(work)
    const over = turn.catch(() => undefined)
    this.#turns.set(connection as object, over)
    return turn
  }

  /** Looks again when its turn has come, as the transaction may have ended meanwhile. */
  #join<K extends keyof Answers>(
    lease: Lease,
    statement: Fragment,
    purpose: Purpose,
    sending: Sending<K>,
  ): Promise<Answers[K]> {
    const { open } = sending
    return this.inTurn(lease, async () => {
      if (open === null) this.#refuseOver(purpose.doing)
      else this.#refuseEnded(open, purpose.doing)
      try {
        return await this.#send(lease, statement, purpose, sending)
      } catch (error) {
        if (open !== null) open.trouble.first ??= error
        throw error
      }
    })
  }

  /** Tells what failed, with the driver's error as cause: in the words of the models where a constraint refused a write. */
  failureOf(error: unknown, purpose: Purpose, sql: string): Error {
    if (error instanceof AutomapError || !purpose.writes) return failureOf(error, purpose.doing)
    const refused = this.dialect.violation(revealedError(error), this.known.tables)
    if (refused === null) return failureOf(error, purpose.doing)
    const deed = deedOf(sql, this.dialect.quote)
    return constraintErrorOf(this.known, { refused, purpose, deed, cause: error })
  }

  /** Where the caller's knex is a transaction itself: once that has ended, others use its connection. */
  #refuseOver(doing: string): void {
    const { knex } = this
    if (knex.isTransaction === true && (knex as Knex.Transaction).isCompleted()) throw finished(doing)
  }

  /** A transaction's connection is refused once that has ended, so each statement asks for it anew. */
  get #sharesConnections(): boolean {
    return !this.#closed && this.scope === null && this.knex.isTransaction !== true
  }

  /** The function may also have ended its transaction itself, through knex's own. */
  #refuseEnded(open: OpenTransaction, doing: string): void {
    if (!this.#open.has(open) || open.transaction.isCompleted()) throw finished(doing, open.caller)
  }
}

/**
 * A weak reference holds what it was made for until no promise job is left, and over a driver that answers at once a
 * loop never gets there: what an earlier result brought is let go of here.
 */
function promiseJobsDone(): Promise<void> {
  return new Promise(resolve => process.nextTick(resolve))
}
