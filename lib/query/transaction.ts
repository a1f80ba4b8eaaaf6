/**
 * Runs functions in transactions that every statement inside them joins; a nested one is a savepoint. Never tells of a
 * success that the database did not confirm.
 */

import { setTimeout as pause } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { Beginning, Lease } from '../dialect/contract.js'
import { discard, isDiscarded } from '../dialect/discard.js'
import { typeOf } from '../dialect/refused-value.js'
import { CommitUnknownError, QueryError } from '../errors.js'
import type { UnitOfWork } from '../instance/unit-of-work.js'
import type { Executor, OpenTransaction, Trouble } from './executor.js'
import { failureOf, finished } from './failure.js'
import { type Commit, followed, isRolledBack } from './followed.js'
import { writing } from './purpose.js'
import { release } from './spare.js'
import { type Ended, type ToldTransaction, tellBegun, tellEnded } from './transaction-events.js'
import { type CheckedTransaction, checkTransaction } from './transaction-options.js'

/** What runs in a transaction; it is given knex's own, for statements of its own. */
export type Work<R> = (transaction: Knex.Transaction) => R | PromiseLike<R>

/** Whose function runs: how messages call it, which options it takes beside the transaction's, and which session it is of. */
export interface Caller {
  readonly name: string
  readonly options: readonly string[]
  readonly unit: (executor: Executor) => UnitOfWork | null
}

const plain: Caller = { name: 'transaction()', options: [], unit: ({ unit }) => unit }

/** A transaction that has begun. */
interface Begun extends OpenTransaction {
  readonly run: Run
  readonly lease: Lease
  readonly commit: Commit
  readonly told: ToldTransaction
  /** Gives the error that ended it, or null; knex resolves `commit` and `rollback` whatever comes of them. */
  readonly ended: Promise<Ended | null>
}

/** One run of the function. */
interface Run {
  readonly caller: Caller
  readonly mode: CheckedTransaction['mode']
  readonly trouble: Trouble
  /** True where it was committed, or may have been, whatever was thrown then. */
  isFinal: boolean
}

const beginning = 'begin a transaction'
/** What is deferred is only checked then. */
const committing = writing('commit the transaction', null)

/**
 * Commits when the function has ended, rolls back and throws on when it throws, and begins anew where that is asked for.
 * Throws `OptionError`, `QueryError` QUERY_FAILED, `CommitUnknownError`.
 */
export async function transact<R>(
  executor: Executor,
  work: Work<R>,
  options?: unknown,
  caller: Caller = plain,
): Promise<R> {
  if (typeof work !== 'function') {
    throw new QueryError('QUERY_INVALID', `Expected transaction(async () => …), got ${typeOf(work)}`)
  }
  const nested = isNested(executor)
  const asked = checkTransaction(options, nested, caller)
  // A savepoint is as its transaction is.
  const readOnly = asked.mode.readOnly || (executor.readOnly && !nested)
  return tried(1)

  async function tried(attempt: number): Promise<R> {
    const mode = { ...asked.mode, readOnly }
    const run: Run = { caller, mode, trouble: { first: undefined }, isFinal: false }
    try {
      return await runOnce(executor, work, run)
    } catch (error) {
      if (attempt >= asked.attempts || run.isFinal || !isConflict(executor, error, run)) throw error
    }
    await pause(waitAfter(attempt, asked.delay))
    return tried(attempt + 1)
  }
}

/** Those that met each other once are not to meet again, so chance has its part. */
function waitAfter(attempt: number, delay: number): number {
  const doubled = delay * 2 ** Math.min(attempt - 1, 6)
  return (doubled * (1 + Math.random())) / 2
}

/** A statement that is refused as the transaction has failed already can hide what it failed of. */
function isConflict(executor: Executor, error: unknown, { trouble }: Run): boolean {
  return [error, trouble.first].some(each => isCausedByConflict(executor, each))
}

function isCausedByConflict({ dialect }: Executor, error: unknown): boolean {
  const seen = new Set<unknown>()
  let cause = error
  while (cause instanceof Error && !seen.has(cause)) {
    if (dialect.transactions.isConflict(cause)) return true
    seen.add(cause)
    cause = cause.cause
  }
  return false
}

function isNested({ scope, knex }: Executor): boolean {
  return scope !== null || knex.isTransaction === true
}

async function runOnce<R>(executor: Executor, work: Work<R>, run: Run): Promise<R> {
  // What a session was to write before a savepoint is no part of that.
  if (executor.unit !== null) await executor.unit.flush()
  const lease = await executor.acquire(beginning)
  const connection = lease.connection as { __knexTxId?: unknown }
  const outer = connection.__knexTxId
  try {
    const { config, end } = await prepared(executor, lease, run)
    try {
      return await carryOut(executor, await begin(executor, { lease, config, run }), work)
    } finally {
      await end?.()
    }
  } finally {
    connection.__knexTxId = outer
    release(lease)
  }
}

async function prepared({ dialect }: Executor, lease: Lease, { mode }: Run): Promise<Beginning> {
  try {
    return await dialect.transactions.begin(lease, mode)
  } catch (error) {
    throw failureOf(error, beginning)
  }
}

interface Ready {
  readonly lease: Lease
  readonly config: Knex.TransactionConfig
  readonly run: Run
}

/** The connection stays ours, as knex would give it back before it is known to be out of the transaction. */
async function begin(executor: Executor, { lease, config, run }: Ready): Promise<Begun> {
  const { connection } = lease
  const start = performance.now()
  const transaction = await (executor.scope ?? executor.knex).transaction(null, { ...config, connection })
  const ended = transaction.executionPromise.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  if (isOver(transaction.parentTransaction)) {
    // It has not come to an end by itself, and knex has those behind it wait for that.
    await transaction.rollback()
    throw finished(beginning)
  }
  // knex gives a transaction that could not begin, too, and it is over.
  if (transaction.isCompleted()) throw failureOf(((await ended) as Ended).error, beginning)
  const { journal, commit } = followed(transaction, () => isDiscarded(lease))
  const id = executor.newId()
  const told = { id, mode: run.mode, isSavepoint: isNested(executor), start }
  tellBegun(executor, told)
  const open = {
    id,
    transaction,
    connection,
    since: Date.now(),
    trouble: run.trouble,
    caller: run.caller.name,
    journal,
    unit: run.caller.unit(executor),
  }
  return { ...open, run, lease, commit, told, ended }
}

async function carryOut<R>(executor: Executor, begun: Begun, work: Work<R>): Promise<R> {
  const { transaction, lease } = begun
  let result: R
  try {
    result = await executor.within(begun, async () => {
      const given = await work(transaction)
      if (begun.unit !== null) await begun.unit.flush()
      return given
    })
  } catch (error) {
    await executor.inTurn(lease, async () => transaction.rollback())
    await settled(executor, begun)
    tellEnded(executor, begun.told, begun.run.isFinal, { error })
    throw error
  }
  await complete(executor, begun)
  return result
}

async function complete(executor: Executor, begun: Begun): Promise<void> {
  const { transaction, lease } = begun
  // The function may have ended it through knex's own transaction. Of one whose outer one was ended knex tells nothing until asked.
  if (!transaction.isCompleted() || isOver(transaction.parentTransaction))
    await executor.inTurn(lease, async () => transaction.commit())
  const failure = failureAtEnd(executor, begun, await settled(executor, begun))
  tellEnded(executor, begun.told, begun.run.isFinal, failure && { error: failure })
  if (failure !== null) throw failure
}

function failureAtEnd(
  executor: Executor,
  { transaction, commit, trouble }: Begun,
  outcome: Outcome,
): Error | null {
  const { failed, isUnknown } = outcome
  if (isUnknown) return unknown(failed.error)
  if (failed !== null && isOver(transaction.parentTransaction)) return finished(committing.doing)
  if (failed !== null) return executor.failureOf(failed.error, committing, 'commit')
  return isRolledBack(commit.answer) ? rolledBack(trouble.first) : null
}

function isOver(outer: Knex.Transaction | undefined): boolean {
  return outer?.isCompleted() === true
}

/** How a transaction ended; unknown where the answer to its COMMIT never came. */
type Outcome =
  | { readonly failed: Ended | null; readonly isUnknown: false }
  | { readonly failed: Ended; readonly isUnknown: true }

/** Not every database ends a transaction that it could not commit, and the next user of its connection would be in it. */
async function settled(executor: Executor, { run, lease, commit, ended }: Begun): Promise<Outcome> {
  const { dialect } = executor
  const failed = await ended
  if (failed === null || !commit.sent || isNested(executor)) {
    run.isFinal = commit.sent && !isRolledBack(commit.answer)
    return { failed, isUnknown: false }
  }
  if (dialect.transactions.isAnswer(failed.error)) {
    await dialect.run(lease, 'rollback', []).catch(() => undefined)
    return { failed, isUnknown: false }
  }
  run.isFinal = true
  discard(lease, failed.error)
  return { failed, isUnknown: true }
}

function unknown(cause: unknown): CommitUnknownError {
  const message =
    'Cannot tell whether the transaction was committed: the connection was lost before the database answered: ' +
    `${(cause as Error).message}; look for what was written before running it again`
  return new CommitUnknownError('COMMIT_UNKNOWN', message, { cause })
}

function rolledBack(failure: unknown): QueryError {
  return new QueryError(
    'QUERY_FAILED',
    'Cannot commit the transaction: a statement in it failed, so the database rolled it back; let the error leave the ' +
      'function given to transaction(), or run what may fail in a transaction() inside it',
    { cause: failure },
  )
}
