/** Finds the table that a declared relationship leads to: by class, by the name of a model or table, by a function. */

import type { Table } from '../../types/schema.js'
import type { Declaration, DeclaredTarget, ModelClass } from '../declaration/declaration.js'
import { targetOf } from '../declaration/target.js'
import type { TableNames } from '../naming/name-all.js'
import { isSameName } from '../naming/same-name.js'
import { didYouMean } from '../schema/suggest.js'
import { type DeclaredModel, invalid } from './declared-model.js'
import { tableOwner } from './inheritance.js'

/** What targets are found in. */
export interface TargetGround {
  readonly defaultSchema: string
  /** The mapped tables. */
  readonly frames: ReadonlyMap<Table, TableNames>
  /** Every table that was read. */
  readonly tables: readonly Table[]
  readonly models: ReadonlyMap<Table, DeclaredModel>
  readonly declarations: readonly Declaration[]
  /** Why a declared class has no table. */
  readonly unmapped: ReadonlyMap<Declaration, { readonly message: string }>
  readonly isSameName: (a: string, b: string) => boolean
}

/** A table, or the reason why there is none to lead to. */
export type FoundTarget = { readonly table: Table } | { readonly why: string }

/** Finds a target; `what` names the relationship, for messages. Throws `DeclarationError` for what nobody knows. */
export function findTarget(target: DeclaredTarget, what: string, ground: TargetGround): FoundTarget {
  const named = targetOf(target, what)
  return typeof named === 'string' ? byName(named, what, ground) : byClass(named, what, ground)
}

function byClass(model: ModelClass, what: string, ground: TargetGround): FoundTarget {
  const declaration = ground.declarations.find(each => each.model === model)
  if (declaration !== undefined) return ofDeclaration(tableOwner(declaration, ground.declarations), ground)
  throw invalid(
    `Cannot relate ${what}: class "${model.name}" is not among the models; add it to option "models", or give its name`,
  )
}

function ofDeclaration(declaration: Declaration, { models, unmapped }: TargetGround): FoundTarget {
  for (const [table, model] of models) if (model.declaration.model === declaration.model) return { table }
  const found = [...unmapped].find(([each]) => each.model === declaration.model)
  const [, { message }] = found as [Declaration, { readonly message: string }]
  return { why: `class "${declaration.name}" is not mapped: ${message}` }
}

function byName(name: string, what: string, ground: TargetGround): FoundTarget {
  const declaration = ground.declarations.find(each => each.name === name)
  if (declaration !== undefined) return ofDeclaration(tableOwner(declaration, ground.declarations), ground)
  const frames = [...ground.frames.values()]
  const model = frames.find(frame => frame.model.name === name)
  if (model !== undefined) return { table: model.table }
  const table = tableNamed([...ground.frames.keys()], name, ground)
  if (table !== undefined) return { table }
  // What is not mapped has no model's name; one that its model would have is meant all the same.
  const unmapped = ground.tables.filter(each => !ground.frames.has(each))
  const other = tableNamed(unmapped, name, ground) ?? unmapped.find(each => isSameName(each.name, name))
  if (other !== undefined) return { why: `table "${other.name}" is not mapped` }
  const known = frames.flatMap(frame => [frame.model.name, frame.table.name])
  throw invalid(`Cannot relate ${what}: no model or table is called "${name}"${didYouMean(name, known)}`)
}

function tableNamed(
  tables: readonly Table[],
  name: string,
  { defaultSchema, isSameName }: TargetGround,
): Table | undefined {
  return (
    tables.find(table => table.schema === defaultSchema && isSameName(table.name, name)) ??
    tables.find(table => isSameName(`${table.schema}.${table.name}`, name)) ??
    tables.find(table => isSameName(table.name, name))
  )
}
