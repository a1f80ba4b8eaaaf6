/** What a relationship's property gives before it is loaded: a thenable that is nothing else. Runs nothing by itself. */

import { inspect } from 'node:util'
import { NotLoadedError } from '../errors.js'
import { blockOf, type Instance } from '../instance/instance.js'
import type { RelationshipMapping } from '../mapping/mapping.js'

/** Loads a relationship of one instance, and gives its value. */
export type Load = () => Promise<unknown>

/** Gives the thenable for one relationship of one instance. Using it for anything but waiting throws. */
export function lazyOf(
  instance: Instance,
  relationship: RelationshipMapping,
  load: Load,
): PromiseLike<unknown> {
  return new Proxy(new Unloaded(instance, relationship, load), handler)
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

class Unloaded {
  readonly instance: Instance
  readonly relationship: RelationshipMapping
  readonly #load: Load

  constructor(instance: Instance, relationship: RelationshipMapping, load: Load) {
    this.instance = instance
    this.relationship = relationship
    this.#load = load
  }

  readonly then: Promise<unknown>['then'] = (fulfilled, rejected) => this.#load().then(fulfilled, rejected)
  readonly catch: Promise<unknown>['catch'] = rejected => this.#load().catch(rejected)
  readonly finally: Promise<unknown>['finally'] = settled => this.#load().finally(settled)

  /** Not a method: `inspect` calls it on the proxy. */
  readonly [inspect.custom] = (): string => {
    const { source, name } = this.relationship
    return `[not loaded: ${source.name}.${name}]`
  }
}

const readable: ReadonlySet<string | symbol> = new Set(['then', 'catch', 'finally', inspect.custom])

function refuse({ instance, relationship }: Unloaded): never {
  throw notLoaded(instance, relationship)
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
