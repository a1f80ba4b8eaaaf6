/** Finds out which statements reflection sends, so that the bare driver can send the same. */

import { automap } from '../../lib/index.js'
import type { Task } from '../place.js'
import { knexFor } from './ours.js'

/** One statement, as the driver is given it. */
export interface Sent {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/** Gives the statements in order. */
export async function recordedStatements(task: Task): Promise<Sent[]> {
  const knex = knexFor(task)
  const sent: Sent[] = []
  knex.on('query', ({ sql, bindings }: Sent) => void sent.push({ sql, bindings }))
  await automap(knex)
  await knex.destroy()
  return sent
}
