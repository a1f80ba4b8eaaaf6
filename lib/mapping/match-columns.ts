/** Finds the column that each declared property stands for. Changes no column. */

import type { Column, Table } from '../../types/schema.js'
import type { ColumnDeclaration, Declaration } from '../declaration/declaration.js'
import { nameColumns } from '../naming/name-columns.js'
import type { NamingChoice } from '../naming/names.js'
import { didYouMean } from '../schema/suggest.js'
import { invalid } from './declared-model.js'

/** What columns are found by. */
export interface ColumnSearch {
  readonly naming: NamingChoice
  readonly isSameName: (a: string, b: string) => boolean
}

/** Which properties are which columns. */
export interface MatchedColumns {
  /** Columns by declared property. */
  readonly declared: ReadonlyMap<string, string>
  /** Columns by the properties that they would have if nothing was declared, but for those that are declared. */
  readonly generated: ReadonlyMap<string, string>
  /** Properties without a column, and why. */
  readonly missing: ReadonlyMap<string, string>
  readonly excluded: ReadonlySet<string>
}

/**
 * Finds all columns: by their declared names, else the one called like the property, else the one whose generated
 * property is called so. Throws `DeclarationError` where two properties are one column, or where no column is excluded.
 */
export function matchColumns(declaration: Declaration, table: Table, search: ColumnSearch): MatchedColumns {
  const excluded = excludedOf(declaration, table, search)
  const open = table.columns.filter(({ name }) => !excluded.has(name))
  const names = nameColumns(table, declaration.name, search.naming)
  const generated = new Map([...names].map(([column, { name }]) => [name, column]))
  const declared = new Map<string, string>()
  const missing = new Map<string, string>()
  for (const [property, member] of columnMembers(declaration)) {
    const place = { open, generated, search }
    const name = nameFor(property, member, place)
    const column = open.find(each => each.name === name)
    if (column?.readable === true) declared.set(property, column.name)
    else
      missing.set(
        property,
        column === undefined ? lackOf(property, member, table, place) : hidden(column, table),
      )
  }
  refuseTwins(declared, declaration, table)
  const taken = new Set(declared.values())
  const isFree = ([property, column]: readonly [string, string]): boolean =>
    !taken.has(column) && !excluded.has(column) && !declaration.members.has(property)
  return { declared, missing, excluded, generated: new Map([...generated].filter(isFree)) }
}

/** Where the column of a property is looked for. */
interface Place {
  /** The columns that are not excluded. */
  readonly open: readonly Column[]
  readonly generated: ReadonlyMap<string, string>
  readonly search: ColumnSearch
}

function nameFor(
  property: string,
  { name }: ColumnDeclaration,
  { open, generated, search }: Place,
): string | undefined {
  const names = open.map(each => each.name)
  if (name === null) return names.find(each => each === property) ?? generated.get(property)
  return names.find(each => each === name) ?? names.find(each => search.isSameName(each, name))
}

function refuseTwins(declared: ReadonlyMap<string, string>, { name }: Declaration, table: Table): void {
  const holders = new Map<string, string>()
  for (const [property, column] of declared) {
    const other = holders.get(column)
    if (other !== undefined) {
      throw invalid(
        `Cannot map properties "${other}" and "${property}" of class "${name}": both are column "${column}" of table "${table.name}"; keep one`,
      )
    }
    holders.set(column, property)
  }
}

function lackOf(property: string, member: ColumnDeclaration, table: Table, place: Place): string {
  const excluded = nameFor(property, member, { ...place, open: table.columns })
  if (excluded !== undefined) {
    return `the class excludes column "${excluded}" of table "${table.name}"; leave out one or the other`
  }
  const { name } = member
  const known = place.open.map(each => each.name)
  return name === null
    ? `table "${table.name}" has no column for it; name one with .named('…')${didYouMean(property, known)}`
    : `table "${table.name}" has no column "${name}"${didYouMean(name, known)}`
}

function hidden({ name }: Column, table: Table): string {
  return `the connection may not read column "${name}" of table "${table.name}"`
}

/** Gives the declared columns. */
export function columnMembers({ members }: Declaration): (readonly [string, ColumnDeclaration])[] {
  return [...members].flatMap(([property, member]) =>
    member.member === 'column' ? [[property, member] as const] : [],
  )
}

function excludedOf(
  { name, options }: Declaration,
  table: Table,
  { isSameName }: ColumnSearch,
): ReadonlySet<string> {
  const names = table.columns.map(column => column.name)
  return new Set(
    options.exclude.map(wanted => {
      const found = names.find(each => each === wanted) ?? names.find(each => isSameName(each, wanted))
      if (found !== undefined) return found
      throw invalid(
        `Cannot exclude "${wanted}" from class "${name}": table "${table.name}" has no such column${didYouMean(wanted, names)}`,
      )
    }),
  )
}
