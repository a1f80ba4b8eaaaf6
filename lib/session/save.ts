/**
 * Saves, deletes and reads again single instances: by one statement where that is enough, otherwise in a transaction; in a session
 * as a part of what that writes.
 */

import { StaleInstanceError, WriteError } from '../errors.js'
import { storedValue } from '../instance/edit.js'
import { blockOf, type Instance, slotOf, stateOf } from '../instance/instance.js'
import { isOwning } from '../instance/leads-to.js'
import { collectionChange } from '../instance/relation.js'
import { sessionOf } from '../instance/session-of.js'
import { reread } from '../instance/settle.js'
import { statusOf } from '../instance/status.js'
import type { UnitOfWork } from '../instance/unit-of-work.js'
import { unread } from '../instance/unread.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
import { rowColumnsOf } from '../mapping/row-columns.js'
import { compileColumns } from '../query/compile-columns.js'
import type { QueryContext } from '../query/context.js'
import type { Purpose } from '../query/purpose.js'
import { transact } from '../query/transaction.js'
import { requireKey } from './flush/actions.js'
import { isHooked } from './flush/hooks.js'
import { takeMembers } from './flush/members.js'
import { carriesOut, isPassive } from './flush/passive.js'
import { planOf } from './flush/plan.js'
import { relatedTo, workOf } from './flush/work.js'
import { carryOutAll, type FlushRequest, flush, tell } from './flush.js'
import { inTurn } from './turns.js'

/**
 * Saves an instance and the new ones that it leads to: an INSERT, or an UPDATE of what is changed, or nothing. Throws `WriteError`,
 * `StaleInstanceError` where its row is not there, `QueryError`.
 */
export async function saveInstance(context: QueryContext, instance: Instance): Promise<void> {
  refuseDeleted(instance)
  const unit = unitOf(context, instance)
  if (unit !== null) return unit.save(instance)
  await write({ context, changed: [instance], deleted: [], whole: false }, instance, isAlone)
  // Another write may have had its turn before.
  refuseDeleted(instance)
}

function refuseDeleted(instance: Instance): void {
  if (statusOf(instance) === 'deleted') throw refused('save', instance, 'its row was deleted; make a new one')
}

/**
 * Deletes the row of an instance, with what its relationships say goes with it. Throws `WriteError`, `StaleInstanceError` where
 * its row is not there, `QueryError`.
 */
export async function deleteInstance(context: QueryContext, instance: Instance): Promise<void> {
  const status = statusOf(instance)
  if (status === 'new') throw refused('delete', instance, 'it is not saved')
  if (status === 'deleted') throw refused('delete', instance, 'its row was deleted before')
  const unit = unitOf(context, instance)
  if (unit !== null) return unit.remove(instance)
  await write({ context, changed: [], deleted: [instance], whole: false }, instance, isLeaf)
}

function unitOf({ executor }: QueryContext, instance: Instance): UnitOfWork | null {
  return sessionOf(instance) ?? executor.unit
}

/** Writes by one statement where the instance has nothing to do with others, and otherwise all or nothing. */
async function write(
  request: FlushRequest,
  instance: Instance,
  isSimple: (instance: Instance, trusts: boolean) => boolean,
): Promise<void> {
  const { executor } = request.context
  const deletes = [...request.deleted].length > 0
  const doing = `${deletes ? 'delete' : 'save'} ${nameOf(instance)}`
  executor.refuseWrite(doing)
  const alone = async (): Promise<boolean> => {
    const trusts = deletes && (await carriesOut(executor, blockOf(instance).mapping.relationships.values()))
    // What was waited for may have changed it.
    return isSimple(instance, trusts) && writeAlone(request, instance)
  }
  const isDone = isSimple(instance, true) && (await inTurnConnected(request.context, instance, doing, alone))
  if (!isDone) await transact(executor, () => flush(request))
}

/** Takes its turn when it has a connection, as those that have one wait for turns. */
function inTurnConnected<R>(
  { executor }: QueryContext,
  instance: Instance,
  doing: string,
  write: () => Promise<R>,
): Promise<R> {
  return executor.connected(doing, () => inTurn(() => [instance], write))
}

/** Gives false, and has written nothing, where one statement is not enough, or hooks may want more. */
async function writeAlone(request: FlushRequest, instance: Instance): Promise<boolean> {
  const { executor } = request.context
  const since = performance.now()
  const work = workOf(request, executor.journal)
  takeMembers(work)
  const plan = planOf(work, executor.dialect.deferral)
  if (plan.steps.length === 0) return true
  if (plan.steps.length > 1 || isHooked(instance)) return false
  tell(executor, plan, await carryOutAll(executor, plan, work), since)
  return true
}

/** True where only the instance's own row is to be written. */
function isAlone(instance: Instance): boolean {
  for (const relationship of blockOf(instance).mapping.relationships.values()) {
    if (relationship.info.viewOnly) continue
    if (isOwning(relationship) ? leadsToNew(instance, relationship) : hasChanged(instance, relationship))
      return false
  }
  return true
}

function leadsToNew(instance: Instance, relationship: RelationshipMapping): boolean {
  return relatedTo(instance, relationship).some(each => statusOf(each) !== 'saved')
}

function hasChanged(instance: Instance, relationship: RelationshipMapping): boolean {
  const { added, removed } = collectionChange(instance, relationship)
  return added.length > 0 || removed.length > 0
}

/** True where nothing goes, or is let go, with the row of an instance, as far as the library has to see to it. */
function isLeaf(instance: Instance, trusts: boolean): boolean {
  for (const relationship of blockOf(instance).mapping.relationships.values()) {
    const { viewOnly, cascade } = relationship.info
    if (viewOnly || (isOwning(relationship) && !cascade.includes('delete'))) continue
    if (!isPassive({ trusts }, relationship) || relatedTo(instance, relationship).length > 0) return false
    if ((stateOf(instance)?.members.get(relationship.index) ?? []).length > 0) return false
  }
  return true
}

/**
 * Reads the row of an instance again, and gives up what was changed about it. Throws `StaleInstanceError` where it is not there,
 * `WriteError`, `MappingError` where rows have no key, `QueryError`.
 */
export async function refreshInstance(context: QueryContext, instance: Instance): Promise<void> {
  const { mapping } = blockOf(instance)
  if (statusOf(instance) === 'new') throw refused('refresh', instance, 'it is not saved')
  requireKey(mapping, 'refresh')
  const read = (): Promise<void> =>
    inTurnConnected(context, instance, `refresh ${nameOf(instance)}`, () => readAgain(context, instance))
  const { unit } = context.executor
  // What is given up is not to be written before.
  await (unit === null ? read() : unit.withoutAutoflush(read))
}

async function readAgain({ executor }: QueryContext, instance: Instance): Promise<void> {
  const { mapping } = blockOf(instance)
  const columns = rowColumnsOf(mapping).filter(
    ({ deferred, slot }) => !deferred || slotOf(instance, slot) !== unread,
  )
  const key = mapping.key.map(column => storedValue(instance, column))
  const statement = compileColumns(executor.dialect, mapping, columns, [key])
  const purpose: Purpose = {
    doing: `refresh ${nameOf(instance)}`,
    model: mapping.name,
    relationship: null,
    strategy: null,
    writes: false,
  }
  const rows = await executor.run(statement, purpose)
  const [row] = rows
  if (row === undefined) {
    throw new StaleInstanceError(
      'STALE_INSTANCE',
      `Cannot refresh ${nameOf(instance)}: its row is not there any more`,
    )
  }
  executor.events.tellLoad(purpose, [instance], rows)
  const slots = Array.from({ length: mapping.width }, (_, slot) => slotOf(instance, slot))
  columns.forEach(({ slot }, i) => {
    slots[slot] = row[i + 1]
  })
  reread(instance, slots, executor.journal)
}

function nameOf(instance: Instance): string {
  return `an instance of "${blockOf(instance).mapping.name}"`
}

function refused(doing: string, instance: Instance, why: string): WriteError {
  return new WriteError('WRITE_REFUSED', `Cannot ${doing} ${nameOf(instance)}: ${why}`)
}
