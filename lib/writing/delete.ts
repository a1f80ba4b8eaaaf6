/** Deletes rows that are found by values of their own. Knows no instance. */

import type { DeleteRequest, Dialect, Fragment } from '../dialect/contract.js'
import type { Executor } from '../query/executor.js'
import type { Purpose } from '../query/purpose.js'
import { runSteps, statementsOf } from './steps.js'

/** Deletes the rows, and tells of each whether it was there. Throws `QueryError`. */
export async function deleteRows(
  executor: Executor,
  request: DeleteRequest,
  purpose: Purpose,
): Promise<boolean[]> {
  const rows = await runSteps(executor, executor.dialect.writing.delete(request), purpose)
  return rows.map(row => row !== null)
}

/** Gives the statements that `deleteRows` runs. */
export function deleteStatements({ writing }: Dialect, request: DeleteRequest): Fragment[] {
  return statementsOf(writing.delete(request))
}
