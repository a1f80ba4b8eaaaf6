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

// One alternative per group, in the order of `kinds`; the last one takes any single character.
const pattern = new RegExp(
  [
    String.raw`([ \t\n\f\r]+|--[^\n]*|\/\*[^]*?(?:\*\/|$))`,
    String.raw`([xX]'[0-9a-fA-F]*'|0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)`,
    String.raw`([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`("[^"]*(?:""[^"]*)*"|\`[^\`]*(?:\`\`[^\`]*)*\`|\[[^\]]*\])`,
    "('[^']*(?:''[^']*)*')",
    '([^])',
  ].join('|'),
  'y',
)

const kinds = [null, 'literal', 'word', 'quoted', 'string', 'symbol'] as const

/** Gives the tokens in order; null where a quote is never closed or a character begins no token. */
export function tokensOf(sql: string): readonly Token[] | null {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(sql); match !== null; match = pattern.exec(sql)) {
    const text = match[0]
    const kind = kinds[match.lastIndexOf(text) - 1]
    if (!kind) continue
    if (kind === 'symbol' && /["'`[\0#@$\\]/.test(text)) return null
    const plain = kind === 'word' || kind === 'symbol'
    tokens.push({
      kind,
      keyword: plain ? fold(text) : '',
      value: kind === 'quoted' || kind === 'string' ? unquoted(text) : text,
      start: match.index,
      end: match.index + text.length,
    })
  }
  return tokens
}

function unquoted(text: string): string {
  const quote = text.charAt(0)
  const inside = text.slice(1, -1)
  return quote === '[' ? inside : inside.replaceAll(quote + quote, quote)
}
