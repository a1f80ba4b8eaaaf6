/** Walks over the tokens of a definition. Stops with `Unreadable` at whatever it was not told to expect. */

import { type Token, tokensOf } from './tokens.js'

/** Says that a text is not what its reader knows; never leaves this folder. */
export class Unreadable extends Error {}

/** A place in a text. */
export class TokenReader {
  readonly #sql: string
  readonly #tokens: readonly Token[]
  #place = 0

  constructor(sql: string) {
    const tokens = tokensOf(sql)
    if (!tokens) throw new Unreadable()
    this.#sql = sql
    this.#tokens = tokens
  }

  /** The next token; undefined at the end. */
  get next(): Token | undefined {
    return this.#tokens[this.#place]
  }

  /** Steps over the keywords or symbols when all of them come next, in this order; otherwise stays. */
  take(...keywords: string[]): boolean {
    for (let i = 0; i < keywords.length; i++) {
      if (this.#tokens[this.#place + i]?.keyword !== keywords[i]) return false
    }
    this.#place += keywords.length
    return true
  }

  /** Steps over the keywords or symbols, which must come next. */
  expect(...keywords: string[]): void {
    if (!this.take(...keywords)) throw new Unreadable()
  }

  /** Steps over any one token. */
  skip(): Token {
    const token = this.next
    if (!token) throw new Unreadable()
    this.#place++
    return token
  }

  /** Steps over a name: a word, or a text in any quotes, which SQLite takes for names too. */
  name(): string {
    const token = this.skip()
    if (token.kind === 'symbol' || token.kind === 'literal') throw new Unreadable()
    return token.value
  }

  /** Steps over a parenthesis with all that is in it, and gives the text inside as it is written. */
  parenthesis(): string {
    this.expect('(')
    const inside = this.until(')')
    this.expect(')')
    return inside
  }

  /** Steps to the first of these symbols outside of any inner parenthesis, and gives the text before it. */
  until(...symbols: string[]): string {
    const from = this.#place
    for (let depth = 0; depth > 0 || !symbols.includes(this.next?.keyword ?? ''); ) {
      const { keyword } = this.skip()
      if (keyword === '(') depth++
      if (keyword === ')') depth--
    }
    return this.#text(from)
  }

  /** Gives the rest of the text as it is written, and steps to the end. */
  rest(): string {
    const from = this.#place
    this.#place = this.#tokens.length
    return this.#text(from)
  }

  #text(from: number): string {
    if (from === this.#place) return ''
    return this.#sql.slice(this.#tokens[from]!.start, this.#tokens[this.#place - 1]!.end)
  }
}

/** Gives what a reader makes of a text; null where the text is not what it knows. */
export function readText<T>(sql: string, read: (reader: TokenReader) => T): T | null {
  try {
    return read(new TokenReader(sql))
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}
