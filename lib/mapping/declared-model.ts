/** What a class and its table came to: which property is which column, and what the database lacks. Decides nothing. */

import type { ValueOptions } from '../../types/options.js'
import type { DeclarationFinding } from '../../types/report.js'
import type { Table } from '../../types/schema.js'
import type { Declaration } from '../declaration/declaration.js'
import { DeclarationError } from '../errors.js'
import { didYouMean } from '../schema/suggest.js'

/** A table with all the names that its columns answer to. */
export interface NamedTable {
  /** The model's. */
  readonly name: string
  readonly table: Table
  /** Every property that stands for a column, and that column's name. */
  readonly columns: ReadonlyMap<string, string>
  /** Declared properties that the database has nothing for, and why. */
  readonly missing: ReadonlyMap<string, string>
  /** Columns that are not mapped. */
  readonly excluded: ReadonlySet<string>
}

/** One declared class with the table that it stands for, laid over by everything that is declared. */
export interface DeclaredModel extends NamedTable {
  /** What all classes that are kept in the table declare of it. */
  readonly declaration: Declaration
  /** These classes, each as it is, parents first. */
  readonly family: readonly Declaration[]
  /** The declared ones among the columns. */
  readonly declared: ReadonlyMap<string, string>
  /** How columns are read that were taken for another type; by column. */
  readonly values: ReadonlyMap<string, ValueOptions>
  readonly findings: readonly DeclarationFinding[]
}

/** Gives a finding about a class, or about one property of it. */
export function findingOf(
  { name }: Declaration,
  property: string | null,
  code: DeclarationFinding['code'],
  message: string,
): DeclarationFinding {
  return { model: name, property, code, message }
}

/** Gives the error for a declaration that does not fit what it is about. */
export function invalid(message: string): DeclarationError {
  return new DeclarationError('DECLARATION_INVALID', message)
}

/** Gives the column that a property or the database's own name stands for; undefined where there is none. */
export function columnNamed({ columns, table, excluded }: NamedTable, name: string): string | undefined {
  const column = columns.get(name)
  if (column !== undefined) return column
  return table.columns.some(each => each.name === name) && !excluded.has(name) ? name : undefined
}

/**
 * Gives the columns of a list of properties or names; null where one is a declared property that the database lacks.
 * Throws `DeclarationError` for one that there is not; `what` says what they are for.
 */
export function columnsNamed(
  model: NamedTable,
  names: readonly string[],
  what: string,
): readonly string[] | null {
  const found = names.map(name => columnNamed(model, name))
  const unknown = names.find((name, place) => found[place] === undefined && !model.missing.has(name))
  if (unknown !== undefined) {
    throw invalid(`Cannot map ${what} of class "${model.name}": ${lackOf(model, unknown)}`)
  }
  return found.includes(undefined) ? null : (found as string[])
}

function lackOf({ columns, missing, excluded, table }: NamedTable, name: string): string {
  if (excluded.has(name)) return `column "${name}" is excluded; take it out of the option exclude`
  const hint = didYouMean(name, [...columns.keys(), ...missing.keys()])
  return `table "${table.name}" has no column "${name}"${hint}`
}
