/** Gathers the columns of a table from the classes that are kept in it, and finds them by the names that rules use. */

import { isDeepStrictEqual } from 'node:util'
import { DeclarationError } from '../errors.js'
import { didYouMean } from '../schema/suggest.js'
import type { ColumnDeclaration, Declaration } from './declaration.js'
import { type DeclaredTable, shownTable } from './declared-tables.js'

/** A column under the database's name. */
export interface NamedColumn {
  readonly property: string
  readonly name: string
  readonly column: ColumnDeclaration
  /** The class that declares it. */
  readonly declaration: Declaration
  /** True where other classes have rows without it in the same table. */
  readonly partial: boolean
}

/** Gives the error for a table that was declared wrongly. */
export function invalid(table: Pick<DeclaredTable, 'schema' | 'name'>, why: string): DeclarationError {
  return new DeclarationError('DECLARATION_INVALID', `Cannot create table ${shownTable(table)}: ${why}`)
}

/** Gives the columns in the order of their declaration. Throws `DeclarationError`. */
export function columnsOf(table: DeclaredTable): readonly NamedColumn[] {
  const columns = new Map<string, NamedColumn>()
  for (const column of declaredColumns(table)) {
    const twin = columns.get(column.name)
    if (twin === undefined) columns.set(column.name, column)
    else if (!isShared(twin, column)) throw twinError(table, twin, column)
  }
  return [...columns.values()]
}

/** Gives the database's names for properties, or for the database's names. Throws `DeclarationError`. */
export function namesOf(
  table: DeclaredTable,
  columns: readonly NamedColumn[],
  wanted: readonly string[],
): readonly string[] {
  if (new Set(wanted).size < wanted.length) {
    throw invalid(
      table,
      `a list of its columns names one twice: ${wanted.map(name => `"${name}"`).join(', ')}`,
    )
  }
  return wanted.map(name => {
    const found =
      columns.find(({ property }) => property === name) ?? columns.find(each => each.name === name)
    if (found !== undefined) return found.name
    const known = columns.flatMap(({ property, name }) => [property, name])
    throw invalid(table, `no column "${name}" is declared${didYouMean(name, known)}`)
  })
}

function declaredColumns(table: DeclaredTable): NamedColumn[] {
  const [owner, ...kept] = table.declarations
  return [
    ...inherited(table.repeated, owner),
    ...memberColumns(owner, false),
    ...kept.flatMap(declaration => memberColumns(declaration, true)),
  ]
}

/** What a nearer class declares under the same property takes its place. */
function inherited(ancestors: readonly Declaration[], owner: Declaration): NamedColumn[] {
  const columns = new Map<string, NamedColumn>()
  for (const ancestor of ancestors) {
    for (const column of memberColumns(ancestor, false)) columns.set(column.property, column)
  }
  return [...columns.values()].filter(({ property }) => !owner.members.has(property))
}

function memberColumns(declaration: Declaration, partial: boolean): NamedColumn[] {
  return [...declaration.members].flatMap(([property, member]) =>
    member.member === 'column'
      ? [{ property, name: member.name ?? property, column: member, declaration, partial }]
      : [],
  )
}

/** Subclasses that say the same of a column share it. */
function isShared(a: NamedColumn, b: NamedColumn): boolean {
  return a.declaration !== b.declaration && isDeepStrictEqual(a.column.type, b.column.type)
}

function twinError(table: DeclaredTable, a: NamedColumn, b: NamedColumn): DeclarationError {
  const [first, second] = [a, b].map(({ declaration, property }) => `"${declaration.name}.${property}"`)
  return invalid(table, `both ${first} and ${second} are kept in column "${b.name}"; rename one with named()`)
}
