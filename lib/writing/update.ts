/** Updates rows that are found by values of their own. Knows no instance. */

import type { Dialect, Fragment, Row, UpdateRequest } from '../dialect/contract.js'
import type { Executor } from '../query/executor.js'
import type { Purpose } from '../query/purpose.js'
import { runSteps, statementsOf } from './steps.js'

/** Updates the rows, and gives what each comes back with; null where none was found. Throws `QueryError`. */
export function updateRows(
  executor: Executor,
  request: UpdateRequest,
  purpose: Purpose,
): Promise<(Row | null)[]> {
  return runSteps(executor, executor.dialect.writing.update(request), purpose)
}

/** Gives the statements that `updateRows` runs. */
export function updateStatements({ writing }: Dialect, request: UpdateRequest): Fragment[] {
  return statementsOf(writing.update(request))
}
