/** Runs the statements of a write, one after another. Opens no transaction: whoever needs all or nothing does. */

import type { Fragment, Row, WriteStep } from '../dialect/contract.js'
import { QueryError } from '../errors.js'
import type { Executor } from '../query/executor.js'
import type { Purpose } from '../query/purpose.js'

/** Gives for each row of the request what came back of it; null where nothing did. Throws `QueryError`. */
export async function runSteps(
  executor: Executor,
  steps: readonly WriteStep[],
  purpose: Purpose,
): Promise<(Row | null)[]> {
  const rows: (Row | null)[] = []
  for (const step of steps)
    for (const row of step.place(await answerOf(executor, step, purpose))) rows.push(row)
  return rows
}

/** That a row is read, too, is nothing that whoever asked to write it can tell from what the database says. */
async function answerOf(executor: Executor, step: WriteStep, purpose: Purpose): Promise<Row[]> {
  try {
    return await executor.run(step.statement, purpose)
  } catch (error) {
    const { code, message, cause } = error as QueryError
    const isForbidden = code === 'QUERY_FAILED' && executor.dialect.writing.isForbidden(cause)
    if (!(step.reads && isForbidden)) throw error
    throw new QueryError(
      code,
      `${message}. The statement reads columns of the rows that it writes, which takes the privilege SELECT, too: ` +
        'grant it, or insert with { returning: false }',
      { cause },
    )
  }
}

/** Gives the statements themselves. */
export function statementsOf(steps: readonly WriteStep[]): Fragment[] {
  return steps.map(({ statement }) => statement)
}
