/**
 * Follows transactions of knex, whoever began them, to their ends: instances are as they were before one that is rolled back.
 * Begins and ends none.
 */

import type { Knex } from 'knex'
import { Journal } from '../instance/journal.js'

/** What is known of a COMMIT, or a RELEASE, whoever asked for it. */
export interface Commit {
  /** True from when it was sent over a connection that was not known to be lost. */
  sent: boolean
  answer: Answer | undefined
}

/** What knex gives for a statement of its own. */
interface Answer {
  readonly response?: { readonly command?: string }
}

/** A transaction, or a savepoint, that is followed. */
export interface Followed {
  /** How instances were before it. */
  readonly journal: Journal
  readonly commit: Commit
}

const all = new WeakMap<Knex.Transaction, Followed>()

/** Gives what is known of a transaction, which is followed from the first call on, and so are those around it. */
export function followed(transaction: Knex.Transaction, isLost: () => boolean = () => false): Followed {
  const known = all.get(transaction)
  if (known !== undefined) return known
  const { parentTransaction } = transaction
  const outer = parentTransaction === undefined ? null : followed(parentTransaction).journal
  const journal = new Journal(outer)
  const commit = watched(transaction, isLost, answer => {
    if (isRolledBack(answer)) journal.rollBack()
    else if (outer === null) journal.forget()
    else outer.absorb(journal)
  })
  const following = { journal, commit }
  all.set(transaction, following)
  // knex may resolve for a rollback, too. One whose COMMIT was sent has ended well, or is known to have when that is answered.
  transaction.executionPromise.then(
    () => commit.sent || journal.rollBack(),
    () => journal.rollBack(),
  )
  return following
}

/** A database may answer COMMIT with ROLLBACK, and knex takes that for a success. */
export function isRolledBack(answer: Commit['answer']): boolean {
  return answer?.response?.command === 'ROLLBACK'
}

/** The transaction may be committed through knex's own function, so what becomes of that is noted there. */
function watched(
  transaction: Knex.Transaction,
  isLost: () => boolean,
  ended: (answer: Answer | undefined) => void,
): Commit {
  const commit: Commit = { sent: false, answer: undefined }
  const send = transaction.commit as (value?: unknown) => Promise<Answer | undefined>
  Object.assign(transaction, {
    commit: async (value?: unknown): Promise<Answer | undefined> => {
      if (transaction.isCompleted() || isLost()) return send(value)
      commit.sent = true
      commit.answer = await send(value)
      ended(commit.answer)
      return commit.answer
    },
  })
  return commit
}
