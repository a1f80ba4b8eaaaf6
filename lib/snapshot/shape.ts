/** Describes plain data once, to read and to write it by: what is left out is the default. Knows no snapshot. */

import { isPlainObject, valueText } from '../schema/value-text.js'

/** Says what does not fit, and where; a reader of files tells which file it is. */
export class Misfit extends Error {
  #path = ''

  /** The place, as in `models[3].name`; empty for the whole. */
  get path(): string {
    return this.#path
  }

  /** Says within what the place is. */
  within(step: string): this {
    const isStep = this.#path === '' || this.#path.startsWith('[')
    this.#path = isStep ? `${step}${this.#path}` : `${step}.${this.#path}`
    return this
  }
}

/** How one value is read of JSON, and written as it. */
export interface Shape<T> {
  /** Throws `Misfit`. */
  readonly read: (json: unknown) => T
  readonly write: (value: T) => unknown
}

/** One property of a record. */
export interface Field<T> {
  readonly shape: Shape<T>
  /** What it is where the file says nothing; made of the properties before it. Null: the file must say it. */
  readonly standard: ((before: Readonly<Record<string, unknown>>) => T) | null
  /** True where that is the same whatever the other properties are. */
  readonly isFixed: boolean
}

/** The properties of a record, in the order in which they are written. */
export type Fields<T> = { readonly [K in keyof T]-?: Field<T[K]> }

/** A text. */
export const text: Shape<string> = plain((json): json is string => typeof json === 'string', 'a text')

/** A whole number from 0 on. */
export const count: Shape<number> = plain(
  (json): json is number => Number.isSafeInteger(json) && (json as number) >= 0,
  'a whole number from 0 on',
)

/** A whole number. */
export const integer: Shape<number> = plain(
  (json): json is number => Number.isSafeInteger(json),
  'a whole number',
)

/** True or false. */
export const flag: Shape<boolean> = plain(
  (json): json is boolean => typeof json === 'boolean',
  'true or false',
)

/** One of some words. */
export function word<const T extends string | number>(...words: readonly T[]): Shape<T> {
  return plain(
    (json): json is T => words.includes(json as T),
    words.map(each => JSON.stringify(each)).join(' or '),
  )
}

/** What may be null. */
export function nullable<T>({ read, write }: Shape<T>): Shape<T | null> {
  return {
    read: json => (json === null ? null : read(json)),
    write: value => (value === null ? null : write(value)),
  }
}

/** A list. */
export function list<T>({ read, write }: Shape<T>): Shape<readonly T[]> {
  return {
    read: json => {
      if (!Array.isArray(json)) throw misfit('a list', json)
      const found: T[] = []
      try {
        for (const each of json) found.push(read(each))
      } catch (error) {
        // The place is only worked out where something does not fit: most files do.
        throw within(`[${found.length}]`, error)
      }
      return found
    },
    write: value => value.map(write),
  }
}

/** A property that is always written. */
export function always<T>(shape: Shape<T>): Field<T> {
  return { shape, standard: null, isFixed: false }
}

/** A property that is left out where it is this. */
export function unless<T>(shape: Shape<T>, standard: T): Field<T> {
  return { shape, standard: () => standard, isFixed: true }
}

/** A property that is left out where it is what those before it make. */
export function derived<T>(
  shape: Shape<T>,
  standard: (before: Readonly<Record<string, unknown>>) => T,
): Field<T> {
  return { shape, standard, isFixed: false }
}

/** An object of just these properties; others are refused, as they may come from a newer version. */
export function record<T extends object>(fields: Fields<T>): Shape<T> {
  const known = new Map(Object.entries(fields) as [string, Field<unknown>][])
  const blank = blankOf(known)
  const dependent = [...known].flatMap(([name, { standard, isFixed }]) =>
    isFixed ? [] : [[name, standard ?? missing] as const],
  )
  return {
    read: json => {
      if (!isPlainObject(json)) throw misfit('an object', json)
      // Most of what a file could say it leaves out, so a copy of all standards is the fastest start.
      const found = { ...blank }
      let step = ''
      try {
        for (step of Object.keys(json)) found[step] = readField(known.get(step), json[step])
        for (const [name, standard] of dependent) {
          if (Object.hasOwn(json, name)) continue
          step = name
          found[name] = standard(found)
        }
      } catch (error) {
        throw within(step, error)
      }
      return found as T
    },
    write: value => {
      const written: Record<string, unknown> = {}
      for (const [name, { shape, standard }] of known) {
        const own = value[name as keyof T]
        const isStandard = standard !== null && isSame(standard(value as Record<string, unknown>), own)
        if (!isStandard) written[name] = shape.write(own)
      }
      return written
    },
  }
}

/** A record of which a file says nothing; what depends on other properties is not known then. */
function blankOf(fields: ReadonlyMap<string, Field<unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    [...fields].map(([name, { standard, isFixed }]) => [
      name,
      isFixed && standard !== null ? standard({}) : undefined,
    ]),
  )
}

function readField(field: Field<unknown> | undefined, json: unknown): unknown {
  if (field === undefined) throw new Misfit('it is not known')
  return field.shape.read(json)
}

function missing(): never {
  throw new Misfit('it is missing')
}

function within(step: string, error: unknown): unknown {
  return error instanceof Misfit ? error.within(step) : error
}

/** Of what is left out: texts, numbers, null, and lists of texts. */
function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other
  return one.length === other.length && one.every((each, place) => each === other[place])
}

function plain<T>(fits: (json: unknown) => json is T, expected: string): Shape<T> {
  return {
    read: json => {
      if (fits(json)) return json
      throw misfit(expected, json)
    },
    write: value => value,
  }
}

function misfit(expected: string, json: unknown): Misfit {
  return new Misfit(`expected ${expected}, got ${valueText(json)}`)
}
