/** Takes apart the one text that PostgreSQL gives for all expressions of an index. Understands quotes and brackets alone. */

const quotes = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g

/** Gives the expressions in order: `lower(a), (b || ', ')` has two. */
export function expressionsOf(text: string): string[] {
  // Of the same length, so that places in it are places in the text.
  const bare = text.replace(quotes, quoted => '_'.repeat(quoted.length))
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let place = 0; place < bare.length; place++) {
    const character = bare[place]!
    if ('(['.includes(character)) depth++
    if (')]'.includes(character)) depth--
    if (character !== ',' || depth > 0) continue
    parts.push(text.slice(start, place))
    start = place + 1
  }
  return [...parts, text.slice(start)].map(part => part.trim())
}
