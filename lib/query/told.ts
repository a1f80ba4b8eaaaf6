/** Makes of a statement, and of an error, what listeners are told. Tells no value that was not asked for. */

import type { EventError, QueryEvent } from '../../types/events.js'
import { Concealed, masked } from '../dialect/concealed.js'
import type { Fragment, Row } from '../dialect/contract.js'
import { typeOf } from '../dialect/refused-value.js'
import { AutomapError } from '../errors.js'
import type { Events } from './events.js'
import type { Purpose } from './purpose.js'

/** A statement, and what is known of it. */
export interface Told {
  readonly statement: Fragment
  readonly purpose: Purpose
  readonly transaction: string | null
  /** Gives the error that the caller gets. */
  readonly failureOf: (error: unknown) => Error
}

/** Sends a statement, and tells how that ended. Rejects with what `send` rejects with. */
export async function told<T extends readonly Row[] | number>(
  events: Events,
  about: Told,
  send: () => Promise<T>,
): Promise<T> {
  const since = performance.now()
  try {
    const answer = await send()
    tell(events, about, { since, rows: typeof answer === 'number' ? answer : answer.length, error: null })
    return answer
  } catch (error) {
    tell(events, about, { since, rows: 0, error: about.failureOf(error) })
    throw error
  }
}

interface Ended {
  readonly since: number
  readonly rows: number
  readonly error: Error | null
}

function tell(events: Events, { statement, purpose, transaction }: Told, ended: Ended): void {
  const { since, rows, error } = ended
  const duration = performance.now() - since
  const { doing, model, relationship, strategy, writes } = purpose
  const known = { doing, model, relationship, strategy, writes, transaction }
  events.tell('query', (open): QueryEvent => {
    const bindings = statement.bindings.map(open ? masked : typeName)
    return { sql: statement.sql, bindings, duration, rows, ...known, error: error && errorOf(error, open) }
  })
}

/** Gives what is told of an error; what the database says of it may quote values. */
export function errorOf(error: unknown, open: boolean): EventError {
  const isError = error instanceof Error
  const isOurs = error instanceof AutomapError
  return Object.freeze({
    name: isError ? error.name : typeOf(error),
    code: isOurs ? error.code : null,
    databaseCode: isOurs ? databaseCodeOf(error.cause) : null,
    message: open ? String(isError ? error.message : error) : null,
  })
}

function databaseCodeOf(cause: unknown): string | null {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  return typeof code === 'string' ? code : null
}

function typeName(value: unknown): string {
  if (value instanceof Concealed) return 'sensitive'
  return Array.isArray(value) ? `an array of ${value.length}` : typeOf(value)
}
