/**
 * The instances of a session: those that stand for rows, those that may have been changed, and those that are to be inserted or
 * deleted. Remembers how that was before a savepoint; writes nothing.
 */

import { blockOf, type Instance, stateFor, stateOf } from '../instance/instance.js'
import type { Journal } from '../instance/journal.js'
import { slotsOf } from '../instance/key.js'
import { noteChange } from '../instance/noting.js'
import { sessionOf } from '../instance/session-of.js'
import { statusOf } from '../instance/status.js'
import { storedValue } from '../instance/stored.js'
import type { UnitOfWork } from '../instance/unit-of-work.js'
import type { Mapping } from '../mapping/mapping.js'
import { IdentityMap } from './identity-map.js'
import { Touched } from './touched.js'

/** What a flush has written. */
export interface Written {
  readonly inserted: readonly Instance[]
  readonly updated: readonly Instance[]
  readonly deleted: readonly Instance[]
}

/** What belongs to one session. */
export class Members {
  readonly #session: UnitOfWork
  /** Gives the journal of this place of the program, where it is a savepoint's; null where nothing need be undone. */
  readonly #savepoint: () => Journal | null
  readonly #living = new IdentityMap()
  readonly #touched = new Touched()
  readonly #added = new Set<Instance>()
  readonly #deleted = new Set<Instance>()
  /** Those that were read in a savepoint that was rolled back, and may tell what is not true any more. */
  readonly #stale = new WeakSet<Instance>()

  constructor(session: UnitOfWork, savepoint: () => Journal | null) {
    this.#session = session
    this.#savepoint = savepoint
  }

  /** The new ones that were added. */
  get added(): readonly Instance[] {
    return [...this.#added]
  }

  /** The saved ones that are changed. */
  get changed(): readonly Instance[] {
    return this.#touched
      .changed()
      .filter(instance => statusOf(instance) === 'saved' && !this.#deleted.has(instance))
  }

  /** Those that are to be deleted. */
  get deleted(): readonly Instance[] {
    return [...this.#deleted]
  }

  has(instance: Instance): boolean {
    return sessionOf(instance) === this.#session && statusOf(instance) !== 'deleted'
  }

  find(mapping: Mapping, key: readonly unknown[]): Instance | null {
    return this.#living.find(mapping, key)
  }

  /** Does not give what is to be deleted, or to have another key, or may be out of date. */
  known(mapping: Mapping, key: readonly unknown[]): Instance | null {
    const found = this.find(mapping, key)
    if (found === null || this.isDeleted(found) || this.#stale.has(found)) return null
    const edits = stateOf(found)?.edits
    return edits !== undefined && mapping.key.some(({ slot }) => edits.has(slot)) ? null : found
  }

  isDeleted(instance: Instance): boolean {
    return this.#deleted.has(instance)
  }

  /** Gives another instance that stands for the row of this one, or for the row that it is to have. */
  twinOf(instance: Instance): Instance | null {
    return this.#living.rivalOf(instance, keyOf(instance))
  }

  enter(instance: Instance): void {
    this.#living.place(instance, keyOf(instance))
  }

  /** Takes in what was just read: what a savepoint shows may go with it. */
  enterRead(instance: Instance): void {
    this.enter(instance)
    this.#savepoint()?.noteLoad(instance, () => this.#stale.add(instance))
  }

  takeStale(instance: Instance): boolean {
    return this.#stale.delete(instance)
  }

  touch(instance: Instance): void {
    this.#touched.add(instance)
  }

  add(instance: Instance): void {
    this.#undoable([instance])
    this.#own(instance)
    this.#deleted.delete(instance)
    this.#take(instance)
  }

  delete(instance: Instance): void {
    this.add(instance)
    this.#deleted.add(instance)
  }

  expunge(instance: Instance): void {
    this.#undoable([instance])
    noteChange(instance, this.#savepoint())
    stateFor(instance).session = null
    this.#forget(instance)
  }

  expungeAll(): void {
    for (const instance of [...this.#living, ...this.#added]) this.expunge(instance)
  }

  /** Takes in what was written. */
  settle({ inserted, updated, deleted }: Written): void {
    this.#undoable([...inserted, ...updated, ...deleted, ...this.#deleted])
    for (const instance of [...inserted, ...updated]) {
      this.#added.delete(instance)
      if (sessionOf(instance) === null) this.#own(instance)
      if (this.has(instance)) this.#take(instance)
    }
    for (const instance of [...deleted, ...this.#deleted]) this.#forget(instance)
  }

  clear(): void {
    this.#living.clear()
    this.#touched.clear()
    this.#added.clear()
    this.#deleted.clear()
  }

  #own(instance: Instance): void {
    noteChange(instance, this.#savepoint())
    stateFor(instance).session = this.#session
  }

  #take(instance: Instance): void {
    this.touch(instance)
    if (statusOf(instance) === 'new') this.#added.add(instance)
    else this.enter(instance)
  }

  #forget(instance: Instance): void {
    this.#living.remove(instance)
    this.#touched.drop(instance)
    this.#added.delete(instance)
    this.#deleted.delete(instance)
  }

  /** After a rollback instances are as they were, and each goes where it was then. */
  #undoable(instances: readonly Instance[]): void {
    this.#savepoint()?.onRollBack(() => {
      if (!this.#session.isOpen) return
      for (const instance of instances) this.#forget(instance)
      for (const instance of instances.filter(each => this.has(each))) this.#takeBack(instance)
    })
  }

  /** What was read while this one was let go of is nobody's from now on. */
  #takeBack(instance: Instance): void {
    const twin = this.twinOf(instance)
    if (twin !== null) {
      stateFor(twin).session = null
      this.#forget(twin)
    }
    this.#take(instance)
  }
}

/** Gives the key of an instance's row as the database has it; of a new one, as it is to have it. */
function keyOf(instance: Instance): unknown[] {
  const { key } = blockOf(instance).mapping
  return statusOf(instance) === 'new'
    ? slotsOf(instance, key)
    : key.map(column => storedValue(instance, column))
}
