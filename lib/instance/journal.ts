/**
 * Remembers how instances were before a transaction changed them, and makes them so again when it is rolled back. Reads and
 * writes hidden state alone.
 */

import type { Instance } from './instance.js'
import { type Restore, remembered } from './remembered.js'

/** What one transaction, or one savepoint, did to instances. */
export class Journal {
  readonly #restores = new Map<Instance, Restore>()
  readonly #then: (() => void)[] = []

  /** Remembers an instance as it is now, where it is not remembered yet. Call it before anything about it is changed. */
  note(instance: Instance): void {
    if (!this.#restores.has(instance)) this.#restores.set(instance, remembered(instance))
  }

  /** Has a function called when this is rolled back and every instance is as it was; the last one first. */
  onRollBack(then: () => void): void {
    this.#then.push(then)
  }

  /** Makes every instance that was noted as it was then. */
  rollBack(): void {
    for (const restore of this.#restores.values()) restore()
    this.#restores.clear()
    for (const then of this.#then.splice(0).reverse()) then()
  }

  /** Takes over what a savepoint did, when that is released. */
  absorb(inner: Journal): void {
    for (const [instance, restore] of inner.#restores) {
      if (!this.#restores.has(instance)) this.#restores.set(instance, restore)
    }
    inner.#restores.clear()
    this.#then.push(...inner.#then.splice(0))
  }
}
