/** Inserts new rows, table by table, in as few statements as their columns allow. Opens no transaction, and makes no instance. */

import type { Fragment, InsertRequest, Row, WriteStep } from '../../dialect/contract.js'
import { WriteError } from '../../errors.js'
import { unread } from '../../instance/unread.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { compileColumns } from '../../query/compile-columns.js'
import type { Executor } from '../../query/executor.js'
import { type Purpose, querying } from '../../query/purpose.js'
import { leftOut } from '../insert.js'
import { returnedColumn } from '../returned.js'
import { runSteps } from '../steps.js'
import { type Part, type PartColumn, partsOf } from './parts.js'

/** What the driver binds for a new row, by slot. */
export type BoundRow = ReadonlyMap<number, unknown>

/** What is done with rows that are there already. */
export interface Conflict {
  /** Writes what goes behind the rows of one INSERT, into which these columns are written. */
  readonly clause: (part: Part, columns: readonly PartColumn[]) => Fragment
  /** What rows are told apart by. */
  readonly match: readonly ColumnMapping[]
  /** True where rows that are there stay as they are, and nothing comes back of them. */
  readonly passesOver: boolean
  /** Why nothing came of a row, where that may be; null: then a row is as good as lost. */
  readonly foreign: string | null
}

/** Rows to be inserted. */
export interface NewRows {
  readonly executor: Executor
  readonly mapping: Mapping
  readonly purpose: Purpose
  readonly rows: readonly BoundRow[]
  /** True where what they hold then is asked for. */
  readonly isRead: boolean
  /** Null: a row that is there is an error. */
  readonly conflict: Conflict | null
}

/** Some of the rows, which are written into the same columns of one table. */
interface Batch {
  readonly part: Part
  /** Which rows. */
  readonly places: readonly number[]
  readonly columns: readonly PartColumn[]
}

/** What comes back with the rows of a batch. */
interface Returned {
  readonly columns: readonly ColumnMapping[]
  readonly fragments: readonly Fragment[] | null
}

/** A batch, and the statements that write it. */
interface Prepared {
  readonly batch: Batch
  readonly returned: Returned
  readonly steps: readonly WriteStep[]
}

/** Inserts rows of one model. */
export class RowWriter {
  readonly #request: NewRows
  readonly #parts: readonly Part[]
  /** What is known of each row, by slot; null: it was passed over. */
  readonly #known: (Row | null)[]
  /** What cannot come back with the rows, and is read when they are written. */
  readonly #later = new Set<ColumnMapping>()
  readonly #first: readonly Prepared[]
  #count = 0

  constructor(request: NewRows) {
    this.#request = request
    this.#parts = partsOf(request.mapping)
    this.#known = request.rows.map(row => {
      const known: Row = new Array(request.mapping.width).fill(unread)
      for (const [slot, bound] of row) known[slot] = bound
      return known
    })
    this.#first = this.#prepared(this.#parts[0] as Part)
  }

  /** True where one statement writes all or nothing: of several rows a trigger can leave some out without an error. */
  get isWhole(): boolean {
    const { rows, conflict } = this.#request
    if (this.#parts.length > 1 || (rows.length > 1 && conflict?.passesOver !== true)) return false
    return this.#first.flatMap(({ steps }) => steps).length <= 1
  }

  /** Inserts the rows. Throws `QueryError`, and `WriteError` where the database left rows out. */
  async write(): Promise<void> {
    const [, ...below] = this.#parts
    for (const each of this.#first) await this.#run(each)
    for (const part of below) {
      for (const each of this.#prepared(part)) await this.#run(each)
    }
    if (this.#later.size > 0) await this.#readLater([...this.#later])
  }

  /** How many rows were written. */
  get count(): number {
    return this.#count
  }

  /** The columns that were read of each row. */
  get columns(): readonly ColumnMapping[] {
    const { mapping } = this.#request
    const version = mapping.version?.kind === 'system' ? [mapping.version.column] : []
    return [...mapping.columns.filter(({ deferred }) => !deferred), ...version]
  }

  /** Gives what each row holds, as the driver gave it; null for one that was passed over. */
  get rows(): (Row | null)[] {
    const { width } = this.#request.mapping
    const slots = this.columns.map(({ slot }) => slot)
    return this.#known.map(known => {
      if (known === null) return null
      const row: Row = new Array(width).fill(unread)
      for (const slot of slots) row[slot] = known[slot]
      return row
    })
  }

  #prepared(part: Part): Prepared[] {
    return this.#batches(part).map(batch => {
      const returned = this.#returned(part)
      const { writing } = this.#request.executor.dialect
      return { batch, returned, steps: writing.insert(this.#insert(batch, returned)) }
    })
  }

  /**
   * What the database fills by itself it fills only where it is left out; all else that is not given is null. A row that is there
   * already keeps what is not given.
   */
  #batches(part: Part): Batch[] {
    const batches = new Map<string, number[]>()
    const { conflict } = this.#request
    this.#known.forEach((known, place) => {
      const filled = part.columns.filter(
        ({ fillsItself, slot }) => (fillsItself || conflict !== null) && known?.[slot] !== unread,
      )
      const shape = filled.map(({ slot }) => slot).join()
      const batch = batches.get(shape)
      if (batch === undefined) batches.set(shape, [place])
      else batch.push(place)
    })
    return [...batches.values()].map(places => ({
      part,
      places,
      columns: part.columns.filter(({ slot }) => places.some(place => this.#known[place]?.[slot] !== unread)),
    }))
  }

  #returned(part: Part): Returned {
    const { executor, mapping, isRead } = this.#request
    const columns: ColumnMapping[] = []
    const fragments: Fragment[] = []
    for (const [column, own] of this.#asked(part)) {
      const fragment = returnedColumn(executor.dialect, { from: part.from, mapping }, column, own)
      if (fragment === null) this.#later.add(column)
      else {
        columns.push(column)
        fragments.push(fragment)
      }
    }
    // Nothing is asked for where nobody wants it: that takes a privilege.
    return { columns, fragments: isRead || fragments.length > 0 ? fragments : null }
  }

  /** What is read of a table, and what rows of the table below refer to. */
  #asked(part: Part): (readonly [column: ColumnMapping, own: string])[] {
    const { mapping, isRead, conflict } = this.#request
    const isLast = part === this.#parts.at(-1)
    const isAsked = ({ column, slot }: PartColumn): boolean =>
      isRead ? !column.deferred || conflict?.match.includes(column) === true : this.#isNeeded(slot)
    const asked = part.read.filter(isAsked).map(({ column, write }) => [column, write.quoted] as const)
    if (!isRead || part !== this.#parts[0]) return asked
    const computed = mapping.columns.filter(({ expression, deferred }) => expression !== null && !deferred)
    if (!isLast) for (const column of computed) this.#later.add(column)
    const version = mapping.version?.kind === 'system' ? [mapping.version.column] : []
    const more = [...(isLast ? computed : []), ...version]
    return [...asked, ...more.map(column => [column, column.quoted] as const)]
  }

  /** True where the tables below refer to it, and not every row was given it. */
  #isNeeded(slot: number): boolean {
    const [, ...below] = this.#parts
    return (
      below.some(({ key }) => key.some(each => each.slot === slot)) &&
      this.#known.some(known => known?.[slot] === unread)
    )
  }

  #insert({ part, places, columns }: Batch, { columns: returned, fragments }: Returned): InsertRequest {
    const { conflict } = this.#request
    const rows = places.map(place =>
      columns.map(({ slot }) => {
        const value = this.#known[place]?.[slot]
        return value === unread ? null : value
      }),
    )
    const match = (conflict?.match ?? part.key).map(({ slot }) => ({
      given: columns.findIndex(each => each.slot === slot),
      returned: returned.findIndex(each => each.slot === slot),
    }))
    const isMatched = match.length > 0 && match.every(each => each.given >= 0 && each.returned >= 0)
    return {
      from: part.from,
      columns: columns.map(({ write }) => write),
      rows,
      returning: fragments,
      ...(isMatched && { match }),
      ...(conflict !== null && { conflict: conflict.clause(part, columns) }),
    }
  }

  async #run({ batch, returned, steps }: Prepared): Promise<void> {
    const { executor, purpose } = this.#request
    if (returned.fragments === null) {
      let count = 0
      for (const { statement } of steps) count += await executor.change(statement, purpose)
      this.#complete(count, batch)
      return
    }
    const answers = await runSteps(executor, steps, purpose)
    this.#complete(answers.filter(answer => answer !== null).length, batch)
    answers.forEach((answer, i) => {
      this.#take(batch.places[i] as number, answer, returned.columns)
    })
  }

  #complete(count: number, { part, places }: Batch): void {
    const { conflict, purpose } = this.#request
    const isComplete = count === places.length || conflict?.passesOver === true
    const why = conflict?.foreign ?? null
    if (!isComplete && why !== null) throw new WriteError('WRITE_REFUSED', `Cannot ${purpose.doing}: ${why}`)
    if (!isComplete) throw leftOut(part.from, { taken: count, of: places.length }, purpose)
    if (part === this.#parts[0]) this.#count += count
  }

  #take(place: number, answer: Row | null, columns: readonly ColumnMapping[]): void {
    const known = this.#known[place] as Row
    if (answer === null) this.#known[place] = null
    else
      columns.forEach(({ slot }, i) => {
        known[slot] = answer[i]
      })
  }

  /** What is computed by looking at other rows, or at several tables. Without a key it is left to be asked for. */
  async #readLater(columns: readonly ColumnMapping[]): Promise<void> {
    const { executor, mapping } = this.#request
    const rows = this.#known.filter(known => known !== null)
    if (mapping.key.length === 0 || rows.length === 0) return
    const keys = rows.map(known => mapping.key.map(({ slot }) => known[slot]))
    const statement = compileColumns(executor.dialect, mapping, columns, keys)
    for (const [place, ...values] of await executor.run(statement, querying(mapping))) {
      columns.forEach(({ slot }, i) => {
        ;(rows[Number(place)] as Row)[slot] = values[i]
      })
    }
  }
}
