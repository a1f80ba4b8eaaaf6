/** Finds the table that each declared class stands for. Looks at no column. */

import type { DeclarationFinding } from '../../types/report.js'
import type { Schema, Table } from '../../types/schema.js'
import type { Declaration } from '../declaration/declaration.js'
import { DeclarationError } from '../errors.js'
import { nameModels } from '../naming/name-models.js'
import type { NamingChoice } from '../naming/names.js'
import { tableText } from '../schema/key-text.js'
import { didYouMean } from '../schema/suggest.js'
import { findingOf } from './declared-model.js'

/** What tables are found by. */
export interface TableSearch {
  readonly schema: Schema
  /** The tables that would be mapped if nothing was declared. */
  readonly mapped: readonly Table[]
  readonly naming: NamingChoice
  readonly isSameName: (a: string, b: string) => boolean
}

/** Classes with their tables, and those that have none. */
export interface MatchedTables {
  readonly tables: ReadonlyMap<Declaration, Table>
  readonly findings: ReadonlyMap<Declaration, DeclarationFinding>
}

/** Finds all tables. Throws `DeclarationError` MODEL_TAKEN where two classes stand for one. */
export function matchTables(declarations: readonly Declaration[], search: TableSearch): MatchedTables {
  const tables = new Map<Declaration, Table>()
  const findings = new Map<Declaration, DeclarationFinding>()
  const takers = new Map<Table, Declaration>()
  const byModel = modelFinder(search)
  for (const declaration of declarations) {
    const table = declaration.table === null ? byModel(declaration.name) : tableOf(declaration, search)
    const problem = problemOf(declaration, table, search)
    if (table === undefined || problem !== null) {
      findings.set(declaration, findingOf(declaration, null, 'tableMissing', problem as string))
      continue
    }
    const taker = takers.get(table)
    if (taker !== undefined) throw taken(declaration, taker, table)
    takers.set(table, declaration)
    tables.set(declaration, table)
  }
  return { tables, findings }
}

function taken(declaration: Declaration, taker: Declaration, { name }: Table): DeclarationError {
  return new DeclarationError(
    'MODEL_TAKEN',
    `Cannot map class "${declaration.name}" to table "${name}": class "${taker.name}" stands for it; keep one, or let one extend the other`,
  )
}

/** Gives the table that the generated model of a name would be of; names are made when they are first needed. */
function modelFinder({ schema, mapped, naming }: TableSearch): (model: string) => Table | undefined {
  let names: ReturnType<typeof nameModels> | undefined
  return model => {
    names ??= nameModels(schema, mapped, naming)
    for (const [table, { name }] of names) if (name === model) return table
    return undefined
  }
}

/** A table in no named schema is the connection's own, or the only one of that name. */
function tableOf({ table, options }: Declaration, { schema, isSameName }: TableSearch): Table | undefined {
  const named = namedTables(schema.tables, table as string, isSameName)
  if (options.schema !== null) {
    const wanted = options.schema
    return named.find(each => isSameName(each.schema, wanted))
  }
  return (
    named.find(each => each.schema === schema.defaultSchema) ?? (named.length === 1 ? named[0] : undefined)
  )
}

/** Gives the tables that a name means: those spelt just so, else those that the database takes for the same. */
export function namedTables(
  tables: readonly Table[],
  name: string,
  isSameName: TableSearch['isSameName'],
): readonly Table[] {
  const exact = tables.filter(table => table.name === name)
  return exact.length > 0 ? exact : tables.filter(table => isSameName(table.name, name))
}

function problemOf(
  declaration: Declaration,
  table: Table | undefined,
  { schema, isSameName }: TableSearch,
): string | null {
  if (table !== undefined) {
    return table.readable ? null : `the connection may not read any column of table "${table.name}"`
  }
  const { name, options } = declaration
  const known = schema.tables.map(each => each.name).filter(each => each !== declaration.table)
  if (declaration.table === null) {
    return `no table would be called like the class; write static table = '…'${didYouMean(name, known)}`
  }
  const { schema: wished } = options
  if (wished !== null && !schema.schemas.some(each => isSameName(each, wished))) {
    return `schema "${wished}" was not read; name it in option "schema" of automap${didYouMean(wished, schema.schemas)}`
  }
  const schemas = namedTables(schema.tables, declaration.table, isSameName).map(each => `"${each.schema}"`)
  if (schemas.length > 0) {
    return `table "${declaration.table}" is in ${schemas.join(', ')}; say which with option schema of the class`
  }
  const wanted = tableText(schema, options.schema ?? schema.defaultSchema, declaration.table)
  return `the database has no table "${wanted}"${didYouMean(declaration.table, known)}`
}
