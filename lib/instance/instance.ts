/** The hidden state of an instance: the driver's row, read through, and what has been loaded. Runs no query. */

import type { Row } from '../dialect/contract.js'
import type { InstanceClass } from '../mapping/mapping.js'
import type { Block } from './load-group.js'
import { type InstanceState, untouched } from './state.js'

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
  regroup(instance: Instance, block: Block): void
  related(instance: Instance, index: number): unknown
  relate(instance: Instance, index: number, value: unknown): void
  contents(instance: Instance): Contents
  restore(instance: Instance, contents: Contents): void
  state(instance: Instance): InstanceState | undefined
  setState(instance: Instance, state: InstanceState | undefined): void
}

/** Copies of the slots and the related values of one instance, and where it is. */
export interface Contents {
  /** A result that brings it again takes it along, and into a session. */
  readonly block: Block
  readonly slots: readonly unknown[]
  /** Arrays as they are, since whoever was handed one holds it. */
  readonly related: readonly unknown[] | undefined
}

let access: StateAccess

/** What an instance stands on: a row, from where in it, and the block that the instance is in. */
export type Standing = readonly [row: Row, offset: number, block: Block]

/** The object that is about to get the hidden state; null where it gets one made for it. */
let bare: object | null = null

/** Lets a class that extends no model have the state: what is returned here is what fields are added to. */
class Ground {
  constructor() {
    // biome-ignore lint/correctness/noConstructorReturn: private fields can be added to an object in no other way.
    if (bare !== null) return bare
  }
}

/** The root of every model's instances. Its state is private, so that no property name can touch it. */
export class Instance extends Ground {
  readonly #row: Row
  readonly #offset: number
  #block: Block
  /** By relationship index; made when the first value comes, as most instances never have one. */
  #related: unknown[] | undefined
  /** Made with the first thing that is done to it. */
  #state: InstanceState | undefined

  constructor(row: Row, offset: number, block: Block) {
    super()
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
      regroup: (instance, block) => {
        instance.#block = block
      },
      related: (instance, index) => instance.#related?.[index],
      relate: (instance, index, value) => {
        // An array that grows by itself takes room for seventeen.
        instance.#related ??= new Array(instance.#block.mapping.relationships.size).fill(undefined)
        instance.#related[index] = value
      },
      contents: instance => ({
        block: instance.#block,
        slots: instance.#row.slice(instance.#offset, instance.#offset + instance.#block.mapping.width),
        related: instance.#related?.slice(),
      }),
      restore: (instance, { block, slots, related }) => {
        instance.#block = block
        slots.forEach((value, slot) => {
          instance.#row[instance.#offset + slot] = value
        })
        instance.#related = related?.slice()
      },
      state: instance => instance.#state,
      setState: (instance, state) => {
        instance.#state = state
      },
    }
  }
}

/**
 * Makes an instance over a row's columns from `offset` on, and puts it into the block. The class's own constructor
 * does not run: a row that was loaded is not a new object. Only fields do, where the class has them.
 */
export function instanceOf(row: Row, offset: number, block: Block): Instance {
  const { model, runsFields } = block.mapping
  const instance = runsFields
    ? constructed(model, model, [row, offset, block])
    : (Reflect.construct(Instance, [row, offset, block], model) as Instance)
  block.members.push(instance)
  return instance
}

/** What the model's constructor is to build on, as nobody can pass it an argument. */
let handover: { readonly target: object; readonly standing: Standing } | null = null

/** Gives, once, what an instance of this class stands on that is being made for a row; null for any other. */
export function handedTo(target: object): Standing | null {
  if (handover?.target !== target) return null
  const { standing } = handover
  handover = null
  return standing
}

/**
 * Constructs a class for a row, so that its fields run, as `new target` would. A class that extends no model gets the
 * state when its own fields are done.
 */
export function constructed(model: InstanceClass, target: InstanceClass, standing: Standing): Instance {
  handover = { target, standing }
  try {
    const made: object = Reflect.construct(model, [], target)
    return isInstance(made) ? made : founded(made, standing)
  } finally {
    handover = null
  }
}

function founded(made: object, standing: Standing): Instance {
  bare = made
  try {
    return new Instance(...standing)
  } finally {
    bare = null
  }
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

/** Puts an instance that another result has brought again into a block of that one, of the same model. */
export function regroup(instance: Instance, block: Block): void {
  access.regroup(instance, block)
  block.members.push(instance)
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

/** Gives copies of what an instance holds. */
export function contentsOf(instance: Instance): Contents {
  return access.contents(instance)
}

/** Makes an instance hold what `contentsOf` gave. */
export function restoreContents(instance: Instance, contents: Contents): void {
  access.restore(instance, contents)
}

/** Gives what was done to an instance; undefined where nothing was. */
export function stateOf(instance: Instance): InstanceState | undefined {
  return access.state(instance)
}

/** Gives the state of an instance, made where it has none. */
export function stateFor(instance: Instance): InstanceState {
  const known = access.state(instance)
  if (known !== undefined) return known
  const state = untouched()
  access.setState(instance, state)
  return state
}

/** Puts a state in the place of an instance's own. */
export function takeState(instance: Instance, state: InstanceState | undefined): void {
  access.setState(instance, state)
}
