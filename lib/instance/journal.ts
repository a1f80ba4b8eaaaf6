/**
 * Remembers how instances were before a transaction changed them, and makes them so again when it is rolled back: each as a
 * whole, so that what was assigned meanwhile outside the transaction goes, too. Reads and writes hidden state alone, and keeps no
 * instance alive.
 */

import type { Instance } from './instance.js'
import { type Restore, remembered } from './remembered.js'

/** What is known of one instance. */
interface Note {
  /** Makes it as it was before it was changed; null: it was not changed. */
  restore: Restore | null
  /** Make what was loaded into it before that unloaded again. */
  readonly unload: Restore[]
}

/** Whoever changes many instances, one after the other, in one transaction is not to end up with all of them. */
const dropped = new FinalizationRegistry<() => void>(forget => forget())

/** What one transaction, or one savepoint, did to instances. */
export class Journal {
  /** The notes hold their instances, so this must not hold them for its own sake. */
  readonly #notes = new WeakMap<Instance, Note>()
  readonly #noted = new Set<WeakRef<Instance>>()
  /** Those of savepoints that have not ended. */
  readonly #inner = new Set<Journal>()
  readonly #outer: Journal | null
  /** What is called when it is rolled back, last first. */
  #undone: (() => void)[] = []
  /** Where goes what comes late: to what a savepoint was released into, or nowhere; undefined before the end. */
  #heir: Journal | null | undefined

  /** `outer` is that of the transaction around a savepoint. */
  constructor(outer: Journal | null = null) {
    this.#outer = outer
    if (outer !== null) outer.#inner.add(this)
  }

  /** Remembers an instance as it is now, where it is not remembered yet. Call it before anything about it is changed. */
  note(instance: Instance): void {
    if (this.#heir !== undefined) this.#heir?.note(instance)
    else this.#noteOf(instance).restore ??= remembered(instance)
  }

  /** Remembers how to unload what is about to be loaded, as it may tell of rows that are gone after a rollback. */
  noteLoad(instance: Instance, unload: Restore): void {
    if (this.#heir !== undefined) {
      this.#heir?.noteLoad(instance, unload)
      return
    }
    const note = this.#noteOf(instance)
    // An instance that was changed before is restored as a whole.
    if (note.restore === null) note.unload.push(unload)
  }

  /** Has a function called when this is rolled back, and every instance is as it was. */
  onRollBack(undone: () => void): void {
    if (this.#heir === undefined) this.#undone.push(undone)
    else this.#heir?.onRollBack(undone)
  }

  /** Makes every instance as it was when it was noted first. */
  rollBack(): void {
    if (this.#heir !== undefined) return
    for (const inner of this.#inner) inner.rollBack()
    for (const [, { restore, unload }] of this.#entries()) {
      restore?.()
      for (const each of unload) each()
    }
    for (const each of this.#undone.toReversed()) each()
    this.#end(null)
  }

  /** Takes over what a savepoint did, when that is released. */
  absorb(inner: Journal): void {
    if (inner.#heir !== undefined) return
    for (const nested of inner.#inner) inner.absorb(nested)
    for (const [instance, { restore, unload }] of inner.#entries()) {
      const note = this.#noteOf(instance)
      if (note.restore !== null) continue
      note.unload.push(...unload)
      note.restore = restore
    }
    this.#undone.push(...inner.#undone)
    inner.#end(this)
  }

  /** Leaves everything as it is, when the transaction is committed. */
  forget(): void {
    if (this.#heir !== undefined) return
    for (const inner of this.#inner) inner.forget()
    this.#end(null)
  }

  #noteOf(instance: Instance): Note {
    const known = this.#notes.get(instance)
    if (known !== undefined) return known
    const note: Note = { restore: null, unload: [] }
    const noted = this.#noted
    const reference = new WeakRef(instance)
    this.#notes.set(instance, note)
    noted.add(reference)
    dropped.register(instance, () => noted.delete(reference), noted)
    return note
  }

  *#entries(): Generator<[Instance, Note]> {
    for (const reference of this.#noted) {
      const instance = reference.deref()
      if (instance !== undefined) yield [instance, this.#notes.get(instance) as Note]
    }
  }

  #end(heir: Journal | null): void {
    dropped.unregister(this.#noted)
    this.#noted.clear()
    this.#inner.clear()
    this.#undone = []
    if (this.#outer !== null) this.#outer.#inner.delete(this)
    this.#heir = heir
  }
}
