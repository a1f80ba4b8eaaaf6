/** Answers what inheritance changes about tables and keys. Builds no hierarchy. */

import type { ForeignKey, Table } from '../../types/schema.js'
import type { Declaration } from '../declaration/declaration.js'
import type { DeclaredModel } from './declared-model.js'

/** False for a class whose rows are kept in the table of its parent. */
export function hasOwnTable({ inheritance }: Declaration): boolean {
  return inheritance?.type !== 'single'
}

/** Gives the function that tells a key by which the rows of a class are part of rows above: its own primary key. */
export function inheritingKeys(models: Iterable<DeclaredModel>): (table: Table, key: ForeignKey) => boolean {
  const all = [...models]
  return (table, key) => {
    const model = all.find(each => each.table === table)
    return (
      model !== undefined && isInheriting(model, key) && above(model, all).some(each => leadsTo(key, each))
    )
  }
}

/** Gives the key by which the rows of a class are part of rows above, and their model: the nearest that there is. */
export function inheritingKey(
  model: DeclaredModel,
  models: readonly DeclaredModel[],
): { readonly key: ForeignKey; readonly target: DeclaredModel } | null {
  const keys = model.table.foreignKeys.filter(key => isInheriting(model, key))
  for (const target of above(model, models)) {
    const key = keys.find(each => leadsTo(each, target))
    if (key !== undefined) return { key, target }
  }
  return null
}

/** The models of the classes that a class shares its rows with, each in a table of its own, the nearest first. */
export function above(model: DeclaredModel, models: readonly DeclaredModel[]): readonly DeclaredModel[] {
  const { inheritance } = model.declaration
  if (inheritance?.type !== 'joined') return []
  // A class whose parent has no table is not mapped itself.
  const next = models.find(({ family }) =>
    family.some(each => each.model === inheritance.parent),
  ) as DeclaredModel
  return [next, ...above(next, models)]
}

function isInheriting({ table }: DeclaredModel, key: ForeignKey): boolean {
  const own = new Set(table.primaryKey?.columns)
  return key.columns.length === own.size && key.columns.every(column => own.has(column))
}

function leadsTo({ referencedSchema, referencedTable }: ForeignKey, { table }: DeclaredModel): boolean {
  return table.schema === referencedSchema && table.name === referencedTable
}

/** Gives the declaration whose table the rows of a class are kept in. */
export function tableOwner(declaration: Declaration, declarations: readonly Declaration[]): Declaration {
  if (hasOwnTable(declaration)) return declaration
  const parent = declarations.find(each => each.model === declaration.inheritance?.parent)
  return parent === undefined ? declaration : tableOwner(parent, declarations)
}
