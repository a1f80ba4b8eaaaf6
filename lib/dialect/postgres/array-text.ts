/** Reads and writes PostgreSQL's text form of arrays. Knows nothing of what the elements mean. */

/** A parsed array: texts, nulls, and arrays of the next dimension. */
export type ArrayText = (string | null | ArrayText)[]

// A quoted element, a brace, an unquoted element, a delimiter.
const tokens: ReadonlyMap<string, RegExp> = new Map([
  [',', /"[^"\\]*(?:\\.[^"\\]*)*"|[{}]|[^{},"]+|,/gs],
  [';', /"[^"\\]*(?:\\.[^"\\]*)*"|[{}]|[^{};"]+|;/gs],
])

/** Gives the elements; bounds, which JavaScript's arrays do not have, are dropped. Null where the text is no array. */
export function parseArray(text: string, delimiter: ',' | ';'): ArrayText | null {
  const start = text.indexOf('{')
  if (start === -1) return null
  const whole: ArrayText = []
  const open: ArrayText[] = []
  let current = whole
  for (const [token] of text.slice(start).matchAll(tokens.get(delimiter)!)) {
    if (token === '{') {
      const inner: ArrayText = []
      current.push(inner)
      open.push(current)
      current = inner
    } else if (token === '}') current = open.pop()!
    else if (token !== delimiter) current.push(elementOf(token))
  }
  return whole[0] as ArrayText
}

function elementOf(token: string): string | null {
  if (token === 'NULL') return null
  return token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/gs, '$1') : token
}

/** Gives the text; every element is quoted, as that is always right. */
export function arrayText(elements: ArrayText, delimiter: ',' | ';'): string {
  const parts = elements.map(element => {
    if (element === null) return 'NULL'
    if (typeof element !== 'string') return arrayText(element, delimiter)
    return `"${element.replace(/["\\]/g, '\\$&')}"`
  })
  return `{${parts.join(delimiter)}}`
}
