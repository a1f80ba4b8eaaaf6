/** Shows the statements of a plan. Runs none. */

import type { PlannedWrite } from '../../../types/session.js'
import type { Dialect, WriteStep } from '../../dialect/contract.js'
import type { Executor } from '../../query/executor.js'
import { tableText } from '../../schema/key-text.js'
import { type Action, modelOf } from './action.js'
import type { Plan } from './plan.js'
import { deleteRequest, insertRequest, returnedBy, updateRequest } from './requests.js'
import type { Step } from './steps.js'

/** Gives the statements in their order; what is not known before others have run is not in their texts either. */
export function plannedWrites({ dialect, known }: Executor, { steps }: Plan): PlannedWrite[] {
  return steps.flatMap(step => {
    const [first] = step.actions as readonly [Action]
    const { schema, name } = step.place.table
    const table = tableText(known, schema, name)
    const model = modelOf(first)
    return statementsOf(dialect, step).map(({ statement, count }) => {
      return { kind: step.operation, model, table, rows: count, sql: statement.sql }
    })
  })
}

function statementsOf(dialect: Dialect, step: Step): WriteStep[] {
  const { writing } = dialect
  if (step.operation === 'delete') return writing.delete(deleteRequest(step))
  const returned = returnedBy(dialect, step)
  return step.operation === 'insert'
    ? writing.insert(insertRequest(step, returned))
    : writing.update(updateRequest(dialect, step, returned))
}
