/**
 * Finds what is deleted, or let go, with what is deleted: what a relationship gives, or what is found by the key alone where nobody
 * has to see it. Deletes nothing.
 */

import { storedValue } from '../../instance/edit.js'
import { hasHooks } from '../../instance/hooks.js'
import { identityOf, rootOf } from '../../instance/identity.js'
import { blockOf, type Instance, loadedOf, stateOf } from '../../instance/instance.js'
import { isOwning } from '../../instance/leads-to.js'
import { unlinkMember } from '../../instance/relation.js'
import { statusOf } from '../../instance/status.js'
import { isAtOrUnder } from '../../mapping/lineage.js'
import type { HookName, Mapping, RelationshipMapping } from '../../mapping/mapping.js'
import { stampsOf } from '../../query/change/stamps.js'
import type { Executor } from '../../query/executor.js'
import { type Children, loadChildren } from './load-children.js'
import { belongs, isReleased, type Move } from './members.js'
import { carriesOut, isPassive } from './passive.js'
import { relatedTo, updateColumns, type Work } from './work.js'

/** Adds what goes with what is deleted, however far down that leads. Throws `QueryError`. */
export async function takeCascades(work: Work, executor: Executor, children: Children): Promise<void> {
  let found: readonly Instance[] = [...work.deleted]
  while (found.length > 0) {
    const next = new Set<Instance>()
    const related = byRelationship(found)
    work.trusts = await carriesOut(executor, related.keys())
    for (const [relationship, owners] of related) {
      for (const member of await new Cascade(work, executor, relationship, owners).follow(children)) {
        if (!work.deleted.has(member)) next.add(member)
      }
    }
    for (const member of next) {
      work.deleted.add(member)
      work.updated.delete(member)
    }
    found = [...next]
  }
}

function byRelationship(
  instances: readonly Instance[],
): ReadonlyMap<RelationshipMapping, readonly Instance[]> {
  const owners = new Map<RelationshipMapping, Instance[]>()
  for (const instance of instances) {
    for (const relationship of blockOf(instance).mapping.relationships.values()) {
      if (relationship.info.viewOnly) continue
      const list = owners.get(relationship) ?? []
      list.push(instance)
      owners.set(relationship, list)
    }
  }
  return owners
}

/** What one relationship does with what it gives, when its owners are deleted. */
class Cascade {
  readonly #work: Work
  readonly #executor: Executor
  readonly #relationship: RelationshipMapping
  readonly #owners: readonly Instance[]

  constructor(
    work: Work,
    executor: Executor,
    relationship: RelationshipMapping,
    owners: readonly Instance[],
  ) {
    this.#work = work
    this.#executor = executor
    this.#relationship = relationship
    this.#owners = owners
  }

  /** Gives what is deleted, too. */
  async follow(children: Children): Promise<readonly Instance[]> {
    const { through, info, target } = this.#relationship
    if (through !== null && !this.#isPassive && !isOwnModelDeleted(this.#work, this.#relationship))
      this.#leave('delete')
    if (!isWritten(target)) return []
    const isDirect = through === null && !isOwning(this.#relationship)
    if (info.cascade.includes('delete')) {
      const isFound = isDirect && !this.#isPassive && this.#isWhole()
      if (isFound && (target.key.length === 0 || this.#isUnseenLeaf())) this.#leave('delete')
      else if (target.key.length > 0) return (await this.#moves(children)).map(({ member }) => member)
    } else if (isDirect && isReleased(this.#relationship)) await this.#release(children)
    return []
  }

  /** Lets go of what is not deleted. */
  async #release(children: Children): Promise<void> {
    const { target, referencedColumns } = this.#relationship
    if (target.key.length === 0 || (!this.#isPassive && this.#isUnseenKey())) {
      if (!this.#isPassive && this.#isWhole()) this.#leave('update')
      return
    }
    for (const { owner, member } of await this.#moves(children)) {
      unlinkMember(owner, this.#relationship, member, this.#work.journal)
      updateColumns(this.#work, member, referencedColumns)
    }
  }

  get #isPassive(): boolean {
    return isPassive(this.#work, this.#relationship)
  }

  /** True where it gives every row that its key finds. */
  #isWhole(): boolean {
    const { filter, target } = this.#relationship
    return filter === null && target.scope === null
  }

  /** Nobody has seen what is found by the key, and nothing goes with it. */
  #isUnseenLeaf(): boolean {
    const { target } = this.#relationship
    const isLeaf = [...target.relationships.values()].every(
      each => isOwning(each) && !each.info.cascade.includes('delete'),
    )
    return isLeaf && this.#isUnseen('beforeDelete', 'afterDelete')
  }

  /** Nobody has seen what is found by the key, and nothing but the key is to be written. */
  #isUnseenKey(): boolean {
    const { target } = this.#relationship
    return (
      target.version === null &&
      stampsOf(target).length === 0 &&
      this.#isUnseen('beforeValidate', 'afterValidate', 'beforeUpdate', 'afterUpdate')
    )
  }

  #isUnseen(...hooks: readonly HookName[]): boolean {
    const { target, index } = this.#relationship
    const isOpen =
      this.#executor.unit !== null || this.#owners.some(owner => loadedOf(owner, index) !== undefined)
    if (isOpen || !this.#isWhole() || target.inheritance !== null) return false
    return !hooks.some(name => hasHooks(target, name))
  }

  #leave(operation: 'update' | 'delete'): void {
    this.#work.unseen.push({ operation, relationship: this.#relationship, owners: this.#owners })
  }

  /** What the database has, and what was put there in memory alone; what has come to be another's is that one's. */
  async #moves(children: Children): Promise<readonly Move[]> {
    const relationship = this.#relationship
    const { reached, deleted } = this.#work
    const seen = new Map(this.#owners.map(owner => [owner, seenOf(owner, relationship)]))
    const moves = new Map<Instance, Move>()
    const add = (owner: Instance, member: Instance): void => {
      const move = { owner, relationship, member }
      if (this.#isTaken(move)) moves.set(member, move)
    }
    for (const [owner, members] of seen) for (const member of members) add(owner, member)
    if (this.#isPassive) return [...moves.values()]
    const loaded = await loadChildren(this.#executor, relationship, this.#owners, children)
    const known = new Living([...[...seen.values()].flat(), ...reached, ...deleted])
    for (const owner of this.#owners) {
      for (const member of loaded.get(owner) as readonly Instance[]) {
        const living = known.instead(member)
        add(owner, this.#holdsKey(living) ? living : member)
      }
    }
    return [...moves.values()]
  }

  /** Where nothing tells the classes of a hierarchy apart, one row may be at hand as a class that has no such key. */
  #holdsKey(living: Instance): boolean {
    const { info, target } = this.#relationship
    return info.cascade.includes('delete') || isAtOrUnder(blockOf(living).mapping, target)
  }

  #isTaken(move: Move): boolean {
    const work = this.#work
    const { member, relationship } = move
    if (statusOf(member) === 'new') work.inserted.delete(member)
    if (statusOf(member) !== 'saved') return false
    if (relationship.through !== null || isOwning(relationship) || belongs(move)) return true
    updateColumns(work, member, relationship.referencedColumns)
    return false
  }
}

function seenOf(owner: Instance, relationship: RelationshipMapping): readonly Instance[] {
  return [...relatedTo(owner, relationship), ...(stateOf(owner)?.members.get(relationship.index) ?? [])]
}

/** The instances of rows that somebody has already. */
class Living {
  readonly #byRoot = new Map<Mapping, Map<unknown, Instance>>()

  constructor(instances: Iterable<Instance>) {
    for (const instance of instances) {
      if (statusOf(instance) !== 'saved') continue
      const [root, identity] = identified(instance)
      const known = this.#byRoot.get(root) ?? new Map<unknown, Instance>()
      this.#byRoot.set(root, known)
      if (identity !== null && !known.has(identity)) known.set(identity, instance)
    }
  }

  /** Gives the one that stands for the same row, or the instance itself. */
  instead(instance: Instance): Instance {
    const [root, identity] = identified(instance)
    return this.#byRoot.get(root)?.get(identity) ?? instance
  }
}

function identified(instance: Instance): readonly [root: Mapping, identity: unknown] {
  const root = rootOf(blockOf(instance).mapping)
  return [
    root,
    identityOf(
      root,
      root.key.map(column => storedValue(instance, column)),
    ),
  ]
}

/** A view has no rows of its own. */
export function isWritten({ table }: Mapping): boolean {
  return table.kind !== 'view' && table.kind !== 'materializedView'
}

/** True where the rows of the association are deleted as what a relationship to its own model gives. */
function isOwnModelDeleted(work: Work, { source, through, info }: RelationshipMapping): boolean {
  return [...source.relationships.values()].some(each => {
    const { info: own, target, referencedColumns } = each
    const isCascading = own.cascade.includes('delete') && !own.viewOnly && !isPassive(work, each)
    const names = referencedColumns.map(({ column }) => column.name)
    return (
      isCascading &&
      each.through === null &&
      target.table === through?.mapping.table &&
      names.join() === info.through?.sourceColumns.join()
    )
  })
}
