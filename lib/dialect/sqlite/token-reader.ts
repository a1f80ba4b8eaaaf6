/** Walks over the tokens of a definition. Stops with `Unreadable` at whatever it was not told to expect. */

import { endOf, type Keyword, type Kind, keywordOf, kindAt, startOf, unquoted } from './tokens.js'

/** Says that a text is not what its reader knows; never leaves this folder. */
export class Unreadable extends Error {}

/** A place in a text. */
export class TokenReader {
  /** Of the next token. */
  kind: Kind = 'end'
  /** Of the next token; null for a quoted name, so that none is a keyword. */
  keyword: Keyword | null = null
  readonly #sql: string
  #start = 0
  #end = 0

  constructor(sql: string) {
    this.#sql = sql
    this.#moveTo(0)
  }

  /** Steps over the keyword, and a second one behind it, when all of that comes next; otherwise stays. */
  take(keyword: Keyword, second?: Keyword): boolean {
    if (this.keyword !== keyword) return false
    const start = this.#start
    this.#moveTo(this.#end)
    if (second === undefined) return true
    const isTaken = this.keyword === second
    this.#moveTo(isTaken ? this.#end : start)
    return isTaken
  }

  /** Steps over the keyword, and a second one behind it, which must come next. */
  expect(keyword: Keyword, second?: Keyword): void {
    if (!this.take(keyword, second)) throw new Unreadable()
  }

  /** Steps over any one token. */
  skip(): void {
    if (this.kind === 'end') throw new Unreadable()
    this.#moveTo(this.#end)
  }

  /** Steps over a name: a word, or a text in any quotes, which SQLite takes for names too. */
  name(): string {
    const { kind } = this
    if (kind === 'symbol' || kind === 'literal') throw new Unreadable()
    const text = this.#sql.slice(this.#start, this.#end)
    this.skip()
    return kind === 'word' ? text : unquoted(text)
  }

  /** Steps over a parenthesis with all that is in it, and gives the text inside as it is written. */
  parenthesis(): string {
    this.expect('(')
    const inside = this.until(')')
    this.expect(')')
    return inside
  }

  /** Steps to the first of these outside of any inner parenthesis, and gives the text before it. */
  until(...keywords: readonly Keyword[]): string {
    const start = this.#start
    let end = start
    for (let depth = 0; depth > 0 || this.keyword === null || !keywords.includes(this.keyword); ) {
      if (this.keyword === '(') depth++
      if (this.keyword === ')') depth--
      end = this.#end
      this.skip()
    }
    return this.#sql.slice(start, end)
  }

  /** Gives the rest of the text as it is written, and steps to the end. */
  rest(): string {
    const start = this.#start
    let end = start
    while (this.kind !== 'end') {
      end = this.#end
      this.skip()
    }
    return this.#sql.slice(start, end)
  }

  #moveTo(place: number): void {
    const sql = this.#sql
    const start = startOf(sql, place)
    const kind = kindAt(sql, start)
    if (kind === 'none') throw new Unreadable()
    const end = kind === 'end' ? start : endOf(sql, start, kind)
    if (end < 0) throw new Unreadable()
    this.#start = start
    this.#end = end
    this.kind = kind
    this.keyword = kind === 'word' || kind === 'symbol' ? keywordOf(sql, start, end) : null
  }
}

/** Gives what a reader makes of a text, to whose end there must be tokens; null where the text is not what it knows. */
export function readText<T>(sql: string, read: (reader: TokenReader) => T): T | null {
  try {
    const reader = new TokenReader(sql)
    const found = read(reader)
    reader.rest()
    return found
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}
