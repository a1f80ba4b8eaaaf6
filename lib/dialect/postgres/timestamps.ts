/**
 * Reads and writes dates and timestamps. A timestamp without a zone is read and written as UTC, so that it means the
 * same on every machine. What a `Date` cannot hold, and what is not in ISO style, stays the server's text.
 */

const timestamp =
  /^(\d{4,})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?( BC)?$/
const date = /^(\d{4,})-(\d\d)-(\d\d)( BC)?$/

/** Gives a `Date`, microseconds cut to milliseconds; the text itself for infinity and the far future. */
export function timestampOf(text: string): Date | string {
  const parts = timestamp.exec(text)
  if (parts === null) return text
  const [, year, month, day, hours, minutes, seconds, fraction = '', sign, ...offset] = parts
  const bc = offset.pop()
  const shift = offset.reduce((sum, part, place) => sum + Number(part ?? 0) * 60 ** (2 - place), 0)
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const moment = midnight({ year, month, day, bc })
  moment.setUTCHours(Number(hours), Number(minutes), Number(seconds), milliseconds)
  moment.setTime(moment.getTime() - (sign === '-' ? -shift : shift) * 1000)
  return held(moment, text)
}

/** Gives midnight UTC; the text itself for infinity and the far future. */
export function dateOf(text: string): Date | string {
  const parts = date.exec(text)
  if (parts === null) return text
  const [, year, month, day, bc] = parts
  return held(midnight({ year, month, day, bc }), text)
}

/** Gives the text of a moment for either kind of timestamp; one without a zone overlooks the offset, which is none. */
export function timestampText(moment: Date): string {
  // The last 14 characters are the time, in whatever number of digits the year is.
  return `${yearText(moment)}${moment.toISOString().slice(-20, -1).replace('T', ' ')}+00${eraText(moment)}`
}

/** Gives the day that a moment falls on in UTC. */
export function dateText(moment: Date): string {
  return `${yearText(moment)}${moment.toISOString().slice(-20, -14)}${eraText(moment)}`
}

type Day = Record<'year' | 'month' | 'day' | 'bc', string | undefined>

/** Year 1 BC is year 0 here. `Date.UTC` would take years below 100 for those of the last century. */
function midnight({ year, month, day, bc }: Day): Date {
  const moment = new Date(0)
  moment.setUTCFullYear(bc === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day))
  return moment
}

function held(moment: Date, text: string): Date | string {
  return Number.isNaN(moment.getTime()) ? text : moment
}

function yearText(moment: Date): string {
  const year = moment.getUTCFullYear()
  return String(year > 0 ? year : 1 - year).padStart(4, '0')
}

function eraText(moment: Date): string {
  return moment.getUTCFullYear() > 0 ? '' : ' BC'
}
