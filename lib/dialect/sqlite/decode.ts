/**
 * Turns what SQLite stored into a value. SQLite types values, not columns: what does not fit its column's type is given
 * as it is stored, never refused, but for integers that a number cannot hold. Every function takes its own results.
 */

import { ValueError } from '../../errors.js'

const days: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Gives the value for what a slot holds. */
export type Decode = (slot: unknown) => unknown

const instant = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?(\.\d+)?)?\s*(Z|[+-]\d\d:\d\d)?$/i

/** Refuses an integer that has lost digits on its way into a number; `cure` is the option that keeps them. */
export function decodeInteger(subject: string, cure: string): Decode {
  return slot => {
    if (!isRounded(slot)) return slot
    throw new ValueError(
      'VALUE_UNSAFE',
      `Cannot read "${subject}" as a number: an integer in it has more digits than a number holds; choose ${cure}`,
    )
  }
}

/** An integer column keeps no real number below 2^63 with nothing after its point: SQLite stores an integer instead. */
function isRounded(slot: unknown): boolean {
  return Number.isInteger(slot) && !Number.isSafeInteger(slot) && Math.abs(slot as number) <= 2 ** 63
}

/** Gives a bigint for the text of an integer. */
export function decodeBigint(slot: unknown): unknown {
  return typeof slot === 'string' && /^-?\d+$/.test(slot) ? BigInt(slot) : slot
}

/** Gives a boolean for 1 and 0. */
export function decodeBoolean(slot: unknown): unknown {
  if (slot === 1) return true
  return slot === 0 ? false : slot
}

/** Gives `YYYY-MM-DD` for milliseconds since 1970. */
export function decodeDay(slot: unknown): unknown {
  const date = dateOfNumber(slot)
  return date ? date.toISOString().slice(0, 10) : slot
}

/** Gives midnight UTC for a day. */
export function decodeDayAsDate(slot: unknown): unknown {
  const day = decodeDay(slot)
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? (dateOfText(day) ?? slot) : slot
}

/** Gives a Date for milliseconds since 1970 or a text; a text without a zone is in UTC, as SQLite's own functions write it. */
export function decodeInstant(slot: unknown): unknown {
  if (typeof slot === 'string') return dateOfText(slot) ?? slot
  return dateOfNumber(slot) ?? slot
}

/** Gives the text of a time; ISO 8601 for milliseconds since 1970. */
export function decodeInstantAsText(slot: unknown): unknown {
  return dateOfNumber(slot)?.toISOString() ?? slot
}

/** Gives the value that a JSON text stands for. */
export function decodeJson(slot: unknown): unknown {
  if (typeof slot !== 'string') return slot
  try {
    return JSON.parse(slot)
  } catch {
    return slot
  }
}

function dateOfNumber(slot: unknown): Date | null {
  if (typeof slot !== 'number') return null
  const date = new Date(slot)
  return Number.isNaN(date.getTime()) ? null : date
}

function dateOfText(text: string): Date | null {
  const match = instant.exec(text)
  // JavaScript takes 31 February for 2 March.
  if (match === null || !isDay(match[1]!)) return null
  const time = `${match[2] ?? '00:00'}${match[3] ?? ':00'}${match[4]?.slice(0, 4) ?? ''}`
  const date = new Date(`${match[1]}T${time}${match[5]?.toUpperCase() ?? 'Z'}`)
  return Number.isNaN(date.getTime()) ? null : date
}

function isDay(text: string): boolean {
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8))
  const last = month === 2 && isLeap(Number(text.slice(0, 4))) ? 29 : (days[month - 1] ?? 0)
  return day > 0 && day <= last
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
