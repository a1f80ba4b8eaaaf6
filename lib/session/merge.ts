/**
 * Copies instances from elsewhere onto a session's own of the same keys, and with them those that `merge` cascades to. Reads rows
 * that are not at hand; writes none.
 */

import { StaleInstanceError } from '../errors.js'
import { changedColumns } from '../instance/changes.js'
import { columnValueOf } from '../instance/column-value.js'
import { assign, assignmentOf } from '../instance/edit.js'
import { isSamePart } from '../instance/identity.js'
import {
  blockOf,
  type Instance,
  instanceOf,
  isInstance,
  loadedOf,
  slotOf,
  stateOf,
} from '../instance/instance.js'
import { slotsOf } from '../instance/key.js'
import { standingOf } from '../instance/new-instance.js'
import { assignRelated } from '../instance/relation.js'
import { setStatus, statusOf } from '../instance/status.js'
import { isMutableValue, storedValue } from '../instance/stored.js'
import { unread } from '../instance/unread.js'
import { loadRelated } from '../loading/related.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { fetchByKey } from '../query/fetch.js'
import { isGone, refused } from './refusal.js'
import type { Work } from './work.js'

/** One merge: of an instance, and of what it leads to. */
export class Merge {
  readonly #work: Work
  /** What was merged onto what, as the ways from one to another can be circles. */
  readonly #own = new Map<Instance, Instance>()

  constructor(work: Work) {
    this.#work = work
  }

  /** Gives the session's own instance, when all of it is there. Throws as reads and assignments do, `StaleInstanceError`. */
  async whole(given: Instance): Promise<Instance> {
    await this.#work.beforeStatement()
    // What is merged is half there meanwhile.
    return this.#work.withoutAutoflush(() => this.#one(given))
  }

  async #one(given: Instance): Promise<Instance> {
    const known = this.#own.get(given)
    if (known !== undefined) return known
    if (statusOf(given) === 'deleted') throw refused('merge', given, isGone)
    const own = this.#work.members.has(given) ? given : await this.#ownOf(given)
    this.#own.set(given, own)
    if (own === given) return own
    copyColumns(given, own, this.#work)
    for (const relationship of blockOf(given).mapping.relationships.values()) {
      const { cascade, viewOnly } = relationship.info
      if (cascade.includes('merge') && !viewOnly) await this.#related(given, own, relationship)
    }
    return own
  }

  /** Finds, reads or makes the session's own instance. */
  async #ownOf(given: Instance): Promise<Instance> {
    const { mapping } = blockOf(given)
    const key = slotsOf(given, mapping.key)
    const { context, members } = this.#work
    if (key.length > 0 && !key.includes(null)) {
      const values = mapping.key.map(column => columnValueOf(given, column))
      const own = members.find(mapping, key) ?? (await fetchByKey(context, mapping, values))
      if (own !== null) return refuseStale(given, own)
    }
    const [row, offset, block] = standingOf(mapping)
    const own = instanceOf(row, offset, block)
    setStatus(own, 'new')
    this.#work.add(own)
    return own
  }

  async #related(given: Instance, own: Instance, relationship: RelationshipMapping): Promise<void> {
    const loaded = loadedOf(given, relationship.index)
    if (loaded === undefined) return
    const { executor } = this.#work.context
    if (statusOf(own) === 'saved' && loadedOf(own, relationship.index) === undefined) {
      // What a collection has more is to go, and members are read with it at once.
      const branch = { strategy: null, refine: null, tree: new Map() }
      await loadRelated(executor, [own], relationship, { branch, path: [relationship], strategy: 'select' })
    }
    const members: Instance[] = []
    for (const each of [loaded].flat().filter(isInstance)) members.push(await this.#one(each))
    const before = [loadedOf(own, relationship.index)].flat().filter(isInstance)
    if (isSameSet(before, members)) return
    const value = relationship.collection ? members : (members[0] ?? null)
    assignRelated(own, relationship, value, executor.journal)
  }
}

function isSameSet(some: readonly Instance[], others: readonly Instance[]): boolean {
  const set = new Set(some)
  return set.size === new Set(others).size && others.every(each => set.has(each))
}

/** Copies what was set, or read, and is not the same already; what the database makes stays as that made it. */
function copyColumns(given: Instance, own: Instance, { context }: Work): void {
  const { mapping } = blockOf(given)
  const changed = changedColumns(given)
  const columns = mapping.columns.filter(
    column =>
      isWritable(mapping, column) &&
      isSet(given, column) &&
      (changed.has(column) || differs(given, own, column)),
  )
  const assignments = columns.map(column => {
    const value = columnValueOf(given, column)
    return assignmentOf(own, column, isMutableValue(column, value) ? structuredClone(value) : value)
  })
  assign(own, assignments, context.executor.journal)
}

function isWritable({ version }: Mapping, { column, expression, slot }: ColumnMapping): boolean {
  return (
    expression === null &&
    column.generated === null &&
    column.identity !== 'always' &&
    slot !== version?.column.slot
  )
}

/** Of a new one, what was assigned; of a saved one, what was read. */
function isSet(given: Instance, { slot }: ColumnMapping): boolean {
  return statusOf(given) === 'new' ? stateOf(given)?.edits.has(slot) === true : slotOf(given, slot) !== unread
}

function differs(given: Instance, own: Instance, column: ColumnMapping): boolean {
  return (
    stateOf(own)?.edits.has(column.slot) === true ||
    !isSamePart(column, storedValue(given, column), storedValue(own, column))
  )
}

function refuseStale(given: Instance, own: Instance): Instance {
  const { name, version } = blockOf(given).mapping
  if (version === null || statusOf(given) === 'new') return own
  if (isSamePart(version.column, storedValue(given, version.column), storedValue(own, version.column)))
    return own
  throw new StaleInstanceError(
    'STALE_INSTANCE',
    `Cannot merge an instance of "${name}": its row was changed since it was read; read it again, and decide anew`,
  )
}
