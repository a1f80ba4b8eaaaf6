/**
 * Remembers how instances were before a transaction changed them, and makes them so again when it is rolled back. Reads and
 * writes hidden state alone.
 */

import type { Instance } from './instance.js'
import { type Restore, remembered } from './remembered.js'

/** What one transaction, or one savepoint, did to instances. */
export class Journal {
  readonly #restores = new Map<Instance, Restore>()

  /** Remembers an instance as it is now, where it is not remembered yet. Call it before anything about it is changed. */
  note(instance: Instance): void {
    if (!this.#restores.has(instance)) this.#restores.set(instance, remembered(instance))
  }

  /** Makes every instance that was noted as it was then. */
  rollBack(): void {
    for (const restore of this.#restores.values()) restore()
    this.#restores.clear()
  }

  /** Takes over what a savepoint did, when that is released. */
  absorb(inner: Journal): void {
    for (const [instance, restore] of inner.#restores) {
      if (!this.#restores.has(instance)) this.#restores.set(instance, restore)
    }
    inner.#restores.clear()
  }
}
