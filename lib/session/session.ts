/** A session as its function gets it: checks what it is given, and hands it on. Writes nothing itself. */

import type { PlannedWrite } from '../../types/session.js'
import { typeOf } from '../dialect/refused-value.js'
import { QueryError } from '../errors.js'
import { blockOf, type Instance, isInstance } from '../instance/instance.js'
import type { Mapping } from '../mapping/mapping.js'
import { Merge } from './merge.js'
import { isElsewhere, refused } from './refusal.js'
import type { Work } from './work.js'

/** Instances that are written together. */
export class Session {
  readonly #work: Work
  /** Tells whether a model is one of the automap's. */
  readonly #isMapped: (mapping: Mapping) => boolean

  constructor(work: Work, isMapped: (mapping: Mapping) => boolean) {
    this.#work = work
    this.#isMapped = isMapped
  }

  /** The instances that are to be inserted, but for those that only others lead to. */
  get new(): readonly Instance[] {
    return this.#work.members.added
  }

  /** The instances that are to be updated. */
  get dirty(): readonly Instance[] {
    return this.#work.members.changed
  }

  /** The instances that are to be deleted. */
  get deleted(): readonly Instance[] {
    return this.#work.members.deleted
  }

  /** Tells whether an instance belongs to it. */
  has(instance: unknown): boolean {
    return isInstance(instance) && this.#work.members.has(instance)
  }

  /** Takes in an instance, or each of an array, and gives it back. Throws `WriteError` WRITE_REFUSED. */
  add<S>(instances: S): S {
    for (const instance of this.#given('add', instances)) this.#work.add(instance)
    return instances
  }

  /** Has the row of an instance, or of each of an array, deleted by the next flush. Throws `WriteError` WRITE_REFUSED. */
  delete(instances: unknown): void {
    for (const instance of this.#given('delete', instances)) this.#work.delete(instance)
  }

  /** Copies an instance from elsewhere onto the session's own of the same key, and gives that. */
  async merge(instance: unknown): Promise<Instance> {
    const [given] = this.#given('merge', [instance]) as [Instance]
    return new Merge(this.#work).whole(given)
  }

  /** Writes everything that is to be written. */
  async flush(): Promise<void> {
    await this.#work.flush()
  }

  /** Tells which statements `flush` would run. */
  async plan(): Promise<readonly PlannedWrite[]> {
    this.#work.refuseUse('plan what the session writes')
    return this.#work.plan()
  }

  /** Lets go of an instance, or of each of an array. Throws `WriteError` WRITE_REFUSED. */
  expunge(instances: unknown): void {
    const given = this.#given('expunge', instances)
    for (const instance of given) {
      if (!this.has(instance)) throw refused('expunge', instance, isElsewhere)
    }
    for (const instance of given) this.#work.members.expunge(instance)
  }

  /** Lets go of every instance. */
  expungeAll(): void {
    this.#work.refuseUse('expunge what the session has')
    this.#work.members.expungeAll()
  }

  /** Runs a function before whose statements nothing is written. */
  async withoutAutoflush<R>(work: () => R | PromiseLike<R>): Promise<R> {
    if (typeof work !== 'function') {
      throw new QueryError('QUERY_INVALID', `Expected withoutAutoflush(async () => …), got ${typeOf(work)}`)
    }
    this.#work.refuseUse('run a function in the session')
    return this.#work.withoutAutoflush(work)
  }

  /** Checks all before anything is done with the first. */
  #given(doing: string, value: unknown): readonly Instance[] {
    this.#work.refuseUse(`${doing} with the session`)
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    for (const each of list) {
      if (isInstance(each) && this.#isMapped(blockOf(each).mapping)) continue
      throw new QueryError(
        'QUERY_INVALID',
        `Cannot ${doing} with the session: expected instances of models of this automap, got ${isInstance(each) ? 'one of another' : typeOf(each)}`,
      )
    }
    return list as readonly Instance[]
  }
}
