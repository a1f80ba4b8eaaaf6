/** The hidden state of an instance: the driver's row, read through, and what has been loaded. Runs no query. */

import type { Row } from '../dialect/contract.js'
import type { Block } from './load-group.js'

/** What stands in for a related value while its load is under way. */
export class Pending {
  /** Settles when the load has; never rejects, so that a load nobody waits for cannot end the process. */
  readonly settled: Promise<unknown>
  /** The transaction that the load belongs to; null outside one. */
  readonly scope: object | null

  constructor(settled: Promise<unknown>, scope: object | null) {
    this.settled = settled
    this.scope = scope
  }
}

/** Reads and writes the private state; the only way to it from outside the class. */
interface StateAccess {
  has(value: object): value is Instance
  slot(instance: Instance, slot: number): unknown
  keep(instance: Instance, slot: number, value: unknown): void
  block(instance: Instance): Block
  related(instance: Instance, index: number): unknown
  relate(instance: Instance, index: number, value: unknown): void
}

let access: StateAccess

/** The root of every model's instances. Its state is private, so that no property name can touch it. */
export class Instance {
  readonly #row: Row
  readonly #offset: number
  readonly #block: Block
  /** By relationship index; made when the first value comes, as most instances never have one. */
  #related: unknown[] | undefined

  constructor(row: Row, offset: number, block: Block) {
    this.#row = row
    this.#offset = offset
    this.#block = block
  }

  static {
    access = {
      has: (value): value is Instance => #row in value,
      slot: (instance, slot) => instance.#row[instance.#offset + slot],
      keep: (instance, slot, value) => {
        instance.#row[instance.#offset + slot] = value
      },
      block: instance => instance.#block,
      related: (instance, index) => instance.#related?.[index],
      relate: (instance, index, value) => {
        // An array that grows by itself takes room for seventeen.
        instance.#related ??= new Array(instance.#block.group.mapping.relationships.size).fill(undefined)
        instance.#related[index] = value
      },
    }
  }
}

/**
 * Makes an instance over a row's columns from `offset` on, and puts it into the block. The class's own constructor
 * does not run: a row that was loaded is not a new object.
 */
export function instanceOf(row: Row, offset: number, block: Block): Instance {
  const instance = Reflect.construct(Instance, [row, offset, block], block.group.mapping.model) as Instance
  block.members.push(instance)
  return instance
}

/** Tells instances from everything else, a model's prototype included. */
export function isInstance(value: unknown): value is Instance {
  return typeof value === 'object' && value !== null && access.has(value)
}

/** Gives what a column's slot holds: what the driver gave, or what it was decoded to. */
export function slotOf(instance: Instance, slot: number): unknown {
  return access.slot(instance, slot)
}

/** Puts a decoded value into a column's slot, so that it is decoded once. */
export function keepSlot(instance: Instance, slot: number, value: unknown): void {
  access.keep(instance, slot, value)
}

/** Gives the block, and through it the load group and the mapping, of an instance. */
export function blockOf(instance: Instance): Block {
  return access.block(instance)
}

/** Gives a related value: undefined where nothing is loaded, `Pending` while it is, otherwise the value. */
export function relatedOf(instance: Instance, index: number): unknown {
  return access.related(instance, index)
}

/** Gives a related value that is loaded; undefined where none is, or where its load is under way. */
export function loadedOf(instance: Instance, index: number): unknown {
  const known = relatedOf(instance, index)
  return known instanceof Pending ? undefined : known
}

/** Sets a related value; undefined makes it not loaded. */
export function relate(instance: Instance, index: number, value: unknown): void {
  access.relate(instance, index, value)
}
