/** Says why a session does not take what it is given. Decides nothing. */

import { TransactionError, WriteError } from '../errors.js'
import { blockOf, type Instance } from '../instance/instance.js'

/** The error for the use of a session that has ended. */
export function ended(doing: string): TransactionError {
  return new TransactionError(
    'SESSION_FAILED',
    `Cannot ${doing}: the session has ended; use it inside the function given to session(), and await what is done there`,
  )
}

/** The error for the use of a session after one of its flushes has failed. */
export function failed(doing: string, cause: unknown): TransactionError {
  return new TransactionError(
    'SESSION_FAILED',
    `Cannot ${doing}: a flush of the session failed, so nothing of its transaction is kept; let that error, which is the ` +
      'cause, leave the function given to session()',
    { cause },
  )
}

/** The error for the use of a session where statements are no part of its transaction. */
export function outside(doing: string): TransactionError {
  return new TransactionError(
    'SESSION_FAILED',
    `Cannot ${doing}: this is called outside the function given to session(), or within another transaction; await it inside`,
  )
}

/** The error for an instance that a session cannot do this with. */
export function refused(doing: string, instance: Instance, why: string): WriteError {
  return new WriteError('WRITE_REFUSED', `Cannot ${doing} an instance of "${nameOf(instance)}": ${why}`)
}

/** Why an instance of another session is refused. */
export const ofAnother = 'it belongs to another session that is open; expunge() it there, or merge() it here'
/** Why an instance whose row was deleted is refused. */
export const isGone = 'its row was deleted; make a new instance of its values'
/** Why an instance beside a living one is refused. */
export const isTwin = 'the session has another instance of the same key; merge() this one onto that'
/** Why a new instance is refused. */
export const isNew = 'it is not saved; expunge() takes it out of the session'
/** Why an instance that is no part of the session is refused. */
export const isElsewhere = 'it is no part of the session'

function nameOf(instance: Instance): string {
  return blockOf(instance).mapping.name
}
