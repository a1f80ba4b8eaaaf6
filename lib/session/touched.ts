/**
 * Holds on to a session's instances that may have been changed. One that was not is let go of, and yet lives as long as
 * something of it that can be changed in place. Writes nothing.
 */

import { type Instance, loadedOf, slotOf, stateOf } from '../instance/instance.js'
import { membersIn, originalsIn } from '../instance/state.js'
import { isPlainObject } from '../schema/value-text.js'
import { isChanged } from './is-changed.js'

/** The instances of one session that were given away in a way that lets them be changed. */
export class Touched {
  readonly #held = new Set<Instance>()
  /** Those that had not been changed when they were looked at last, and can be without anybody being told. */
  readonly #watched = new Set<WeakRef<Instance>>()
  readonly #references = new WeakMap<Instance, WeakRef<Instance>>()
  /** A collection, or a value that can be changed in place, keeps what it belongs to. */
  readonly #keepers = new WeakMap<object, Instance>()

  /** Holds an instance until it is looked at. */
  add(instance: Instance): void {
    this.#held.add(instance)
  }

  /** Lets go of an instance. */
  drop(instance: Instance): void {
    this.#held.delete(instance)
    const reference = this.#references.get(instance)
    if (reference !== undefined) this.#watched.delete(reference)
    this.#references.delete(instance)
  }

  /** Looks at all of them, and gives those that are changed; these stay held. */
  changed(): Instance[] {
    for (const reference of this.#watched) {
      const instance = reference.deref()
      if (instance === undefined) this.#watched.delete(reference)
      else if (isChanged(instance)) this.#held.add(instance)
    }
    for (const instance of this.#held) {
      if (isChanged(instance)) continue
      this.#held.delete(instance)
      this.#watch(instance)
    }
    return [...this.#held]
  }

  /** Lets go of all. */
  clear(): void {
    this.#held.clear()
    this.#watched.clear()
  }

  #watch(instance: Instance): void {
    const open = changeable(instance)
    if (open.length === 0) return
    for (const value of open) this.#keepers.set(value, instance)
    const known = this.#references.get(instance)
    const reference = known ?? new WeakRef(instance)
    this.#references.set(instance, reference)
    this.#watched.add(reference)
  }
}

/** Lists what an instance has given away that can be changed without its knowing. */
function changeable(instance: Instance): object[] {
  const state = stateOf(instance)
  if (state === undefined) return []
  const values = [...originalsIn(state).keys()].map(slot => slotOf(instance, slot))
  const lists = [...membersIn(state).keys()].map(index => loadedOf(instance, index))
  return [...values.flatMap(openIn), ...lists.filter(list => Array.isArray(list))]
}

/** Lists a value of JSON or an array, and all in it that can be changed. */
function openIn(value: unknown): object[] {
  if (!Array.isArray(value) && !isPlainObject(value)) return []
  return [value, ...Object.values(value).flatMap(openIn)]
}
