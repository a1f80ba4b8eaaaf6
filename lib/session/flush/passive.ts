/** Decides what of a delete is left to the database: what it says that it carries out, on a connection that does. Deletes nothing. */

import type { RelationshipMapping } from '../../mapping/mapping.js'
import type { Executor } from '../../query/executor.js'
import type { Work } from './work.js'

const answers = new WeakMap<Executor, boolean>()

/**
 * True where the database carries out what foreign keys say of a delete. Asked once for each automap, and only where a
 * relationship counts on it. Throws `ConnectionError`.
 */
export async function carriesOut(
  executor: Executor,
  relationships: Iterable<RelationshipMapping>,
): Promise<boolean> {
  if (![...relationships].some(({ info }) => info.passiveDeletes)) return true
  const known = answers.get(executor)
  if (known !== undefined) return known
  const answer = await executor.holdsToKeys()
  answers.set(executor, answer)
  return answer
}

/** True where what a relationship gives is left to the database when its owner is deleted. */
export function isPassive({ trusts }: Pick<Work, 'trusts'>, { info }: RelationshipMapping): boolean {
  return info.passiveDeletes && trusts
}
