/** Ties classes to their mappings, as private data about the class. Maps nothing and touches no class. */

import type { ModelClass } from '../declaration/declaration.js'
import { MappingError } from '../errors.js'
import type { Mapping } from '../mapping/mapping.js'
import type { QueryContext } from '../query/context.js'
import { Query } from '../query/query.js'
import { wholeOf } from '../query/state.js'

/** What a mapped class knows about itself. */
export interface Tie {
  readonly context: QueryContext
  readonly mapping: Mapping
  /** What the model's own methods start from; never awaited, as a query remembers what it was awaited for. */
  readonly start: Query
}

const ties = new WeakMap<object, Tie>()
const reasons = new WeakMap<object, string>()

/** Ties a class to its mapping, in place of what it was tied to before. */
export function tie(model: object, context: QueryContext, mapping: Mapping): void {
  ties.set(model, { context, mapping, start: new Query(context, wholeOf(mapping)) })
}

/** Gives what this very class is tied to; undefined for its subclasses. */
export function tieOf(model: object): Tie | undefined {
  return ties.get(model)
}

/** Gives the nearest class above this one that is tied, and its tie. */
export function tieAbove(model: object): readonly [model: ModelClass, tie: Tie] | null {
  const above: unknown = Object.getPrototypeOf(model)
  if (typeof above !== 'function') return null
  const found = ties.get(above)
  return found === undefined ? tieAbove(above) : [above as ModelClass, found]
}

/** True where a class is tied to an automap that can still be used. */
export function isTaken(model: object): boolean {
  return ties.get(model)?.context.executor.isClosed === false
}

/** Keeps why a class is not mapped, for whoever uses it; an automap that is closed lets go of it. */
export function untie(model: object, reason: string): void {
  if (isTaken(model)) return
  ties.delete(model)
  reasons.set(model, reason)
}

/** Gives what a class is tied to. Throws `MappingError` MODEL_UNKNOWN where it is not mapped. */
export function requireTie(model: { readonly name: string }): Tie {
  const found = ties.get(model)
  if (found !== undefined) return found
  throw new MappingError('MODEL_UNKNOWN', `Class "${model.name}" is not mapped${whyNot(model)}`)
}

function whyNot(model: { readonly name: string }): string {
  const { name } = model
  const reason = reasons.get(model)
  if (reason !== undefined) return `: ${reason}`
  const above = tieAbove(model)
  if (above === null) return ` yet: pass it to automap(connection, { models: [${name}] })`
  const [, { mapping }] = above
  return ` yet, only model "${mapping.name}" that it extends: hand it to the automap's use(${name}), or pass it to automap(connection, { models: [${name}] })`
}
