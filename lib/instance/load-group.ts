/**
 * Load groups: the instances that one result brought remember each other, so that the first lazy read can load for
 * all of them. A kept instance keeps its block alive, never the whole result.
 */

import type { LoadStrategy } from '../../types/relationship.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'
import type { Instance } from './instance.js'
import type { UnitOfWork } from './unit-of-work.js'

/**
 * How many instances share one block. A weak reference to each instance costs half a microsecond, a third of what
 * hydrating it does (measured); one to each block of 64 costs nothing that can be seen.
 */
export const blockSize = 64

/** Neighbours of one result that live and die together. */
export interface Block {
  readonly group: LoadGroup
  /** The model of its members: the group's, or one that inherits from it. */
  readonly mapping: Mapping
  readonly index: number
  readonly members: Instance[]
}

/** All instances of one model, and of those that inherit from it, that one statement brought. */
export class LoadGroup {
  readonly mapping: Mapping
  /** What the query chose for single relationships, over their own strategies. */
  readonly strategies: ReadonlyMap<RelationshipMapping, LoadStrategy>
  /** The session that its members belong to, unless one of them says otherwise; null: none. */
  readonly session: UnitOfWork | null
  /** Held weakly, but for the one that is being filled, and an only one, which keeps nothing alive but itself. */
  readonly #blocks: (Block | WeakRef<Block>)[] = []
  #last: Block | undefined
  /** Those that are being filled, where members are of several classes. */
  #open: Map<Mapping, Block> | undefined

  constructor(
    mapping: Mapping,
    strategies: ReadonlyMap<RelationshipMapping, LoadStrategy> = new Map(),
    session: UnitOfWork | null = null,
  ) {
    this.mapping = mapping
    this.strategies = strategies
    this.session = session
  }

  /** Gives the block that takes the next instance. */
  block(): Block {
    if (this.#last === undefined || this.#last.members.length === blockSize) {
      this.#weaken(this.#last)
      this.#last = this.#begin(this.mapping)
    }
    return this.#last
  }

  /** Gives the block that takes the next instance of one of several classes. */
  blockOf(mapping: Mapping): Block {
    this.#open ??= new Map()
    const known = this.#open.get(mapping)
    if (known !== undefined && known.members.length < blockSize) return known
    this.#weaken(known)
    const block = this.#begin(mapping)
    this.#open.set(mapping, block)
    return block
  }

  /** Ends the taking in; from here on the group holds its members weakly. */
  close(): void {
    if (this.#blocks.length > 1) {
      this.#weaken(this.#last)
      for (const block of this.#open?.values() ?? []) this.#weaken(block)
    }
    this.#last = undefined
    this.#open = undefined
  }

  /** Gives a member, the living ones behind it, then those before it, nearest first: a loop goes forward. */
  *around(block: Block, member: Instance): Generator<Instance> {
    const place = block.members.indexOf(member)
    yield* block.members.slice(place)
    for (let i = block.index + 1; i < this.#blocks.length; i++) yield* this.#members(i)
    yield* block.members.slice(0, place).reverse()
    for (let i = block.index - 1; i >= 0; i--) yield* this.#members(i).toReversed()
  }

  #members(index: number): readonly Instance[] {
    const held = this.#blocks[index]
    const block = held instanceof WeakRef ? held.deref() : held
    return block?.members ?? []
  }

  #begin(mapping: Mapping): Block {
    const block: Block = { group: this, mapping, index: this.#blocks.length, members: [] }
    this.#blocks.push(block)
    return block
  }

  #weaken(block: Block | undefined): void {
    if (block !== undefined) this.#blocks[block.index] = new WeakRef(block)
  }
}
