/**
 * Lets knex's listeners see the statements that are sent beside knex, as they see its own, but for values that are
 * concealed. Sends nothing itself.
 */

import { concealedError, holdsConcealed, masked, revealed } from './concealed.js'
import type { Lease, Row } from './contract.js'

/** What knex keeps on a connection. */
interface Lent {
  readonly __knexUid?: string
  readonly __knexTxId?: string
}

/** What knex's clients do that its types do not tell. */
interface KnexClient {
  emit(event: string, ...details: unknown[]): boolean
}

let statements = 0

/**
 * Sends one statement between the events that knex sends around its own; `send` gets the values themselves. Rejects with
 * the driver's own error, or, where that could quote a concealed value, with what programs read of it.
 */
export async function announced<T extends Row[] | number>(
  lease: Lease,
  sql: string,
  bindings: readonly unknown[],
  send: (values: readonly unknown[]) => T | Promise<T>,
): Promise<T> {
  const client = lease.client as unknown as KnexClient
  const { __knexUid, __knexTxId } = lease.connection as Lent
  const conceals = holdsConcealed(bindings)
  // The same object goes to every event of a statement, so that a listener may measure between them.
  const event = {
    __knexUid,
    __knexTxId,
    __knexQueryUid: `automap${++statements}`,
    method: 'raw',
    sql,
    bindings: conceals ? bindings.map(masked) : bindings,
  }
  client.emit('query', event)
  try {
    const sent = send(conceals ? bindings.map(revealed) : bindings)
    // A driver that answers at once is not made to wait, as it may take longer than the answer.
    const answer = sent instanceof Promise ? await sent : sent
    client.emit('query-response', answer, event)
    return answer
  } catch (failure) {
    const error = conceals ? concealedError(failure) : failure
    client.emit('query-error', error, event)
    throw error
  }
}
