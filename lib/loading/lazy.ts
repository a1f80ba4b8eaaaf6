/** What a property gives before it is loaded: a thenable that is nothing else. Runs nothing by itself. */

import { inspect } from 'node:util'
import { type AutomapError, MappingError, NotLoadedError } from '../errors.js'
import { blockOf, type Instance } from '../instance/instance.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'

/** Loads what a property gives, for one instance, and gives its value. */
export type Load = () => Promise<unknown>

/** Gives the thenable for one relationship of one instance. Using it for anything but waiting throws. */
export function lazyOf(
  instance: Instance,
  relationship: RelationshipMapping,
  load: Load,
): PromiseLike<unknown> {
  const { source, name } = relationship
  return lazy(`${source.name}.${name}`, () => notLoaded(instance, relationship), load)
}

/** Gives the thenable for a column, or what is made of columns, that was not read with its row. */
export function lazyValueOf(mapping: Mapping, property: string, load: Load): PromiseLike<unknown> {
  return lazy(`${mapping.name}.${property}`, () => notRead(mapping, property), load)
}

/** True where the strategy 'raise', the query's or the relationship's own, forbids the lazy load. */
export function isRefused(instance: Instance, relationship: RelationshipMapping): boolean {
  const strategy = blockOf(instance).group.strategies.get(relationship) ?? relationship.info.lazy
  return strategy === 'raise'
}

/** Gives the error for a relationship that is used, or must be, without being loaded. */
export function notLoaded(instance: Instance, relationship: RelationshipMapping): NotLoadedError {
  const { source, name } = relationship
  const subject = `${source.name}.${name} is not loaded`
  const cure = `load it with the query: .with('${name}')`
  return isRefused(instance, relationship)
    ? new NotLoadedError('LOAD_REFUSED', `${subject}, and its strategy 'raise' forbids a lazy load: ${cure}`)
    : new NotLoadedError('NOT_LOADED', `${subject}: await it, or ${cure}`)
}

/** Gives the error for a column that is used, or must be, without having been read. */
export function notRead({ name, table, key }: Mapping, property: string): AutomapError {
  const subject = `${name}.${property} is not loaded`
  const cure = `load it with the query: .undefer('${property}')`
  return key.length > 0
    ? new NotLoadedError('NOT_LOADED', `${subject}: await it, or ${cure}`)
    : new MappingError(
        'NO_PRIMARY_KEY',
        `${subject}, and cannot be later, as table "${table.name}" has no primary key: ${cure}`,
      )
}

/** What was given, while something is computed, that is not loaded; null: nothing is computed. */
let given: (() => AutomapError)[] | null = null

/**
 * Gives what computes a value of an instance at hand, and refuses one that was made of what is not loaded: as a condition that
 * is true, and equals nothing, so that a wrong value could be made of it. What is computed by awaiting may use it.
 */
export function computedOf(compute: (instance: Instance) => unknown): (instance: Instance) => unknown {
  return instance => {
    const before = given
    const unloaded: (() => AutomapError)[] = []
    given = unloaded
    try {
      const value = compute(instance)
      const [refusal] = unloaded
      if (refusal === undefined || isThenable(value)) return value
      throw refusal()
    } finally {
      given = before
    }
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

function lazy(subject: string, refusal: () => AutomapError, load: Load): PromiseLike<unknown> {
  given?.push(refusal)
  return new Proxy(new Unloaded(subject, refusal, load), handler)
}

class Unloaded {
  readonly refusal: () => AutomapError
  readonly #load: Load

  constructor(subject: string, refusal: () => AutomapError, load: Load) {
    this.refusal = refusal
    this.#load = load
    this[inspect.custom] = () => `[not loaded: ${subject}]`
  }

  readonly then: Promise<unknown>['then'] = (fulfilled, rejected) => this.#load().then(fulfilled, rejected)
  readonly catch: Promise<unknown>['catch'] = rejected => this.#load().catch(rejected)
  readonly finally: Promise<unknown>['finally'] = settled => this.#load().finally(settled)

  /** Not a method: `inspect` calls it on the proxy. */
  readonly [inspect.custom]: () => string
}

const readable: ReadonlySet<string | symbol> = new Set(['then', 'catch', 'finally', inspect.custom])

function refuse({ refusal }: Unloaded): never {
  throw refusal()
}

const handler: ProxyHandler<Unloaded> = {
  get: (target, property) => (readable.has(property) ? Reflect.get(target, property) : refuse(target)),
  set: refuse,
  has: refuse,
  ownKeys: refuse,
  getOwnPropertyDescriptor: refuse,
  defineProperty: refuse,
  deleteProperty: refuse,
}
