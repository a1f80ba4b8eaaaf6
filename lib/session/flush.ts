/**
 * Writes what is changed about instances in as few statements as their keys allow, and takes what comes back into them. Opens no
 * transaction: whoever calls it has one, where it takes more than one statement.
 */

import type { PlannedWrite } from '../../types/session.js'
import type { Instance } from '../instance/instance.js'
import { Journal } from '../instance/journal.js'
import type { QueryContext } from '../query/context.js'
import type { Executor } from '../query/executor.js'
import { release } from '../query/spare.js'
import { carryOut, type Later } from './flush/carry-out.js'
import { takeCascades } from './flush/cascade.js'
import { FlushHooks } from './flush/hooks.js'
import type { Children } from './flush/load-children.js'
import { takeMembers } from './flush/members.js'
import { type Plan, planOf } from './flush/plan.js'
import { plannedWrites } from './flush/planned-writes.js'
import { readComputed, settleSides } from './flush/settle-sides.js'
import { type Asked, type Work, workOf } from './flush/work.js'
import { inTurn } from './turns.js'

/** What is to be written. */
export interface FlushRequest extends Asked {
  readonly context: QueryContext
}

/** What was written. */
export interface FlushResult {
  readonly inserted: Instance[]
  readonly updated: Instance[]
  readonly deleted: Instance[]
}

/**
 * Writes what is asked, with everything that this leads to. Throws `WriteError` where it cannot be written, `StaleInstanceError`
 * where a row is missing, `QueryError`, and what hooks throw; the transaction is to be rolled back then.
 */
export function flush(request: FlushRequest): Promise<FlushResult> {
  return inTurn(
    () => [...workOf(request, null).reached, ...request.deleted],
    () => flushNow(request),
  )
}

async function flushNow(request: FlushRequest): Promise<FlushResult> {
  const { executor } = request.context
  executor.refuseWrite('flush')
  const since = performance.now()
  const hooks = new FlushHooks()
  const children: Children = new Map()
  let work: Work
  do {
    work = await gathered(request, executor.journal, children)
  } while (await hooks.before(work))
  const plan = planOf(work, executor.dialect.deferral)
  hooks.remember(work)
  const written = await carryOutAll(executor, plan, work)
  await hooks.after(written)
  tell(executor, plan, written, since)
  return written
}

/** Gives all that is to be written; in memory collections have been taken into keys by then. */
async function gathered(request: FlushRequest, journal: Journal | null, children: Children): Promise<Work> {
  const work = workOf(request, journal)
  takeMembers(work)
  await takeCascades(work, request.context.executor, children)
  return work
}

/** Runs the steps of a plan. */
export async function carryOutAll(executor: Executor, plan: Plan, work: Work): Promise<FlushResult> {
  if (plan.deferred.length > 0) await wait(executor, plan)
  const later: Later = new Map()
  for (const step of plan.steps) await carryOut(executor, step, later)
  settleSides(work, plan, executor.journal)
  if (later.size > 0) await readComputed(executor, later)
  return writtenBy(plan)
}

/** Has constraints wait for COMMIT that would stand in the way of every order. */
async function wait(executor: Executor, { deferred }: Plan): Promise<void> {
  const lease = await executor.acquire('flush')
  try {
    await executor.inTurn(lease, () => executor.dialect.deferral.wait(lease, deferred))
  } finally {
    release(lease)
  }
}

function writtenBy({ steps }: Plan): FlushResult {
  const by = (operation: string): Instance[] => {
    const actions = steps.filter(step => step.operation === operation).flatMap(step => step.actions)
    return [...new Set(actions.flatMap(({ instance }) => instance ?? []))]
  }
  const inserted = by('insert')
  const deleted = by('delete')
  const others = new Set([...inserted, ...deleted])
  return { inserted, updated: by('update').filter(each => !others.has(each)), deleted }
}

/** Tells those who listen. */
export function tell(executor: Executor, plan: Plan, written: FlushResult, since: number): void {
  if (plan.steps.length === 0) return
  executor.events.tell('flush', () => ({
    inserted: written.inserted.length,
    updated: written.updated.length,
    deleted: written.deleted.length,
    statements: plan.steps.length,
    duration: performance.now() - since,
  }))
}

/** Tells which statements a flush would run, in order. Reads what a flush would have to read, calls no hooks, and writes nothing. */
export async function planFlush(request: FlushRequest): Promise<PlannedWrite[]> {
  const { executor } = request.context
  const journal = new Journal()
  try {
    const work = await gathered(request, journal, new Map())
    return plannedWrites(executor, planOf(work, executor.dialect.deferral))
  } finally {
    journal.rollBack()
  }
}
