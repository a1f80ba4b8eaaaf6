/** Collects the text and the bindings of one statement, and hands out its aliases. Writes no SQL of its own. */

import type { Dialect, Fragment } from '../dialect/contract.js'
import { QueryError } from '../errors.js'
import type { ColumnMapping, Mapping, TablePart } from '../mapping/mapping.js'

/** What a statement uses of a mapping's rows. */
export interface Use {
  /** The computed properties that it names. */
  readonly computed: readonly ColumnMapping[]
  /** The tables of classes below that it reads. */
  readonly below: readonly TablePart[]
  /** True where the model's scope is lifted. */
  readonly unscoped: boolean
}

/** Writes what a mapping's rows are selected from, without an alias. */
export type WriteSource = (writer: Writer, mapping: Mapping, use: Use) => string

/** One statement while it is written. */
export class Writer {
  readonly dialect: Dialect
  readonly bindings: unknown[] = []
  readonly #writeSource: WriteSource
  /** What is being written, from the outermost in, and how it is called. */
  readonly #open = new Map<object, string>()
  #aliases = 0

  constructor(dialect: Dialect, writeSource: WriteSource) {
    this.dialect = dialect
    this.#writeSource = writeSource
  }

  /** Gives the next table alias: t0, t1 … */
  alias(): string {
    return `t${this.#aliases++}`
  }

  /** Takes a value in and gives its place in the text. */
  bind(value: unknown): string {
    this.bindings.push(value)
    return '?'
  }

  /** Writes a part of the statement and gives it with its own bindings. */
  section(write: () => string): Fragment {
    const start = this.bindings.length
    const sql = write()
    return { sql, bindings: this.bindings.splice(start) }
  }

  /** Takes a fragment's bindings in and gives its text. */
  take(fragment: Fragment): string {
    this.bindings.push(...fragment.bindings)
    return fragment.sql
  }

  /** Writes what a mapping's rows are selected from, without an alias. */
  source(mapping: Mapping, use: Use): string {
    return this.#writeSource(this, mapping, use)
  }

  /** Writes something that may lead on to others of its like. Throws `QueryError` where it leads back to itself. */
  within(subject: object, name: string, write: () => string): string {
    if (this.#open.has(subject)) {
      const names = [...this.#open.values()]
      const circle = names.slice([...this.#open.keys()].indexOf(subject))
      throw new QueryError(
        'QUERY_INVALID',
        `Cannot write ${name}: it needs itself, as ${[...circle, name].join(' leads to ')}`,
      )
    }
    this.#open.set(subject, name)
    const text = write()
    this.#open.delete(subject)
    return text
  }
}
