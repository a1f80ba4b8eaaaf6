/** Splits the SQL text that SQLite keeps for a table into tokens. Gives nothing at all for a text that it does not know. */

import { fold } from './fold.js'

/** One token; whitespace and comments are none. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'literal' | 'symbol'
  /** The folded text of an unquoted word or a symbol; empty for the others, so that no quoted name is a keyword. */
  readonly keyword: string
  /** The text; of a quoted name or a string what is inside of the quotes. */
  readonly value: string
  readonly start: number
  readonly end: number
}

const blank = /(?:[ \t\n\f\r]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y

// The frequent ones first. A blob's `x` begins no word.
const shapes: readonly (readonly [RegExp, Token['kind']])[] = [
  [/(?![xX]'[0-9a-fA-F]*')[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y, 'word'],
  [
    /[xX]'[0-9a-fA-F]*'|0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y,
    'literal',
  ],
  [/"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\]/y, 'quoted'],
  [/'[^']*(?:''[^']*)*'/y, 'string'],
  [/[^"'`[\0#@$\\]/y, 'symbol'],
]

/** Gives the tokens in order; null where a quote is never closed or a character begins no token. */
export function tokensOf(sql: string): readonly Token[] | null {
  const tokens: Token[] = []
  for (let place = endOf(blank, sql, 0); place < sql.length; ) {
    const token = tokenAt(sql, place)
    if (token === null) return null
    tokens.push(token)
    place = endOf(blank, sql, token.end)
  }
  return tokens
}

function tokenAt(sql: string, start: number): Token | null {
  for (const [shape, kind] of shapes) {
    const end = endOf(shape, sql, start)
    if (end === start) continue
    const text = sql.slice(start, end)
    const plain = kind === 'word' || kind === 'symbol'
    const value = kind === 'quoted' || kind === 'string' ? unquoted(text) : text
    return { kind, keyword: plain ? fold(text) : '', value, start, end }
  }
  return null
}

/** Where a match that begins at the place ends; the place itself where there is none. */
function endOf(shape: RegExp, sql: string, place: number): number {
  shape.lastIndex = place
  return shape.test(sql) ? shape.lastIndex : place
}

function unquoted(text: string): string {
  const quote = text.charAt(0)
  const inside = text.slice(1, -1)
  return quote === '[' ? inside : inside.replaceAll(quote + quote, quote)
}
