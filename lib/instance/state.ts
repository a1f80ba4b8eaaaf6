/**
 * What is known of an instance beside its row: whether it is saved, what was changed, what its collections held. Holds data;
 * whoever changes it notes the instance in the journal first.
 */

import type { Instance } from './instance.js'
import type { UnitOfWork } from './unit-of-work.js'

/** Whether the database has a row for an instance. */
export type Status = 'new' | 'saved' | 'deleted'

/** One assignment that is not written. The row's slot holds `bound` meanwhile, so that keys are matched by what is to be. */
export interface Edit {
  /** What the slot held before the first assignment, as the driver gave it. */
  readonly before: unknown
  /** What was assigned, after validation; what the property gives until it is written. */
  readonly value: unknown
  /** What the driver binds for it; concealed where the column is sensitive. */
  readonly bound: unknown
}

/** What most instances never have. */
export interface InstanceState {
  status: Status
  /** By slot, in the order of assignment; an edit is replaced, never changed. */
  readonly edits: Map<number, Edit>
  /** What a slot held, as the driver gave it, before an object that can be changed in place was made of it; by slot. */
  readonly originals: Map<number, unknown>
  /**
   * By relationship index, what a collection held when it was loaded, or last written. Kept from when the array is first handed
   * out; it is compared with the array when that is written. Of a single relationship whose key is on the other side, none or
   * one. A relationship without one was never handed out, so nothing can have been changed in it.
   */
  readonly members: Map<number, readonly Instance[]>
  /** The session that it belongs to; null: none; undefined: that of its load group. */
  session: UnitOfWork | null | undefined
  /** Settles when the write that it is part of has ended, however that ended; null: none is under way. Never rejects. */
  turn: Promise<unknown> | null
}

type Maps = Pick<InstanceState, 'edits' | 'originals' | 'members'>

/** Read the maps without making them. */
let peek: { readonly [K in keyof Maps]: (state: InstanceState) => Maps[K] | undefined }

/** Makes its maps when they are first asked for: three maps for each collection that is looked at cost more than reading it. */
class Untouched implements InstanceState {
  status: Status = 'saved'
  session: UnitOfWork | null | undefined = undefined
  turn: Promise<unknown> | null = null
  #edits: Map<number, Edit> | undefined
  #originals: Map<number, unknown> | undefined
  #members: Map<number, readonly Instance[]> | undefined

  get edits(): Map<number, Edit> {
    this.#edits ??= new Map()
    return this.#edits
  }

  get originals(): Map<number, unknown> {
    this.#originals ??= new Map()
    return this.#originals
  }

  get members(): Map<number, readonly Instance[]> {
    this.#members ??= new Map()
    return this.#members
  }

  static {
    peek = {
      edits: state => (#edits in state ? state.#edits : state.edits),
      originals: state => (#originals in state ? state.#originals : state.originals),
      members: state => (#members in state ? state.#members : state.members),
    }
  }
}

/** Gives the state of an instance that a row was read for, and nothing was done to yet. */
export function untouched(): InstanceState {
  return new Untouched()
}

/** Gives what was assigned to a slot and is not written; undefined where nothing was. */
export function editAt(state: InstanceState | undefined, slot: number): Edit | undefined {
  return state === undefined ? undefined : peek.edits(state)?.get(slot)
}

const nothing: ReadonlyMap<number, never> = new Map<number, never>()

/** Gives the edits, to be read only. */
export function editsIn(state: InstanceState | undefined): ReadonlyMap<number, Edit> {
  return (state && peek.edits(state)) ?? nothing
}

/** Gives what slots held before objects were made of it, to be read only. */
export function originalsIn(state: InstanceState | undefined): ReadonlyMap<number, unknown> {
  return (state && peek.originals(state)) ?? nothing
}

/** Gives what collections held, to be read only. */
export function membersIn(state: InstanceState | undefined): ReadonlyMap<number, readonly Instance[]> {
  return (state && peek.members(state)) ?? nothing
}
