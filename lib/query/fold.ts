/**
 * Folds the rows of a planned statement into instances: one per key, each joined to what came in its row. In a session a row
 * whose instance is living gives that one; nothing that it has is overwritten.
 */

import type { Row } from '../dialect/contract.js'
import {
  blockOf,
  type Instance,
  instanceOf,
  keepSlot,
  loadedOf,
  regroup,
  relate,
  slotOf,
  stateOf,
} from '../instance/instance.js'
import { rowKeyOf } from '../instance/key.js'
import { LoadGroup } from '../instance/load-group.js'
import { settleSaved } from '../instance/settle.js'
import type { UnitOfWork } from '../instance/unit-of-work.js'
import { unread } from '../instance/unread.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { isTiedBack } from './gives-first.js'
import { isHooked } from './load-hooks.js'
import { classPicker } from './shared/class-picker.js'
import { isDeferring, type PlanNode, type StatementPlan } from './statement-plan.js'

/** What a statement's rows became. */
export interface Folded {
  /** The root instance of each row, in row order; one instance may stand several times. */
  readonly roots: readonly Instance[]
  /** The distinct ones, in order of their first rows; one for each row, where nothing says that rows repeat one. */
  readonly distinct: Instance[]
  /** The distinct instances of each table whose rows are followed by statements of their own. */
  readonly byNode: ReadonlyMap<PlanNode, readonly Instance[]>
  /** Those of all tables that were made of a row, not found living; null where no class wants to see them. */
  readonly made: readonly Instance[] | null
}

/** Folds rows. `shared`: rows with one key give one root instance even where no collection is joined. */
export function fold(
  plan: StatementPlan,
  rows: readonly Row[],
  shared: boolean,
  unit: UnitOfWork | null,
): Folded {
  const isShared = shared || plan.multiplied
  const root = new NodeFolder(plan.root, isShared, unit)
  const roots = rows.map(row => root.fold(row))
  root.close()
  const made = isHooked(plan, 'afterLoad') ? [...root.made()] : null
  const byNode = plan.deferring.length === 0 ? nobody : new Map(root.deferring())
  return { roots, distinct: isShared ? root.instances : roots, byNode, made }
}

const nobody: ReadonlyMap<PlanNode, readonly Instance[]> = new Map()

/** Folds one table of the statement, and through its children all that is joined to it. */
class NodeFolder {
  readonly #node: PlanNode
  /** The session that it is read in; null outside one. */
  readonly #unit: UnitOfWork | null
  readonly #group: LoadGroup
  readonly instances: Instance[] = []
  /** Null where each row has an instance of its own. */
  readonly #byKey: Map<unknown, Instance> | null
  readonly #children: readonly NodeFolder[]
  /** Null where all rows are of one class. */
  readonly #classOf: ((row: Row, offset: number) => Mapping) | null
  /** Those that the session had before. */
  #living: Set<Instance> | undefined
  /** What each collection already holds; needed where several rows can bring one member. */
  #members: Map<unknown[], Set<Instance>> | undefined

  constructor(node: PlanNode, shared: boolean, unit: UnitOfWork | null) {
    this.#node = node
    this.#unit = unit
    this.#group = new LoadGroup(node.mapping, node.strategies, unit)
    this.#byKey = (shared || unit !== null) && node.mapping.key.length > 0 ? new Map() : null
    this.#classOf = classPicker(node.mapping)
    this.#children = node.children.map(child => new NodeFolder(child, true, unit))
  }

  /** Gives the instance for a row, and joins the row's other instances to it. */
  fold(row: Row): Instance {
    const instance = this.#instanceFor(row)
    for (const child of this.#children) child.#attach(instance, row)
    return instance
  }

  /** Ends the folding. */
  close(): void {
    this.#group.close()
    for (const child of this.#children) child.close()
  }

  /** Gives the distinct instances of this table and those below, where there is still to load for them. */
  *deferring(): Generator<[PlanNode, readonly Instance[]]> {
    if (isDeferring(this.#node)) yield [this.#node, this.instances]
    for (const child of this.#children) yield* child.deferring()
  }

  /** Gives the instances that were made of rows, those that came with others first. */
  *made(): Generator<Instance> {
    for (const child of this.#children) yield* child.made()
    yield* this.instances.filter(instance => this.#living?.has(instance) !== true)
  }

  #instanceFor(row: Row): Instance {
    if (this.#byKey === null) return this.#create(row)
    const key = rowKeyOf(row, this.#node.offset, this.#node.mapping.key)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    // Some databases take NULL in a key, and each such row is another one.
    if (key === null) return this.#create(row)
    const instance = this.#unit === null ? this.#create(row) : this.#entered(row, this.#unit)
    this.#byKey.set(key, instance)
    return instance
  }

  /** Gives the session's own instance for a row. */
  #entered(row: Row, unit: UnitOfWork): Instance {
    const { mapping, offset } = this.#node
    const living = unit.find(
      mapping,
      mapping.key.map(column => row[offset + column.slot]),
    )
    if (living !== null) {
      this.#markUnread(row)
      if (unit.takeStale(living)) this.#overlay(living, row)
      return this.#again(living, row)
    }
    const instance = this.#create(row)
    unit.enter(instance)
    return instance
  }

  /** It gets what it lacks, and the neighbours of this result, so that a loop over that loads for all of them. */
  #again(living: Instance, row: Row): Instance {
    const { offset } = this.#node
    const { mapping } = blockOf(living)
    for (let slot = 0; slot < mapping.width; slot++) {
      if (slotOf(living, slot) === unread) keepSlot(living, slot, row[offset + slot])
    }
    regroup(living, mapping === this.#group.mapping ? this.#group.block() : this.#group.blockOf(mapping))
    this.instances.push(living)
    this.#living ??= new Set()
    this.#living.add(living)
    return living
  }

  /** It gets what the row says, but for what was assigned to it. */
  #overlay(living: Instance, row: Row): void {
    const { offset } = this.#node
    const columns = blockOf(living).mapping.columns.filter(({ slot }) => row[offset + slot] !== unread)
    const values = columns.map(({ slot }) => row[offset + slot])
    settleSaved(living, { columns, values, taken: new Map() }, null)
  }

  #markUnread(row: Row): void {
    const { offset, unread: slots } = this.#node
    for (const slot of slots) row[offset + slot] = unread
  }

  #create(row: Row): Instance {
    const { offset } = this.#node
    this.#markUnread(row)
    const block =
      this.#classOf === null ? this.#group.block() : this.#group.blockOf(this.#classOf(row, offset))
    const instance = instanceOf(row, offset, block)
    this.instances.push(instance)
    return instance
  }

  #attach(parent: Instance, row: Row): void {
    const relationship = this.#node.relationship as RelationshipMapping
    const child = this.#isPresent(row, relationship) ? this.fold(row) : null
    if (relationship.collection) this.#collect(parent, relationship, child)
    else if (loadedOf(parent, relationship.index) === undefined) relate(parent, relationship.index, child)
    if (child !== null) tieBack(relationship, parent, child)
  }

  /** An outer join that found nothing leaves the columns that it matched by empty. */
  #isPresent(row: Row, relationship: RelationshipMapping): boolean {
    return relationship.referencedColumns.every(column => row[this.#node.offset + column.slot] !== null)
  }

  #collect(parent: Instance, relationship: RelationshipMapping, child: Instance | null): void {
    this.#members ??= new Map()
    let list = loadedOf(parent, relationship.index) as Instance[] | undefined
    if (list === undefined) {
      list = []
      relate(parent, relationship.index, list)
      this.#members.set(list, new Set())
    }
    // What a living instance had already is not loaded here.
    const known = this.#members.get(list)
    if (child !== null && known !== undefined) addOnce(list, child, known)
  }
}

/** Adds a member to a collection that several rows may bring it to. */
export function addOnce(list: Instance[], member: Instance, known: Set<Instance>): void {
  if (known.has(member)) return
  known.add(member)
  list.push(member)
}

/**
 * The instance that a related one was reached from is what its own scalar side gives, unless that side was loaded as
 * well: then it was asked for, and may be filtered or lead on. Nor where that side chooses among rows by itself.
 */
export function tieBack(relationship: RelationshipMapping, source: Instance, related: Instance): void {
  const { inverse } = relationship
  if (inverse === null || !isTiedBack(inverse)) return
  if (loadedOf(related, inverse.index) === undefined && !isRekeyed(related, inverse)) {
    relate(related, inverse.index, source)
  }
}

/** True where the key was assigned and is not written, so that the row does not tell what it leads to. */
function isRekeyed(instance: Instance, { columns }: RelationshipMapping): boolean {
  const edits = stateOf(instance)?.edits
  return edits !== undefined && columns.some(({ slot }) => edits.has(slot))
}
