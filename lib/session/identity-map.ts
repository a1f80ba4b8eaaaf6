/**
 * Keeps, for one session, which instance stands for which row. Holds instances weakly: who wants one to stay, and why, is for
 * others to know.
 */

import { identityOf, rootOf } from '../instance/identity.js'
import { blockOf, type Instance } from '../instance/instance.js'
import { statusOf } from '../instance/status.js'
import { isAtOrUnder } from '../mapping/lineage.js'
import type { Mapping } from '../mapping/mapping.js'

/** Where an instance stands. */
interface Place {
  readonly space: Map<unknown, Place>
  readonly key: unknown
  readonly instance: WeakRef<Instance>
}

/** The living instances of a session by their keys. */
export class IdentityMap {
  readonly #spaces = new Map<Mapping, Map<unknown, Place>>()
  readonly #places = new WeakMap<Instance, Place>()
  /** One that nobody holds does nothing. */
  readonly #gone = new FinalizationRegistry<Place>(leave)

  /** How many places are taken, those of instances that are being let go of among them. */
  get size(): number {
    return [...this.#spaces.values()].reduce((sum, space) => sum + space.size, 0)
  }

  /** Gives the living instance for raw key values, of this model or one that inherits from it; null where there is none. */
  find(mapping: Mapping, key: readonly unknown[]): Instance | null {
    const found = this.#at(mapping, identityOf(mapping, key))
    return found !== null && isAtOrUnder(blockOf(found).mapping, mapping) ? found : null
  }

  /** Gives another instance that has the place of raw key values; null where there is none. */
  rivalOf(instance: Instance, key: readonly unknown[]): Instance | null {
    const { mapping } = blockOf(instance)
    const found = this.#at(mapping, identityOf(mapping, key))
    return found === instance ? null : found
  }

  /** Puts an instance where raw key values say; one whose key holds null, or whose place is another's, is nowhere. */
  place(instance: Instance, key: readonly unknown[]): void {
    this.remove(instance)
    const { mapping } = blockOf(instance)
    const identity = identityOf(mapping, key)
    if (identity === null || this.#at(mapping, identity) !== null) return
    const place = { space: this.#spaceOf(mapping), key: identity, instance: new WeakRef(instance) }
    place.space.set(identity, place)
    this.#places.set(instance, place)
    this.#gone.register(instance, place, place)
  }

  /** Takes an instance out. */
  remove(instance: Instance): void {
    const place = this.#places.get(instance)
    if (place === undefined) return
    leave(place)
    this.#places.delete(instance)
    this.#gone.unregister(place)
  }

  /** Takes all out. */
  clear(): void {
    for (const instance of this) this.remove(instance)
    this.#spaces.clear()
  }

  /** Gives the living instances. */
  *[Symbol.iterator](): Generator<Instance> {
    for (const space of this.#spaces.values()) {
      for (const { instance } of space.values()) {
        const living = instance.deref()
        if (living !== undefined) yield living
      }
    }
  }

  /** One whose row was deleted stands for nothing, and is back when that is rolled back. */
  #at(mapping: Mapping, identity: unknown): Instance | null {
    const found = this.#spaceOf(mapping).get(identity)?.instance.deref()
    return found === undefined || statusOf(found) === 'deleted' ? null : found
  }

  /** Where nothing tells the classes of a hierarchy apart, a row is an instance of each that it is read as. */
  #spaceOf(mapping: Mapping): Map<unknown, Place> {
    const { inheritance } = mapping
    const owner = inheritance === null || inheritance.discriminator === null ? mapping : rootOf(mapping)
    const known = this.#spaces.get(owner)
    if (known !== undefined) return known
    const space = new Map<unknown, Place>()
    this.#spaces.set(owner, space)
    return space
  }
}

/** Another may stand there by now. */
function leave(place: Place): void {
  if (place.space.get(place.key) === place) place.space.delete(place.key)
}
