/** Sees rows and columns in a value: instances, objects, or tuples. Formats nothing. */

import { columnValueOf } from '../../instance/column-value.js'
import { blockOf, type Instance, isInstance } from '../../instance/instance.js'
import { columnsOf, relationshipsOf } from '../../instance/to-json.js'
import { isPlainObject } from '../../schema/value-text.js'

/** Rows under names. */
export interface Grid {
  readonly columns: readonly string[]
  /** Those that rows are known by. */
  readonly keys: ReadonlySet<string>
  readonly rows: readonly (readonly unknown[])[]
}

/** One row, and what it is known by. */
interface Entry {
  readonly values: ReadonlyMap<string, unknown>
  readonly keys: readonly string[]
}

/** Gives the grid; null for what has no rows and columns. */
export function gridOf(value: unknown): Grid | null {
  const list = Array.isArray(value) ? value : [value]
  const records = list.map(recordOf)
  if (records.length === 0 || records.some(record => record === null)) return null
  const known = records as Entry[]
  const keys = new Set(known.flatMap(record => record.keys))
  const columns = [...new Set([...keys, ...known.flatMap(({ values }) => [...values.keys()])])]
  return { columns, keys, rows: known.map(({ values }) => columns.map(column => values.get(column))) }
}

function recordOf(value: unknown): Entry | null {
  if (isInstance(value)) return recordOfInstance(value)
  if (Array.isArray(value))
    return { keys: [], values: new Map(value.map((each, place) => [String(place), each])) }
  return isPlainObject(value) ? { keys: [], values: new Map(Object.entries(value)) } : null
}

function recordOfInstance(instance: Instance): Entry {
  const columns = columnsOf(instance).map(column => [column.property, shownValue(instance, column)] as const)
  const related = relationshipsOf(instance).map(([{ name }, value]) => [name, value] as const)
  const { key } = blockOf(instance).mapping
  return { keys: key.map(({ property }) => property), values: new Map([...columns, ...related]) }
}

/** What JavaScript cannot hold is shown as that, as showing must not fail. */
function shownValue(instance: Instance, column: Parameters<typeof columnValueOf>[1]): unknown {
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
