/** Reads the rows that a bulk write is given, and tells of all that is wrong with them at once. Writes none. */

import { MappingError, ValueError } from '../../errors.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { entriesOf, type Taken, unknownNames } from '../../query/given.js'
import { notPlain, problemsOf, takenRow, together } from '../../query/row.js'
import { isPlain } from '../../query/validate.js'

/** The values of one row by column. */
export type GivenRow = ReadonlyMap<ColumnMapping, Taken>

/** What is told of rows that cannot be written. */
export interface Subject {
  readonly mapping: Mapping
  /** Begins messages: `insert rows of model "Customer"`. */
  readonly doing: string
  /** True where one row was given, not an array of them. */
  readonly isSingle: boolean
}

/** How many places a message names at most. */
const placesShown = 3

/** What is wrong with rows, and where; what is wrong in many places is told once. */
class Findings<E extends { readonly message: string }> {
  readonly #found = new Map<string, { readonly error: E; readonly places: number[] }>()

  add(place: number, error: E): void {
    const known = this.#found.get(error.message)
    if (known === undefined) this.#found.set(error.message, { error, places: [place] })
    else if (known.places.at(-1) !== place) known.places.push(place)
  }

  get errors(): E[] {
    return [...this.#found.values()].map(({ error }) => error)
  }

  get texts(): string[] {
    return [...this.#found].map(([text, { places }]) => `${placesText(places)}: ${text}`)
  }
}

function placesText(places: readonly number[]): string {
  const shown = places.slice(0, placesShown).map(place => `rows[${place}]`)
  const more = places.length - shown.length
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`
}

/**
 * Gives the rows' values; `whole`: rows are not changed any more, so that what is wrong with a row as a whole is told, too. Throws
 * `MappingError` PROPERTY_UNKNOWN for all names that the model lacks, else one `ValueError` for all that is wrong.
 */
export function givenRows(subject: Subject, rows: readonly unknown[], whole: boolean): GivenRow[] {
  const { mapping } = subject
  refuseNames(subject, rows)
  const problems = new Findings<ValueError>()
  const taken = rows.map((row, place): GivenRow => {
    if (!isPlain(row)) {
      problems.add(place, notPlain(mapping, row))
      return new Map()
    }
    const own: ValueError[] = []
    const values = takenRow(mapping, row, own)
    if (whole) own.push(...problemsOf(mapping, values))
    for (const error of own) problems.add(place, error)
    return values
  })
  if (problems.errors.length > 0) throw refused(subject, problems)
  return taken
}

/** Refuses rows that lack what the database needs, or whose values do not go together. Throws one `ValueError` for all. */
export function refuseRows(subject: Subject, rows: readonly GivenRow[]): void {
  const problems = new Findings<ValueError>()
  rows.forEach((row, place) => {
    for (const error of problemsOf(subject.mapping, row)) problems.add(place, error)
  })
  if (problems.errors.length > 0) throw refused(subject, problems)
}

function refuseNames({ mapping, isSingle, doing }: Subject, rows: readonly unknown[]): void {
  const unknown = new Findings<{ readonly message: string }>()
  rows.forEach((row, place) => {
    const names = isPlain(row) ? unknownNames(mapping, entriesOf(row)) : []
    for (const message of names) unknown.add(place, { message })
  })
  const { errors, texts } = unknown
  if (errors.length === 0) return
  const list = isSingle ? errors.map(({ message }) => message).join('\n') : `Cannot ${doing}:${listOf(texts)}`
  throw new MappingError('PROPERTY_UNKNOWN', list)
}

function refused({ isSingle, mapping, doing }: Subject, { errors, texts }: Findings<ValueError>): ValueError {
  if (isSingle) return together(`make a row of model "${mapping.name}"`, errors)
  const code = errors.some(error => error.code === 'VALUE_REFUSED') ? 'VALUE_REFUSED' : 'VALUE_INVALID'
  const reasons = errors.length === 1 ? '1 reason' : `${errors.length} reasons`
  const message = `Cannot ${doing} for ${reasons}:${listOf(texts)}`
  return new ValueError(code, message, { cause: new AggregateError(errors) })
}

function listOf(texts: readonly string[]): string {
  return texts.map(text => `\n- ${text}`).join('')
}
