/** What a class that model() made carries with it, under a symbol that no static member can be called. */

import type { MemberDeclaration, ModelClass } from './declaration.js'

/** One call of model(), checked. */
export interface Carried {
  /** The model that was given in place of a table, or before one. */
  readonly parent: ModelClass | null
  /** The table's name; null where only a parent was given. */
  readonly table: string | null
  readonly members: ReadonlyMap<string, MemberDeclaration>
  readonly options: Readonly<Record<string, unknown>>
}

const carried = Symbol('declared')

/** Puts what model() was given onto the class that it gives. */
export function carry(model: ModelClass, given: Carried): void {
  Object.defineProperty(model, carried, { value: Object.freeze(given) })
}

/** Gives what this very class carries; null for classes that model() did not make, subclasses of its own too. */
export function carriedBy(model: ModelClass): Carried | null {
  const own = Object.getOwnPropertyDescriptor(model, carried)
  return own === undefined ? null : (own.value as Carried)
}
