/** Lays declared columns over reflected ones, member by member. Finds what contradicts, and throws nothing. */

import type { ValueOptions } from '../../types/options.js'
import type { DeclarationFinding } from '../../types/report.js'
import type { Column, Schema, Table } from '../../types/schema.js'
import type { ColumnDeclaration, Declaration, DeclaredType } from '../declaration/declaration.js'
import type { Dialect } from '../dialect/contract.js'
import { findingOf } from './declared-model.js'
import type { MatchedColumns } from './match-columns.js'

/** What columns are laid over. */
export interface ColumnGround {
  readonly declaration: Declaration
  readonly table: Table
  readonly schema: Schema
  readonly dialect: Pick<Dialect, 'understand'>
}

/** A table's columns with everything declared laid over them. */
export interface DeclaredColumns {
  readonly columns: readonly Column[]
  readonly values: ReadonlyMap<string, ValueOptions>
  /** Columns that are declared to hold no NULL, and of which the database allows it. */
  readonly doubtful: ReadonlySet<string>
  readonly findings: readonly DeclarationFinding[]
}

/** Gives the table's columns, those that nobody declares as they are. */
export function declaredColumns(
  ground: ColumnGround,
  { declared, missing }: Pick<MatchedColumns, 'declared' | 'missing'>,
): DeclaredColumns {
  const { declaration, table } = ground
  const findings = [...missing].map(([property, why]) =>
    findingOf(declaration, property, 'columnMissing', why),
  )
  const values = new Map<string, ValueOptions>()
  const doubtful = new Set<string>()
  const properties = new Map([...declared].map(([property, column]) => [column, property]))
  const columns = table.columns.map(column => {
    const property = properties.get(column.name)
    if (property === undefined) return column
    const member = declaration.members.get(property) as ColumnDeclaration
    const reading = ground.dialect.understand(column, member.type)
    values.set(column.name, reading?.values ?? {})
    if (!member.nullable && column.nullable) doubtful.add(column.name)
    findings.push(
      ...[
        reading === null
          ? mismatchOf(column, member.type, table)
          : labelsProblem(column, member.type, ground),
      ].flatMap(why => (why === null ? [] : [findingOf(declaration, property, 'typeMismatch', why)])),
      ...nullabilityProblem(column, member, table).map(why =>
        findingOf(declaration, property, 'nullabilityMismatch', why),
      ),
    )
    const comment = member.comment ?? column.comment
    return { ...(reading?.column ?? column), nullable: member.nullable, comment }
  })
  return { columns, values, doubtful, findings }
}

function mismatchOf({ name, type, kind }: Column, declared: DeclaredType, table: Table): string {
  const shown = type === '' ? kind : type
  const wished = declared.element === null ? declared.kind : `an array of ${declared.element.kind}`
  return `column "${name}" of table "${table.name}" is of type ${shown}, which is not read as ${wished}; it is read as ${kind}`
}

/** A type that names other values than the database's promises what it cannot hold. */
function labelsProblem(
  column: Column,
  { values }: DeclaredType,
  { schema, table }: ColumnGround,
): string | null {
  const found = schema.enums.find(
    each => each.name === column.enum?.name && each.schema === column.enum.schema,
  )
  if (found === undefined || values === null) return null
  const same = found.labels.length === values.length && values.every(value => found.labels.includes(value))
  if (same) return null
  return `column "${column.name}" of table "${table.name}" holds ${listed(found.labels)}, and the class names ${listed(values)}`
}

function listed(values: readonly string[]): string {
  return values.map(value => `"${value}"`).join(', ')
}

/** Views are not asked, as a database vouches for none of their columns; nor are keys, which hold NULL by an oversight. */
function nullabilityProblem(column: Column, { nullable }: ColumnDeclaration, table: Table): string[] {
  if (column.nullable === nullable || isView(table)) return []
  if (table.primaryKey?.columns.includes(column.name) === true) return []
  const subject = `column "${column.name}" of table "${table.name}"`
  return [
    nullable
      ? `${subject} never holds NULL, and the class declares it nullable()`
      : `${subject} may hold NULL, and the class does not declare it nullable()`,
  ]
}

/** True for what is not kept as rows of its own. */
export function isView({ kind }: Table): boolean {
  return kind === 'view' || kind === 'materializedView'
}
