/** Tells, at each place of the program, whether a session writes there, or is to write nothing before statements. Writes nothing. */

import { AsyncLocalStorage } from 'node:async_hooks'

/** A function, and all that it calls, in which a session behaves otherwise. */
interface Spell {
  readonly session: object
  /** True where the session writes; false where it only has statements write nothing before themselves. */
  readonly writing: boolean
  readonly outer: Spell | undefined
}

const around = new AsyncLocalStorage<Spell>()

/** Runs a function as a part of what a session writes. */
export function whileWriting<R>(session: object, run: () => R): R {
  return around.run({ session, writing: true, outer: around.getStore() }, run)
}

/** Runs a function before whose statements a session writes nothing. */
export function whileQuiet<R>(session: object, run: () => R): R {
  return around.run({ session, writing: false, outer: around.getStore() }, run)
}

/** True inside `whileWriting` of this session. */
export function isWriting(session: object): boolean {
  return isAround(spell => spell.session === session && spell.writing)
}

/** True inside `whileWriting` or `whileQuiet` of this session. */
export function isQuiet(session: object): boolean {
  return isAround(spell => spell.session === session)
}

function isAround(matches: (spell: Spell) => boolean): boolean {
  let spell = around.getStore()
  while (spell !== undefined && !matches(spell)) spell = spell.outer
  return spell !== undefined
}
