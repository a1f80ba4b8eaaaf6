/** Keeps the values of sensitive columns out of what people and logs see of a statement. Encrypts nothing. */

import { inspect } from 'node:util'
import type { Codec, Fragment } from './contract.js'

const mask = '[sensitive]'

/** A value on its way to the database, which shows as `[sensitive]` wherever it is printed. */
export class Concealed {
  readonly #value: unknown

  constructor(value: unknown) {
    this.#value = value
  }

  /** Gives the value itself. */
  reveal(): unknown {
    return this.#value
  }

  toString(): string {
    return mask
  }

  toJSON(): string {
    return mask
  }
}

// Declarations made file by file know no member whose name is computed, so this one is defined from outside.
Object.defineProperty(Concealed.prototype, inspect.custom, { value: () => mask })

/** Gives a codec whose encoded values are concealed. */
export function concealing(codec: Codec): Codec {
  return { ...codec, encode: value => new Concealed(codec.encode(value)) }
}

/** Gives a fragment whose every value is concealed. */
export function concealedIn({ sql, bindings }: Fragment): Fragment {
  return { sql, bindings: bindings.map(value => new Concealed(value)) }
}

/** Gives a value itself, concealed or not. */
export function revealed(value: unknown): unknown {
  return value instanceof Concealed ? value.reveal() : value
}

/** Gives what listeners may see of a value. */
export function masked(value: unknown): unknown {
  return value instanceof Concealed ? mask : value
}

/** Tells whether one of these values is concealed. */
export function holdsConcealed(values: readonly unknown[]): boolean {
  return values.some(value => value instanceof Concealed)
}

/** What programs read of a driver's error, and no value is in. */
const telling = ['code', 'errno', 'severity', 'schema', 'table', 'column', 'constraint', 'dataType'] as const

/** The drivers' own errors, for those who read names alone of them. */
const concealed = new WeakMap<object, unknown>()

/** Gives the driver's own error, concealed or not; its texts may quote what was bound. */
export function revealedError(error: unknown): unknown {
  return concealed.get(error as object) ?? error
}

/** Gives an error for the driver's own, whose texts may quote what was bound. */
export function concealedError(error: unknown): Error {
  const { code } = error as { readonly code?: unknown }
  const which = code === undefined ? '' : ` (${code})`
  const message = `the database refused a statement with sensitive values${which}; what it says is withheld, as it may quote them`
  const kept = telling.filter(name => Reflect.has(error as object, name))
  const shown = Object.assign(
    new Error(message),
    Object.fromEntries(kept.map(name => [name, Reflect.get(error as object, name)])),
  )
  concealed.set(shown, error)
  return shown
}
