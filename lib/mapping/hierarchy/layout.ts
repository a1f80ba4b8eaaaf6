/** Lays out the rows of a hierarchy: one list of slots for the columns of all its tables, each under a name of its own. */

import type { ForeignKey } from '../../../types/schema.js'
import type { Dialect } from '../../dialect/contract.js'
import type { ColumnMapping, Mapping, TablePart } from '../mapping.js'
import { rowColumnsOf } from '../row-columns.js'

/** How the rows of a table find those of the table above. */
export interface Link {
  readonly key: ForeignKey
  readonly target: Mapping
}

/** The rows of one hierarchy, while its tables are added. */
export class Layout {
  /** How many values a row holds. */
  width: number
  /** By the mappings of their tables, each after the one that it adds to. */
  readonly parts: Map<Mapping, TablePart> = new Map()
  readonly #dialect: Pick<Dialect, 'quote' | 'isSameName'>
  readonly #taken: string[]

  /** The root's columns stay where they are. */
  constructor(root: Mapping, dialect: Pick<Dialect, 'quote' | 'isSameName'>) {
    this.#dialect = dialect
    this.width = root.width
    this.#taken = columnsOf(root).map(({ column }) => column.name)
    this.parts.set(root, {
      from: root.from,
      columns: rowColumnsOf(root)
        .filter(isInTable)
        .map(column => ({ column, own: column.quoted })),
      above: null,
    })
  }

  /** Adds a table behind all others. The key's columns are those of the table above: they are one value. */
  add(ground: Mapping, { key, target }: Link): void {
    const columns: TablePart['columns'][number][] = []
    for (const column of columnsOf(ground)) {
      const place = key.columns.indexOf(column.column.name)
      if (column.expression === null && place >= 0) {
        share(column, columnNamed(target, key.referencedColumns[place] as string) as ColumnMapping)
        continue
      }
      const own = column.quoted
      Object.assign(column, {
        slot: column.slot < 0 ? column.slot : this.width++,
        quoted: this.#freeName(column.column.name),
      })
      if (column.expression === null) columns.push({ column, own })
    }
    const quoted = (names: readonly string[]): string[] => names.map(name => this.#dialect.quote(name))
    this.parts.set(ground, {
      from: ground.from,
      columns,
      above: {
        part: this.parts.get(target) as TablePart,
        columns: quoted(key.columns),
        referencedColumns: quoted(key.referencedColumns),
      },
    })
  }

  #freeName(wanted: string): string {
    let name = wanted
    for (let number = 0; this.#taken.some(each => this.#dialect.isSameName(each, name)); number++) {
      name = `joined${number}`
    }
    this.#taken.push(name)
    return this.#dialect.quote(name)
  }
}

/** Gives a table's column by its name; undefined where it is not mapped. */
export function columnNamed(ground: Mapping, name: string): ColumnMapping | undefined {
  return tableColumns(ground).find(({ column }) => column.name === name)
}

/** By ascending slot, and behind them what has none. */
function columnsOf({ columns, properties }: Mapping): ColumnMapping[] {
  return [...new Set([...columns, ...properties.values()])]
}

function tableColumns({ columns }: Mapping): ColumnMapping[] {
  return columns.filter(isInTable)
}

function isInTable({ expression }: ColumnMapping): boolean {
  return expression === null
}

function share(column: ColumnMapping, above: ColumnMapping): void {
  const { slot, quoted, codec, values, sensitive } = above
  Object.assign(column, { slot, quoted, codec, values, sensitive, matched: true, deferred: false })
}
