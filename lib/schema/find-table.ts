/** Finds tables by their names. Folds no letter case: reflection has resolved spellings already. */

import type { Schema, Table } from '../../types/schema.js'

type Index = ReadonlyMap<string, ReadonlyMap<string, Table>>

const indexes = new WeakMap<Schema, Index>()

/** Gives the table of that schema and name; undefined where there is none. */
export function findTable(schema: Schema, schemaName: string, name: string): Table | undefined {
  let index = indexes.get(schema)
  if (index === undefined) {
    index = indexOf(schema.tables)
    indexes.set(schema, index)
  }
  return index.get(schemaName)?.get(name)
}

function indexOf(tables: readonly Table[]): Index {
  const index = new Map<string, Map<string, Table>>()
  for (const table of tables) {
    const names = index.get(table.schema) ?? new Map<string, Table>()
    names.set(table.name, table)
    index.set(table.schema, names)
  }
  return index
}
