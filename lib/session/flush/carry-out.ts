/** Runs the steps of a flush, one after another, and takes what comes back into the instances. Decides no order. */

import type { Row } from '../../dialect/contract.js'
import { StaleInstanceError } from '../../errors.js'
import { blockOf, type Instance, keepSlot } from '../../instance/instance.js'
import { settleDeleted, settleSaved } from '../../instance/settle.js'
import { unread } from '../../instance/unread.js'
import type { ColumnMapping } from '../../mapping/mapping.js'
import type { Executor } from '../../query/executor.js'
import { type Purpose, writing } from '../../query/purpose.js'
import { deleteRows } from '../../writing/delete.js'
import { insertRows } from '../../writing/insert.js'
import { updateRows } from '../../writing/update.js'
import { type Action, modelOf } from './action.js'
import { deleteRequest, insertRequest, returnedBy, updateRequest } from './requests.js'
import type { Step } from './steps.js'

/** What has to be read when all is written, by instance. */
export type Later = Map<Instance, readonly ColumnMapping[]>

/** Runs a step. Throws `QueryError`, and `StaleInstanceError` where rows are missing. */
export async function carryOut(executor: Executor, step: Step, later: Later): Promise<void> {
  const purpose = purposeOf(step)
  if (step.operation === 'delete') await deleteStep(executor, step, purpose)
  else await writeStep(executor, step, purpose, later)
}

async function writeStep(executor: Executor, step: Step, purpose: Purpose, later: Later): Promise<void> {
  const { dialect, journal } = executor
  const returned = returnedBy(dialect, step)
  const rows =
    step.operation === 'insert'
      ? await insertRows(executor, insertRequest(step, returned), purpose)
      : await updateRows(executor, updateRequest(dialect, step, returned), purpose)
  requireRows(step, rows)
  step.actions.forEach(({ instance, taken }, i) => {
    if (instance === null) return
    settleSaved(instance, { columns: returned.columns, values: rows[i] as Row, taken }, journal)
    for (const { slot } of returned.unread) keepSlot(instance, slot, unread)
    if (returned.later.length > 0) later.set(instance, returned.later)
  })
}

async function deleteStep(executor: Executor, step: Step, purpose: Purpose): Promise<void> {
  const rows = await deleteRows(executor, deleteRequest(step), purpose)
  requireRows(
    step,
    rows.map(there => (there ? [] : null)),
  )
  for (const { instance, place } of step.actions) {
    // The row of the first table goes last.
    if (instance !== null && place.above === null) settleDeleted(instance, executor.journal)
  }
}

/** What nobody has an instance of need not be there. */
function requireRows({ operation, actions }: Step, rows: readonly (Row | null)[]): void {
  const missing = actions.filter(({ instance }, i) => instance !== null && rows[i] === null)
  const [first] = missing
  if (first === undefined) return
  const all = actions.length
  const doing = operation === 'delete' ? 'delete' : 'save'
  const model = `"${modelOf(first)}"`
  const which =
    all === 1 ? 'its row is' : `${missing.length} of their rows ${missing.length === 1 ? 'is' : 'are'}`
  const versioned = hasVersion(first) ? ', or another has changed it since it was read' : ''
  throw new StaleInstanceError(
    'STALE_INSTANCE',
    `Cannot ${doing} ${all === 1 ? 'an instance' : `${all} instances`} of ${model}: ${which} not there any more${versioned}. Read it again, or refresh() it`,
  )
}

function hasVersion({ instance }: Action): boolean {
  return blockOf(instance as Instance).mapping.version !== null
}

function purposeOf({ operation, actions }: Step): Purpose {
  const [first] = actions as readonly [Action]
  const verb = operation === 'delete' ? 'delete' : 'save'
  const model = modelOf(first)
  const what = actions.length === 1 ? 'an instance' : `${actions.length} instances`
  return writing(`${verb} ${first.instance === null ? 'rows' : what} of "${model}"`, model)
}
