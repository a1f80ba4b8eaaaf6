/** Finds the tokens of the SQL texts that SQLite keeps. Copies no text but a keyword's own; reads one token at a time. */

/** The words and symbols that mean something to the readers of definitions, in lower case. */
const keywords = [
  'action',
  'always',
  'as',
  'asc',
  'autoincrement',
  'cascade',
  'check',
  'collate',
  'conflict',
  'constraint',
  'create',
  'default',
  'deferrable',
  'deferred',
  'desc',
  'foreign',
  'generated',
  'immediate',
  'index',
  'initially',
  'key',
  'match',
  'no',
  'not',
  'null',
  'on',
  'primary',
  'references',
  'restrict',
  'set',
  'stored',
  'table',
  'unique',
  'virtual',
  'where',
  '(',
  ')',
  ',',
  '+',
  '-',
] as const

/** A word or a symbol that means something. */
export type Keyword = (typeof keywords)[number]

/** What a token is; `end` is the end of the text, `none` what no token begins with. */
export type Kind = 'word' | 'quoted' | 'string' | 'literal' | 'symbol' | 'none' | 'end'

const literal =
  /[xX]'[0-9a-fA-F]*'|0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y

/** By character code; every character above is of a word. */
const kinds: readonly Kind[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[A-Za-z_]/.test(character)) return 'word'
  if (/[0-9]/.test(character)) return 'literal'
  if (/["`[]/.test(character)) return 'quoted'
  if (character === "'") return 'string'
  return /[\0#@$\\]/.test(character) ? 'none' : 'symbol'
})

const isOfWord = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[\w$]/.test(String.fromCharCode(code))),
)

/** By length and the code of the first character; no keyword is longer than `autoincrement`. */
const keywordsAlike: readonly (readonly (readonly Keyword[])[])[] = Array.from({ length: 14 }, (_, length) =>
  Array.from({ length: 128 }, (_, code) =>
    keywords.filter(keyword => keyword.length === length && keyword.charCodeAt(0) === code),
  ),
)

/** Where the next token begins: past blanks, and comments, the last of which may never end. */
export function startOf(sql: string, place: number): number {
  // No character is asked for past the end here or below: to that the engine has no quick answer.
  for (let at = place; at < sql.length; ) {
    const code = sql.charCodeAt(at)
    if (code === 32 || code === 10 || code === 9 || code === 13 || code === 12) at++
    else if (code === 45 && sql.startsWith('--', at)) at = endPast(sql, '\n', at + 2)
    else if (code === 47 && sql.startsWith('/*', at)) at = endPast(sql, '*/', at + 2)
    else return at
  }
  return sql.length
}

/** What the token is that begins at the place. */
export function kindAt(sql: string, start: number): Kind {
  if (start >= sql.length) return 'end'
  const code = sql.charCodeAt(start)
  // A blob's `x` begins no word, nor does a number's point stand by itself.
  if ((code === 46 || code === 88 || code === 120) && literalEnd(sql, start) > start) return 'literal'
  return code < 128 ? kinds[code]! : 'word'
}

/** Where a token of the kind ends; -1 where a quote is never closed. */
export function endOf(sql: string, start: number, kind: Kind): number {
  if (kind === 'word') return wordEnd(sql, start)
  if (kind === 'symbol') return start + 1
  return kind === 'literal' ? literalEnd(sql, start) : quoteEnd(sql, start)
}

/** The keyword that a word or a symbol is, in whatever case; null where it is none. */
export function keywordOf(sql: string, start: number, end: number): Keyword | null {
  const code = sql.charCodeAt(start)
  const alike = keywordsAlike[end - start]?.[code >= 65 && code <= 90 ? code | 32 : code]
  if (alike === undefined) return null
  for (const keyword of alike) if (isAt(sql, start, keyword)) return keyword
  return null
}

/** What is inside of quotes. */
export function unquoted(text: string): string {
  const quote = text.charAt(0)
  const inside = text.slice(1, -1)
  return quote === '[' ? inside : inside.replaceAll(quote + quote, quote)
}

/** The first character is known to be the same. */
function isAt(sql: string, start: number, keyword: Keyword): boolean {
  for (let i = 1; i < keyword.length; i++) {
    if ((sql.charCodeAt(start + i) | 32) !== keyword.charCodeAt(i)) return false
  }
  return true
}

function wordEnd(sql: string, start: number): number {
  for (let at = start + 1; at < sql.length; at++) {
    const code = sql.charCodeAt(at)
    if (code < 128 && isOfWord[code] !== 1) return at
  }
  return sql.length
}

function literalEnd(sql: string, start: number): number {
  literal.lastIndex = start
  return literal.test(sql) ? literal.lastIndex : start
}

/** A doubled quote is one inside; brackets know none. */
function quoteEnd(sql: string, start: number): number {
  const quote = sql.charAt(start)
  if (quote === '[') return sql.indexOf(']', start) + 1 || -1
  let at = sql.indexOf(quote, start + 1)
  while (at >= 0 && sql.charAt(at + 1) === quote) at = sql.indexOf(quote, at + 2)
  return at + 1 || -1
}

function endPast(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from)
  return found < 0 ? sql.length : found + mark.length
}
