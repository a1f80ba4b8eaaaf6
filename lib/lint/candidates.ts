/** Proposes keys that a database does not declare, by the names and types of columns. Looks at no row, which alone can tell. */

import type { Column, Table } from '../../types/schema.js'
import type { Snapshot } from '../../types/snapshot.js'
import { columnOf, holdsRows } from './ground.js'

/** A column that may refer to the primary key of a table. */
export interface Candidate {
  readonly table: Table
  readonly column: string
  readonly target: Table
  readonly referenced: string
}

/** Names that end like those of keys; what is before that says of what. */
const keyName = /^(.+?)(?:_(?:id|uuid|guid|fk|no|nr|code)|(?<=\p{Ll})(?:Id|ID|Uuid|UUID|Fk))$/u

/** Kinds whose values refer. */
const referring: ReadonlySet<Column['kind']> = new Set(['integer', 'bigint', 'decimal', 'uuid', 'text'])

/** Gives one for each column that looks like a key, in no key, where exactly one table is meant. */
export function candidatesIn({ structure, models }: Pick<Snapshot, 'structure' | 'models'>): Candidate[] {
  const tables = structure.tables.filter(holdsRows)
  const targets = new Targets(tables, models)
  return tables.flatMap(table => {
    const keyed = new Set(table.foreignKeys.flatMap(({ columns }) => columns))
    const names = new Set(table.columns.map(({ name }) => name.toLowerCase()))
    return table.columns.flatMap(column => {
      const stem = keyName.exec(column.name)?.[1]
      if (stem === undefined || keyed.has(column.name) || !referring.has(column.kind)) return []
      // It refers to whatever the other column says.
      if (names.has(`${stem}_type`.toLowerCase()) || names.has(`${stem}type`.toLowerCase())) return []
      const target = targets.of(table, column, stem)
      return target === null ? [] : [{ table, column: column.name, ...target }]
    })
  })
}

type Target = Pick<Candidate, 'target' | 'referenced'>

/** What columns can refer to. */
class Targets {
  /** By the letters of what a row is called, and by those of the table. */
  readonly #byRow = new Map<string, Set<Table>>()
  /** By the name of the only column of the primary key. */
  readonly #byKey = new Map<string, Set<Table>>()

  constructor(tables: readonly Table[], models: Snapshot['models']) {
    for (const table of tables) {
      const key = soleKeyOf(table)
      if (key === null) continue
      put(this.#byKey, key.toLowerCase(), table)
      put(this.#byRow, lettersOf(table.name), table)
      for (const model of models) {
        if (model.schema === table.schema && model.table === table.name) {
          put(this.#byRow, lettersOf(model.wanted), table)
        }
      }
    }
  }

  /** Gives what the name leads to; null where that is nothing, more than one table, or of another type. */
  of(table: Table, column: Column, stem: string): Target | null {
    // What a row is called by itself refers to none.
    if (soleKeyOf(table) === column.name && this.#byRow.get(lettersOf(stem))?.has(table)) return null
    // A detail's key may have the name of its owner's, and is not what is meant.
    const called = this.#byRow.get(lettersOf(stem)) ?? this.#byKey.get(column.name.toLowerCase()) ?? []
    const all = [...called].filter(each => each !== table)
    const near = all.filter(({ schema }) => schema === table.schema)
    const fitting = (near.length === 0 ? all : near).filter(each => isAlike(column, each))
    const [target] = fitting
    if (target === undefined || fitting.length > 1) return null
    return { target, referenced: soleKeyOf(target) as string }
  }
}

function put(map: Map<string, Set<Table>>, name: string, table: Table): void {
  const known = map.get(name)
  if (known === undefined) map.set(name, new Set([table]))
  else known.add(table)
}

function soleKeyOf({ primaryKey }: Table): string | null {
  return primaryKey?.columns.length === 1 ? (primaryKey.columns[0] as string) : null
}

/** `order_item`, `OrderItem` and `orderitem` are called the same. */
function lettersOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}

function isAlike(column: Column, target: Table): boolean {
  const key = columnOf(target, soleKeyOf(target) as string) as Column
  return familyOf(column) === familyOf(key)
}

const wholes: ReadonlySet<string> = new Set(['integer', 'bigint', 'decimal'])

function familyOf({ kind }: Column): string {
  return wholes.has(kind) ? 'integer' : kind
}
