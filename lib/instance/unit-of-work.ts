/** What the rooms below a session need of it. Holds no code. */

import type { Mapping } from '../mapping/mapping.js'
import type { Instance } from './instance.js'

/** A session, for whoever makes, reads or changes instances inside it. */
export interface UnitOfWork {
  /** False once it has ended; then it knows no instance, and none belongs to it. */
  readonly isOpen: boolean
  /** True at a place of the program that is part of what it writes, as hooks are. */
  readonly isWriting: boolean
  /** Gives the living instance for raw key values, of this model or one that inherits from it; null where there is none. */
  find(mapping: Mapping, key: readonly unknown[]): Instance | null
  /** Gives what `find` does where a statement would give that, too: not what is to be deleted, or is to have another key. */
  known(mapping: Mapping, key: readonly unknown[]): Instance | null
  /** Takes in an instance that was made of a row; there is none for its key yet. */
  enter(instance: Instance): void
  /** True, once, of an instance that was read in a savepoint that is rolled back: the next row of it tells how it is. */
  takeStale(instance: Instance): boolean
  /** Lets go of an instance that was taken in, and that nobody is to get. */
  leave(instance: Instance): void
  /** Holds on to an instance that may have been changed, until it is known whether it was. */
  touch(instance: Instance): void
  /** Writes what is changed before a statement that could see it; does nothing while that goes on. */
  beforeStatement(): Promise<void>
  /** Writes what is changed, whether or not statements do. */
  flush(): Promise<void>
  /** Takes an instance in where it is not, and writes what is changed. */
  save(instance: Instance): Promise<void>
  /** Deletes the row of an instance, and writes what else is changed. */
  remove(instance: Instance): Promise<void>
  /** Runs a function whose statements write nothing before themselves. */
  withoutAutoflush<R>(work: () => R | PromiseLike<R>): Promise<R>
}
