/** Takes what was written into what instances know of each other, when all of it is written. Writes nothing. */

import { blockOf, type Instance, isInstance, keepSlot, loadedOf, stateOf } from '../../instance/instance.js'
import type { Journal } from '../../instance/journal.js'
import { owningOf } from '../../instance/leads-to.js'
import { settleDeleted, settleMembers, settleSaved } from '../../instance/settle.js'
import { settleSide } from '../../instance/sides.js'
import { membersIn } from '../../instance/state.js'
import { unread } from '../../instance/unread.js'
import { readColumns } from '../../loading/read-columns.js'
import type { RelationshipMapping } from '../../mapping/mapping.js'
import type { Executor } from '../../query/executor.js'
import type { Later } from './carry-out.js'
import { grouped } from './grouped.js'
import type { Plan } from './plan.js'
import { type Pair, relatedTo, type Settlement, type Unseen, type Work } from './work.js'

/** Has collections be compared from here on with what they hold now. */
export function settleSides(work: Work, { steps }: Plan, journal: Journal | null): void {
  const membersOf = pairedMembers(work)
  for (const settlement of work.settlements) {
    const { owner, relationship } = settlement
    if (!work.deleted.has(owner)) settleMembers(owner, relationship, membersOf(settlement), journal)
  }
  // The array of the other side may be settled before the one that was changed, which then finds nothing left to tell it.
  for (const pair of work.removed) settlePair(work, pair, false)
  for (const pair of work.added) settlePair(work, pair, true)
  for (const unseen of work.unseen) settleUnseen(unseen, journal)
  for (const { actions, operation } of steps) {
    if (operation === 'delete') continue
    for (const { instance } of actions) if (instance !== null) settleOwners(instance, journal)
  }
}

/** An array does not have yet what was written because the array of the other side has changed. */
function pairedMembers({ added, removed }: Work): (settlement: Settlement) => readonly Instance[] {
  const joined = grouped(added, ({ target }) => target)
  const left = grouped(removed, ({ target }) => target)
  return ({ owner, relationship, members }) => {
    const sources = (pairs: readonly Pair[] = []): Instance[] =>
      pairs.filter(pair => pair.relationship.inverse === relationship).map(({ source }) => source)
    const gone = new Set(sources(left.get(owner)))
    return [...new Set([...members.filter(each => !gone.has(each)), ...sources(joined.get(owner))])]
  }
}

function settlePair({ deleted, journal }: Work, pair: Pair, isMember: boolean): void {
  const { source, target, relationship } = pair
  if (relationship.inverse === null || deleted.has(source) || deleted.has(target)) return
  settleSide(target, relationship.inverse, source, { isMember, journal })
}

/** What a written instance refers to has it as a member, as the database has. */
function settleOwners(instance: Instance, journal: Journal | null): void {
  for (const { index, inverse, info } of owningOf(instance)) {
    const owner = loadedOf(instance, index)
    if (inverse === null || info.viewOnly || !isInstance(owner)) continue
    if (isLacking(owner, inverse, instance)) {
      settleSide(owner, inverse, instance, { isMember: true, journal })
    }
  }
}

/** What nobody was handed out yet may have been loaded before the row was there. */
function isLacking(owner: Instance, { index }: RelationshipMapping, member: Instance): boolean {
  const loaded = loadedOf(owner, index)
  const held = membersIn(stateOf(owner)).get(index) ?? (loaded === undefined ? null : [loaded].flat())
  return held?.includes(member) === false
}

/** Rows that were found by their keys may have instances after all, of models that have no key. */
function settleUnseen({ operation, relationship, owners }: Unseen, journal: Journal | null): void {
  if (relationship.through !== null) return
  for (const member of owners.flatMap(owner => relatedTo(owner, relationship))) {
    if (operation === 'delete') settleDeleted(member, journal)
    else {
      const columns = relationship.referencedColumns.filter(({ column }) => column.nullable)
      settleSaved(member, { columns, values: columns.map(() => null), taken: new Map() }, journal)
    }
  }
}

/** Reads what is computed by looking at other rows, which a statement that writes cannot give. Throws `QueryError`. */
export async function readComputed(executor: Executor, later: Later): Promise<void> {
  for (const [mapping, entries] of grouped(later, ([instance]) => blockOf(instance).mapping)) {
    const columns = new Set(
      entries.flatMap(([, list]) => list).filter(each => mapping.columns.includes(each)),
    )
    for (const [instance] of entries) for (const { slot } of columns) keepSlot(instance, slot, unread)
    const instances = entries.map(([instance]) => instance)
    if (columns.size > 0)
      await readColumns(executor, { mapping, columns: [...columns], strategy: 'selectin' }, instances)
  }
}
