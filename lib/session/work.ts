/**
 * What a session writes, and when: before statements that could see it, at the ends of savepoints, and where it is asked to. Once
 * a flush has failed, it refuses everything. Writes no statement itself.
 */

import type { PlannedWrite } from '../../types/session.js'
import { WriteError } from '../errors.js'
import type { Instance } from '../instance/instance.js'
import type { Journal } from '../instance/journal.js'
import { sessionOf } from '../instance/session-of.js'
import { statusOf } from '../instance/status.js'
import type { UnitOfWork } from '../instance/unit-of-work.js'
import type { Mapping } from '../mapping/mapping.js'
import type { QueryContext } from '../query/context.js'
import { type FlushRequest, flush, planFlush } from './flush.js'
import { Members } from './members.js'
import { ended, failed, isGone, isNew, isTwin, ofAnother, outside, refused } from './refusal.js'
import { isQuiet, isWriting, whileQuiet, whileWriting } from './spell.js'

/** How often one flush goes on with what hooks have changed meanwhile. */
const maxRounds = 100

/** The work of one session. */
export class Work implements UnitOfWork {
  readonly context: QueryContext
  readonly members: Members
  readonly #autoflush: boolean
  /** That of its own transaction; what is done outside savepoints need not be undone, as the session ends with it. */
  #journal: Journal | null = null
  /** Never rejects; null while nothing is written. */
  #flushing: Promise<void> | null = null
  #failure: { readonly error: unknown } | null = null
  #isOpen = true

  constructor(context: QueryContext, autoflush: boolean) {
    this.context = context
    this.members = new Members(this, () => this.#savepoint)
    this.#autoflush = autoflush
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get isWriting(): boolean {
    return isWriting(this)
  }

  /** Called inside the session's own transaction, before anything is done in it. */
  begin(): void {
    this.#journal = this.context.executor.journal
  }

  /** Lets go of everything, for good. */
  end(): void {
    this.#isOpen = false
    this.members.clear()
  }

  /** Refuses to go on after the end, after a failure, or elsewhere. Throws `TransactionError` SESSION_FAILED. */
  refuseUse(doing: string): void {
    if (!this.#isOpen) throw ended(doing)
    if (this.#failure !== null) throw failed(doing, this.#failure.error)
    if (this.context.executor.unit !== this) throw outside(doing)
  }

  find(mapping: Mapping, key: readonly unknown[]): Instance | null {
    return this.members.find(mapping, key)
  }

  known(mapping: Mapping, key: readonly unknown[]): Instance | null {
    return this.members.known(mapping, key)
  }

  enter(instance: Instance): void {
    if (this.#isOpen) this.members.enterRead(instance)
  }

  takeStale(instance: Instance): boolean {
    return this.members.takeStale(instance)
  }

  leave(instance: Instance): void {
    this.members.expunge(instance)
  }

  touch(instance: Instance): void {
    this.members.touch(instance)
  }

  /** Takes an instance in. Throws `WriteError` WRITE_REFUSED. */
  add(instance: Instance): void {
    this.#refuse('add', instance)
    this.members.add(instance)
  }

  /** Has the row of an instance deleted by the next flush. Throws `WriteError` WRITE_REFUSED. */
  delete(instance: Instance): void {
    if (statusOf(instance) === 'new') throw refused('delete', instance, isNew)
    this.#refuse('delete', instance)
    this.members.delete(instance)
  }

  async beforeStatement(): Promise<void> {
    if (!this.#isOpen || this.isWriting) return
    this.refuseUse('run a statement in the session')
    if (this.#autoflush && !isQuiet(this)) await this.#write()
  }

  async flush(): Promise<void> {
    if (this.isWriting) return
    this.refuseUse('flush the session')
    await this.#write()
  }

  async save(instance: Instance): Promise<void> {
    this.refuseUse('save with the session')
    if (!this.members.has(instance) || this.members.isDeleted(instance)) this.add(instance)
    await this.flush()
  }

  async remove(instance: Instance): Promise<void> {
    this.refuseUse('delete with the session')
    this.delete(instance)
    await this.flush()
  }

  async withoutAutoflush<R>(work: () => R | PromiseLike<R>): Promise<R> {
    return whileQuiet(this, work)
  }

  /** Tells which statements a flush would run. */
  async plan(): Promise<readonly PlannedWrite[]> {
    const planned: PlannedWrite[] = []
    for (const request of this.#requests()) {
      planned.push(...(await whileWriting(this, () => planFlush(request))))
    }
    return planned
  }

  #refuse(doing: string, instance: Instance): void {
    if (statusOf(instance) === 'deleted') throw refused(doing, instance, isGone)
    const session = sessionOf(instance)
    if (session !== null && session !== this) throw refused(doing, instance, ofAnother)
    const twin = this.members.twinOf(instance)
    if (twin !== null && !this.members.isDeleted(twin)) throw refused(doing, instance, isTwin)
  }

  /** The journal of this place of the program, where it is not that of the session's own transaction. */
  get #savepoint(): Journal | null {
    const { journal } = this.context.executor
    return journal === this.#journal ? null : journal
  }

  /** One after the other: who comes while it goes on waits for that, and looks again. */
  async #write(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing
    this.refuseUse('flush the session')
    const rounds = whileWriting(this, () => this.#rounds())
    this.#flushing = rounds.catch(() => undefined)
    try {
      await rounds
    } catch (error) {
      this.#fail(error)
      throw error
    } finally {
      this.#flushing = null
    }
  }

  /** Where hooks change what was looked at before, there is another round. */
  async #rounds(): Promise<void> {
    for (let round = 0; round < maxRounds; round++) {
      let count = 0
      for (const request of this.#requests()) {
        const written = await flush(request)
        this.members.settle(written)
        count += written.inserted.length + written.updated.length + written.deleted.length
      }
      if (count === 0) return
    }
    throw new WriteError(
      'WRITE_REFUSED',
      `Cannot flush the session: after ${maxRounds} rounds there is still something to write; is a hook changing instances whenever it is called?`,
    )
  }

  /** What a new instance is to stand for is deleted first, where another stands for it. */
  *#requests(): Generator<FlushRequest> {
    const { members, context } = this
    const isReplacing = members.added.some(instance => members.twinOf(instance) !== null)
    if (isReplacing) yield { context, changed: [], deleted: members.deleted, whole: true }
    const changed = [...members.added, ...members.changed]
    const deleted = isReplacing ? [] : members.deleted
    if (changed.length + deleted.length > 0) yield { context, changed, deleted, whole: true }
  }

  /** A savepoint that is rolled back takes its failure with it. */
  #fail(error: unknown): void {
    this.#failure ??= { error }
    this.#savepoint?.onRollBack(() => {
      this.#failure = null
    })
  }
}
