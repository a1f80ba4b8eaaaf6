/** Makes texts that hold names of a database safe to print. Shortens none. */

/** Gives the text on one line, with nothing in it that a terminal obeys, or that changes the order of its letters. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Gives names as `"a", "b"`. */
export function quotedNames(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ')
}

/** Gives `1 row`, `2 rows`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
