/** Answers what inheritance changes about tables and keys. Builds no hierarchy. */

import type { ForeignKey, Table } from '../../types/schema.js'
import type { Declaration, ModelClass } from '../declaration/declaration.js'
import type { DeclaredModel } from './declared-model.js'

/** False for a class whose rows are kept in the table of its parent. */
export function hasOwnTable({ inheritance }: Declaration): boolean {
  return inheritance?.type !== 'single'
}

/** Gives the function that tells the key by which the rows of a class are part of its parent's: its primary key. */
export function inheritingKeys(models: Iterable<DeclaredModel>): (table: Table, key: ForeignKey) => boolean {
  const byTable = new Map<Table, DeclaredModel>()
  const byClass = new Map<ModelClass, DeclaredModel>()
  for (const model of models) {
    byTable.set(model.table, model)
    byClass.set(model.declaration.model, model)
  }
  return (table, key) => {
    const parent = byTable.get(table)?.declaration.inheritance?.parent ?? null
    const target = parent === null ? undefined : byClass.get(parent)?.table
    if (target === undefined || target.name !== key.referencedTable || target.schema !== key.referencedSchema)
      return false
    const own = new Set(table.primaryKey?.columns)
    return key.columns.length === own.size && key.columns.every(column => own.has(column))
  }
}

/** Gives the declaration whose table the rows of a class are kept in. */
export function tableOwner(declaration: Declaration, declarations: readonly Declaration[]): Declaration {
  if (hasOwnTable(declaration)) return declaration
  const parent = declarations.find(each => each.model === declaration.inheritance?.parent)
  return parent === undefined ? declaration : tableOwner(parent, declarations)
}
