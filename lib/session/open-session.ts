/** Runs functions in sessions, each in a transaction of its own. Writes nothing itself. */

import { typeOf } from '../dialect/refused-value.js'
import { QueryError } from '../errors.js'
import type { Mapping } from '../mapping/mapping.js'
import { checkBoolean } from '../options/check.js'
import type { QueryContext } from '../query/context.js'
import { transact } from '../query/transaction.js'
import { isPlainObject } from '../schema/value-text.js'
import { Session } from './session.js'
import { Work } from './work.js'

/** What sessions are opened on. */
export interface SessionGround {
  readonly context: QueryContext
  /** Tells whether a model is one of the automap's. */
  readonly isMapped: (mapping: Mapping) => boolean
}

/**
 * Runs a function in a transaction with a session, and writes what is changed before it is committed. Throws `OptionError`,
 * `QueryError`, and what `transaction` throws.
 */
export async function openSession<R>(
  { context, isMapped }: SessionGround,
  run: (session: Session) => R | PromiseLike<R>,
  options?: unknown,
): Promise<R> {
  if (typeof run !== 'function') {
    throw new QueryError('QUERY_INVALID', `Expected session(async session => …), got ${typeOf(run)}`)
  }
  if (context.executor.unit !== null) {
    throw new QueryError(
      'QUERY_INVALID',
      'Cannot open a session inside another: a row would be two instances. Use the one that is open; for what may fail, use ' +
        'transaction() inside it',
    )
  }
  const autoflush = checkBoolean(isPlainObject(options) ? options.autoflush : undefined, 'autoflush', true)
  let work: Work | null = null
  const caller = { name: 'session()', options: ['autoflush'], unit: begun }
  try {
    return await transact(context.executor, runIn, options, caller)
  } finally {
    over()
  }

  /** Each time that it is tried has a session of its own. */
  function begun(): Work {
    over()
    work = new Work(context, autoflush)
    return work
  }

  function runIn(): R | PromiseLike<R> {
    const current = work as Work
    current.begin()
    return run(new Session(current, isMapped))
  }

  function over(): void {
    work?.end()
  }
}
