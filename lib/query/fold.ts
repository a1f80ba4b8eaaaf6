/** Folds the rows of a planned statement into instances: one per key, each joined to what came in its row. */

import type { Row } from '../dialect/contract.js'
import { type Instance, instanceOf, relate, relatedOf } from '../instance/instance.js'
import { rowKeyOf } from '../instance/key.js'
import { LoadGroup } from '../instance/load-group.js'
import { unread } from '../instance/unread.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { isTiedBack } from './gives-first.js'
import { classPicker } from './shared/class-picker.js'
import { isDeferring, type PlanNode, type StatementPlan } from './statement-plan.js'

/** What a statement's rows became. */
export interface Folded {
  /** The root instance of each row, in row order; one instance may stand several times. */
  readonly roots: readonly Instance[]
  /** The distinct ones, in order of their first rows. */
  readonly distinct: Instance[]
  /** The distinct instances of each table whose rows are followed by statements of their own. */
  readonly byNode: ReadonlyMap<PlanNode, readonly Instance[]>
}

/** Folds rows. `shared`: rows with one key give one root instance even where no collection is joined. */
export function fold(plan: StatementPlan, rows: readonly Row[], shared: boolean): Folded {
  const root = new NodeFolder(plan.root, shared || plan.multiplied)
  const roots = rows.map(row => root.fold(row))
  root.close()
  const byNode = plan.deferring.length === 0 ? nobody : new Map(root.deferring())
  return { roots, distinct: root.instances, byNode }
}

const nobody: ReadonlyMap<PlanNode, readonly Instance[]> = new Map()

/** Folds one table of the statement, and through its children all that is joined to it. */
class NodeFolder {
  readonly #node: PlanNode
  readonly #group: LoadGroup
  readonly instances: Instance[] = []
  /** Null where each row has an instance of its own. */
  readonly #byKey: Map<unknown, Instance> | null
  readonly #children: readonly NodeFolder[]
  /** Null where all rows are of one class. */
  readonly #classOf: ((row: Row, offset: number) => Mapping) | null
  /** What each collection already holds; needed where several rows can bring one member. */
  #members: Map<unknown[], Set<Instance>> | undefined

  constructor(node: PlanNode, shared: boolean) {
    this.#node = node
    this.#group = new LoadGroup(node.mapping, node.strategies)
    this.#byKey = shared && node.mapping.key.length > 0 ? new Map() : null
    this.#classOf = classPicker(node.mapping)
    this.#children = node.children.map(child => new NodeFolder(child, true))
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

  #instanceFor(row: Row): Instance {
    if (this.#byKey === null) return this.#create(row)
    const key = rowKeyOf(row, this.#node.offset, this.#node.mapping.key)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const instance = this.#create(row)
    // Some databases take NULL in a key, and each such row is another one.
    if (key !== null) this.#byKey.set(key, instance)
    return instance
  }

  #create(row: Row): Instance {
    const { offset, unread: slots } = this.#node
    for (const slot of slots) row[offset + slot] = unread
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
    else if (relatedOf(parent, relationship.index) === undefined) relate(parent, relationship.index, child)
    if (child !== null) tieBack(relationship, parent, child)
  }

  /** An outer join that found nothing leaves the columns that it matched by empty. */
  #isPresent(row: Row, relationship: RelationshipMapping): boolean {
    return relationship.referencedColumns.every(column => row[this.#node.offset + column.slot] !== null)
  }

  #collect(parent: Instance, relationship: RelationshipMapping, child: Instance | null): void {
    this.#members ??= new Map()
    let list = relatedOf(parent, relationship.index) as Instance[] | undefined
    if (list === undefined) {
      list = []
      relate(parent, relationship.index, list)
      this.#members.set(list, new Set())
    }
    if (child !== null) addOnce(list, child, this.#members.get(list) as Set<Instance>)
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
  if (relatedOf(related, inverse.index) === undefined) relate(related, inverse.index, source)
}
