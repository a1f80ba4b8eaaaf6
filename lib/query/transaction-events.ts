/** Tells listeners of transactions that have begun and ended. Begins and ends none. */

import type { TransactionEvent } from '../../types/events.js'
import type { TransactionMode } from '../dialect/contract.js'
import type { Executor } from './executor.js'
import { errorOf } from './told.js'

/** A transaction, or a savepoint, for those who listen. */
export interface ToldTransaction {
  readonly id: string
  readonly mode: TransactionMode
  readonly isSavepoint: boolean
  /** What the clock said before it began. */
  readonly start: number
}

/** What ended a transaction before its time. */
export interface Ended {
  readonly error: unknown
}

/** Tells that a transaction has begun. */
export function tellBegun({ events }: Executor, transaction: ToldTransaction): void {
  const type = transaction.isSavepoint ? 'savepoint' : 'begin'
  tell(events, transaction, type, null)
}

/** Tells how a transaction has ended. */
export function tellEnded(
  { events }: Executor,
  transaction: ToldTransaction,
  isCommitted: boolean,
  failed: Ended | null,
): void {
  const { isSavepoint } = transaction
  const [good, bad] = isSavepoint ? (['release', 'rollbackTo'] as const) : (['commit', 'rollback'] as const)
  tell(events, transaction, isCommitted ? good : bad, failed)
}

function tell(
  events: Executor['events'],
  { id, mode, start }: ToldTransaction,
  type: TransactionEvent['type'],
  failed: Ended | null,
): void {
  const { isolation, readOnly } = mode
  const duration = performance.now() - start
  events.tell('transaction', open => {
    const error = failed === null ? null : errorOf(failed.error, open)
    return { id, type, duration, isolation, readOnly, error }
  })
}
