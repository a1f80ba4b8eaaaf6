/** Remembers all that can change about one instance. Decides nothing. */

import { isDeepStrictEqual } from 'node:util'
import { isPlainObject } from '../schema/value-text.js'
import { contentsOf, type Instance, Pending, restoreContents, stateOf, takeState } from './instance.js'
import { type Edit, editsIn, type InstanceState, membersIn, originalsIn, untouched } from './state.js'

/** Makes an instance as it was. */
export type Restore = () => void

/**
 * Gives what makes an instance as it is now: its row, its state, what is related to it, and what its collections and its values
 * of JSON and arrays hold. The arrays of collections stay the same ones, as whoever was handed one holds it.
 */
export function remembered(instance: Instance): Restore {
  const { block, slots, related } = contentsOf(instance)
  const values = valuesRemembered(slots)
  const lists = (related ?? []).filter(value => Array.isArray(value)).map(list => [list, [...list]] as const)
  const state = stateRemembered(stateOf(instance))
  return () => {
    // A load that was under way has ended since.
    const loaded = related?.map(value => (value instanceof Pending ? undefined : value))
    restoreContents(instance, { block, slots: values(), related: loaded })
    for (const [list, members] of lists) list.splice(0, list.length, ...members)
    takeState(instance, withTurn(state(), stateOf(instance)?.turn ?? null))
  }
}

function stateRemembered(state: InstanceState | undefined): () => InstanceState | undefined {
  if (state === undefined) return () => undefined
  const { status, session, turn } = state
  const edits = [...editsIn(state)]
  const originals = [...originalsIn(state)]
  const members = [...membersIn(state)]
  const values = valuesRemembered(edits.map(([, { value }]) => value))
  return () => {
    const now = values()
    return {
      status,
      session,
      turn,
      edits: new Map(edits.map(([slot, edit], i) => [slot, editOf(edit, now[i])])),
      originals: new Map(originals),
      members: new Map(members),
    }
  }
}

function editOf(edit: Edit, value: unknown): Edit {
  return value === edit.value ? edit : { ...edit, value }
}

/** A write that is under way ends by itself. */
function withTurn(
  state: InstanceState | undefined,
  turn: Promise<unknown> | null,
): InstanceState | undefined {
  return state === undefined && turn === null ? undefined : Object.assign(state ?? untouched(), { turn })
}

/** Gives what gives the values as they are now: each the very same, where it was not changed in place meanwhile. */
function valuesRemembered(values: readonly unknown[]): () => unknown[] {
  const copies: [number, unknown][] = []
  values.forEach((value, i) => {
    if (isOpen(value)) copies.push([i, copyOf(value)])
  })
  return () => {
    const now = [...values]
    for (const [i, copy] of copies) {
      if (!isDeepStrictEqual(values[i], copy)) now[i] = copy
    }
    return now
  }
}

/** True for what JSON and arrays are read as, which are changed in place. */
function isOpen(value: unknown): value is unknown[] | Readonly<Record<string, unknown>> {
  return Array.isArray(value) || isPlainObject(value)
}

/** Copies what `isOpen`, all the way down. A validator may have put anything into it, which is left as it is. */
function copyOf(value: unknown): unknown {
  if (!isOpen(value)) return value
  if (Array.isArray(value)) return value.map(copyOf)
  const copy: object = Object.create(Object.getPrototypeOf(value))
  for (const [name, each] of Object.entries(value)) {
    Object.defineProperty(copy, name, {
      value: copyOf(each),
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return copy
}
