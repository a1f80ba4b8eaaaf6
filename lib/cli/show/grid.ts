/** Sees rows and columns in a value: instances, objects, or tuples. Formats nothing. */

import { columnValueOf } from '../../instance/column-value.js'
import { blockOf, type Instance, isInstance } from '../../instance/instance.js'
import { columnsOf, relationshipsOf } from '../../instance/to-json.js'
import type { ColumnMapping } from '../../mapping/mapping.js'
import { isPlainObject } from '../../schema/value-text.js'

/** Rows under names. */
export interface Grid {
  readonly columns: readonly string[]
  /** Those that rows are known by. */
  readonly keys: ReadonlySet<string>
  /** Made one by one, as there may be many. */
  readonly rows: Iterable<readonly unknown[]>
}

/** Reads a column of an instance. */
type Read = typeof columnValueOf

/** One row, and what it is known by. */
interface Entry {
  readonly values: ReadonlyMap<string, unknown>
  readonly keys: readonly string[]
}

/** Gives the grid; null for what has no rows and columns. What cannot be read is shown as that, unless `read` throws. */
export function gridOf(value: unknown, read: Read = shownValue): Grid | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const keys = new Set<string>()
  const others = new Set<string>()
  for (const each of list) {
    const record = recordOf(each, read)
    if (record === null) return null
    for (const key of record.keys) keys.add(key)
    for (const name of record.values.keys()) others.add(name)
  }
  const columns = [...new Set([...keys, ...others])]
  return columns.length === 0 ? null : { columns, keys, rows: rowsOf(list, columns, read) }
}

function* rowsOf(list: readonly unknown[], columns: readonly string[], read: Read): Generator<unknown[]> {
  for (const each of list) {
    const { values } = recordOf(each, read) as Entry
    yield columns.map(column => values.get(column))
  }
}

function recordOf(value: unknown, read: Read): Entry | null {
  if (isInstance(value)) return recordOfInstance(value, read)
  if (Array.isArray(value))
    return { keys: [], values: new Map(value.map((each, place) => [String(place), each])) }
  return isPlainObject(value) ? { keys: [], values: new Map(Object.entries(value)) } : null
}

function recordOfInstance(instance: Instance, read: Read): Entry {
  const columns = columnsOf(instance).map(column => [column.property, read(instance, column)] as const)
  const related = relationshipsOf(instance).map(([{ name }, value]) => [name, value] as const)
  const { key } = blockOf(instance).mapping
  return { keys: key.map(({ property }) => property), values: new Map([...columns, ...related]) }
}

/** What JavaScript cannot hold is shown as that, as showing must not fail. */
function shownValue(instance: Instance, column: ColumnMapping): unknown {
  try {
    return columnValueOf(instance, column)
  } catch (error) {
    return `[${(error as { readonly code: string }).code}]`
  }
}

/** Gives what an instance is called in a cell: its model, and its key. */
export function labelOf(instance: Instance): string {
  const { name, key } = blockOf(instance).mapping
  return [name, ...key.map(column => String(shownValue(instance, column)))].join(' ')
}
