/** Inserts rows, and gives what each came back with. Knows no instance. */

import type { Dialect, Fragment, InsertRequest, Row } from '../dialect/contract.js'
import { WriteError } from '../errors.js'
import type { Executor } from '../query/executor.js'
import type { Purpose } from '../query/purpose.js'
import { runSteps, statementsOf } from './steps.js'

/**
 * Inserts the rows in as few statements as the database allows for; what comes back of each stands in its place. Throws
 * `QueryError`, and `WriteError` where the database left rows out.
 */
export async function insertRows(
  executor: Executor,
  request: InsertRequest,
  purpose: Purpose,
): Promise<Row[]> {
  const rows = await runSteps(executor, executor.dialect.writing.insert(request), purpose)
  if (rows.every(row => row !== null)) return rows
  throw leftOut(request.from, { taken: rows.filter(row => row !== null).length, of: rows.length }, purpose)
}

/** Tells that a database took some rows only, and told no error. */
export function leftOut(
  from: string,
  { taken, of }: { readonly taken: number; readonly of: number },
  { doing }: Purpose,
): WriteError {
  return new WriteError(
    'WRITE_REFUSED',
    `Cannot ${doing}: of ${of} rows the database took ${taken}, and told no error; look for a trigger ` +
      `or a rule of ${from} that leaves rows out`,
  )
}

/** Gives the statements that `insertRows` runs. */
export function insertStatements({ writing }: Dialect, request: InsertRequest): Fragment[] {
  return statementsOf(writing.insert(request))
}
