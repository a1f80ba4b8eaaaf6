/** What a relationship's property gives before it is loaded: a thenable that is nothing else. Runs nothing by itself. */

import { inspect } from 'node:util'
import { NotLoadedError } from '../errors.js'
import type { RelationshipMapping } from '../mapping/mapping.js'

/** Loads a relationship of one instance, and gives its value. */
export type Load = () => Promise<unknown>

/** Gives the thenable for one relationship of one instance. Reading anything but `then` and its like throws. */
export function lazyOf(relationship: RelationshipMapping, load: Load): PromiseLike<unknown> {
  return new Proxy(new Unloaded(relationship, load), handler)
}

class Unloaded {
  readonly #relationship: RelationshipMapping
  readonly #load: Load

  constructor(relationship: RelationshipMapping, load: Load) {
    this.#relationship = relationship
    this.#load = load
  }

  readonly then: Promise<unknown>['then'] = (fulfilled, rejected) => this.#load().then(fulfilled, rejected)
  readonly catch: Promise<unknown>['catch'] = rejected => this.#load().catch(rejected)
  readonly finally: Promise<unknown>['finally'] = settled => this.#load().finally(settled)

  /** `Artist.albums`. */
  get subject(): string {
    return `${this.#relationship.source.name}.${this.#relationship.name}`
  }

  [inspect.custom](): string {
    return `[not loaded: ${this.subject}]`
  }
}

const readable: ReadonlySet<string | symbol> = new Set(['then', 'catch', 'finally', inspect.custom])

const handler: ProxyHandler<Unloaded> = {
  get: (target, property) => {
    if (readable.has(property)) return Reflect.get(target, property)
    throw notLoaded(target)
  },
  set: target => {
    throw notLoaded(target)
  },
  has: target => {
    throw notLoaded(target)
  },
  ownKeys: target => {
    throw notLoaded(target)
  },
}

function notLoaded(target: Unloaded): NotLoadedError {
  const name = target.subject.slice(target.subject.indexOf('.') + 1)
  return new NotLoadedError(
    'NOT_LOADED',
    `${target.subject} is not loaded: await it, or load it with the query: .with('${name}')`,
  )
}
