/** Writes values for programs, by the one rule that JSON and CSV share. Loses no value that JSON has no word for. */

/** How many elements are written at a time. */
const batch = 500

/** Gives the text of a value; undefined for what has none, such as a function. */
export function jsonOf(value: unknown, indent = 0): string | undefined {
  return JSON.stringify(value, written, indent)
}

/** Gives the text in parts, as a list may be longer than a string can be. */
export function* jsonParts(value: unknown): Generator<string> {
  if (!Array.isArray(value) || value.length === 0) {
    yield jsonOf(value, 2) ?? ''
    return
  }
  for (let from = 0; from < value.length; from += batch) {
    const texts = value.slice(from, from + batch).map(each => jsonOf(each, 2) ?? 'null')
    const ending = from + batch < value.length ? ',\n' : '\n'
    yield `${from === 0 ? '[\n' : ''}  ${texts.join(',\n').replaceAll('\n', '\n  ')}${ending}`
  }
  yield ']'
}

/** Bytes are written as hexadecimal digits behind `\x`, a bigint as its digits, and what is no finite number by its name. */
function written(this: unknown, name: string, value: unknown): unknown {
  // A buffer has been turned into a list of numbers already.
  const own: unknown = Reflect.get(this as object, name)
  if (own instanceof Uint8Array) return `\\x${Buffer.from(own).toString('hex')}`
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
