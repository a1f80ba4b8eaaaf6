/** Runs the statements of a write, one after another. Opens no transaction: whoever needs all or nothing does. */

import type { Fragment, Row, WriteStep } from '../dialect/contract.js'
import type { Executor } from '../query/executor.js'
import type { Purpose } from '../query/purpose.js'

/** Gives for each row of the request what came back of it; null where nothing did. Throws `QueryError`. */
export async function runSteps(
  executor: Executor,
  steps: readonly WriteStep[],
  purpose: Purpose,
): Promise<(Row | null)[]> {
  const rows: (Row | null)[] = []
  for (const { statement, place } of steps)
    for (const row of place(await executor.run(statement, purpose))) rows.push(row)
  return rows
}

/** Gives the statements themselves. */
export function statementsOf(steps: readonly WriteStep[]): Fragment[] {
  return steps.map(({ statement }) => statement)
}
