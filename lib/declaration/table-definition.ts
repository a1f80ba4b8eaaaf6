/**
 * Turns declared classes into whole tables as plain data: names decided, rules checked, and an order to create them in.
 * Knows no database.
 */

import { inCreationOrder } from './creation-order.js'
import type {
  ColumnsDeclaration,
  DeclaredType,
  ForeignKeyDeclaration,
  TableDeclaration,
} from './declaration.js'
import { type DeclaredTable, shownTable } from './declared-tables.js'
import type { ColumnDefinition, ColumnsDefinition, TableDefinition } from './definition.js'
import { DerivedNames } from './derived-names.js'
import { columnsOf, invalid, type NamedColumn, namesOf } from './table-columns.js'

/** A table before its names and keys are decided. */
interface Draft {
  readonly table: DeclaredTable
  readonly columns: readonly NamedColumn[]
  /** Database names; empty where there is none. */
  readonly primaryKey: readonly string[]
  readonly unique: readonly ColumnsDeclaration[]
  readonly indexes: readonly ColumnsDeclaration[]
  readonly checks: TableDeclaration['checks']
  readonly foreignKeys: readonly ForeignKeyDeclaration[]
}

/** A foreign key whose target was looked for; null: not among those to create. */
interface Aimed {
  readonly key: ForeignKeyDeclaration
  readonly target: Draft | null
}

/**
 * Gives the tables to create, each after those that it refers to where that can be. `known` are all that are declared,
 * also those that the database has. Throws `DeclarationError`.
 */
export function tableDefinitions(
  tables: readonly DeclaredTable[],
  known: readonly DeclaredTable[],
): readonly TableDefinition[] {
  const drafts = new Map(tables.map(table => [table, draftOf(table)]))
  const aimed = new Map<Draft, readonly Aimed[]>()
  for (const draft of drafts.values()) {
    aimed.set(
      draft,
      draft.foreignKeys.map(key => {
        const target = targetOf(key, draft, known)
        const schema = target === null ? (key.schema ?? draft.table.schema) : target.schema
        return { key: { ...key, schema }, target: drafts.get(target!) ?? null }
      }),
    )
  }
  const ordered = inCreationOrder(drafts.values(), draft =>
    aimed.get(draft)!.flatMap(({ target }) => target ?? []),
  )
  const names = new DerivedNames(ordered.flatMap(chosenNames))
  return ordered.map((draft, place) => {
    const later = new Set(ordered.slice(place + 1))
    return definitionOf(draft, aimed.get(draft)!, { names, later })
  })
}

function draftOf(table: DeclaredTable): Draft {
  const columns = columnsOf(table)
  if (columns.length === 0) {
    throw invalid(table, `"${table.declarations[0].name}" declares no column; declare all that it is to have`)
  }
  const options = table.declarations.map(declaration => declaration.options)
  const listed = (list: ColumnsDeclaration): ColumnsDeclaration => ({
    name: list.name,
    columns: namesOf(table, columns, list.columns),
  })
  const primaryKey = primaryKeyOf(table, columns)
  checkNumbered(table, primaryKey, columns)
  const draft = {
    table,
    columns,
    primaryKey,
    unique: withoutRepeats(
      [...options.flatMap(each => each.unique.map(listed)), ...single(columns, 'unique')],
      [primaryKey],
    ),
    foreignKeys: [
      ...columns.flatMap(columnKey),
      ...options.flatMap(each => each.foreignKeys.map(key => ({ ...key, ...listed(key) }))),
    ],
    checks: options.flatMap(each => each.checks),
  }
  const known = [primaryKey, ...draft.unique.map(each => each.columns)]
  const indexes = [...options.flatMap(each => each.indexes.map(listed)), ...single(columns, 'index')]
  return { ...draft, indexes: withoutRepeats(indexes, known) }
}

function primaryKeyOf(table: DeclaredTable, columns: readonly NamedColumn[]): readonly string[] {
  const [owner, ...kept] = table.declarations
  const wrong =
    kept.find(({ options }) => options.primaryKey !== null) ??
    columns.find(({ partial, column }) => partial && column.primaryKey)?.declaration
  if (wrong !== undefined) {
    throw invalid(table, `"${wrong.name}" is kept in it and declares a primary key; "${owner.name}" has that`)
  }
  if (owner.options.primaryKey !== null) return namesOf(table, columns, owner.options.primaryKey)
  return columns.filter(({ column }) => column.primaryKey).map(({ name }) => name)
}

function single(columns: readonly NamedColumn[], rule: 'unique' | 'index'): ColumnsDeclaration[] {
  return columns.filter(({ column }) => column[rule]).map(({ name }) => ({ name: null, columns: [name] }))
}

/** A key is unique and an index by itself; what was given no name and says no more is left out. */
function withoutRepeats(
  lists: readonly ColumnsDeclaration[],
  known: readonly (readonly string[])[],
): readonly ColumnsDeclaration[] {
  const seen = new Set(known.map(columns => JSON.stringify(columns)))
  for (const { name, columns } of lists) if (name !== null) seen.add(JSON.stringify(columns))
  return lists.filter(({ name, columns }) => {
    const id = JSON.stringify(columns)
    const kept = name !== null || !seen.has(id)
    seen.add(id)
    return kept
  })
}

function columnKey({ name, column: { references } }: NamedColumn): ForeignKeyDeclaration[] {
  if (references === null) return []
  const { column, ...target } = references
  return [{ ...target, name: null, columns: [name], referencedColumns: [column] }]
}

/** Only a key of one column can be numbered on every database. */
function checkNumbered(
  table: DeclaredTable,
  primaryKey: readonly string[],
  columns: readonly NamedColumn[],
): void {
  const wrong = columns.find(({ name, column }) => column.autoIncrement && primaryKey.includes(name))
  if (wrong === undefined || primaryKey.length === 1) return
  throw invalid(
    table,
    `"${wrong.declaration.name}.${wrong.property}" is one of ${primaryKey.length} key columns, so it cannot count by itself; leave out autoIncrement()`,
  )
}

/** A reference that names no schema means its own table's, then the connection's. */
function targetOf(
  { schema, table }: ForeignKeyDeclaration,
  draft: Draft,
  known: readonly DeclaredTable[],
): DeclaredTable | null {
  const places = schema === null ? [draft.table.schema, null] : [schema]
  for (const place of places) {
    const found = known.find(each => each.schema === place && each.name === table)
    if (found !== undefined) return found
  }
  return null
}

function chosenNames({ table, unique, indexes, checks, foreignKeys, columns }: Draft): string[] {
  return [
    table.name,
    ...[...unique, ...indexes, ...checks, ...foreignKeys].flatMap(({ name }) => name ?? []),
    ...columns.flatMap(({ column }) => chosenEnumName(column.type) ?? []),
  ]
}

function chosenEnumName({ enumName, element }: DeclaredType): string | null {
  return element === null ? enumName : chosenEnumName(element)
}

interface Decided {
  readonly names: DerivedNames
  /** What is created after this. */
  readonly later: ReadonlySet<Draft>
}

function definitionOf(draft: Draft, aimed: readonly Aimed[], { names, later }: Decided): TableDefinition {
  const { table, columns, primaryKey } = draft
  const { schema, name } = table
  const named =
    (suffix: string) =>
    (list: ColumnsDeclaration): ColumnsDefinition => ({
      name: list.name ?? names.take([name, ...list.columns], suffix),
      columns: list.columns,
    })
  return {
    schema,
    name,
    comment: table.declarations[0].options.comment,
    columns: columns.map(column => columnOf(column, draft, names)),
    primaryKey: primaryKey.length === 0 ? null : { name: names.take([name], 'pkey'), columns: primaryKey },
    unique: draft.unique.map(named('key')),
    indexes: draft.indexes.map(named('idx')),
    foreignKeys: aimed.map(each => ({
      ...each.key,
      ...named('fkey')(each.key),
      referencedColumns: referencedColumns(each, draft),
      late: each.target !== null && later.has(each.target),
    })),
    checks: draft.checks.map(check => ({ name: check.name ?? names.take([name], 'check'), sql: check.sql })),
  }
}

function columnOf(
  { name, column, partial }: NamedColumn,
  { table, primaryKey }: Draft,
  names: DerivedNames,
): ColumnDefinition {
  return {
    name,
    type: namedType(column.type, () => names.take([table.name, name], '')),
    nullable: (column.nullable || partial) && !primaryKey.includes(name),
    autoIncrement: column.autoIncrement,
    default: column.default,
    generated: column.generated,
    comment: column.comment,
  }
}

/** An enumeration gets its name, also where an array holds it. */
function namedType(type: DeclaredType, take: () => string): DeclaredType {
  if (type.kind === 'enum') return { ...type, enumName: type.enumName ?? take() }
  return type.element === null ? type : { ...type, element: namedType(type.element, take) }
}

function referencedColumns({ key, target }: Aimed, draft: Draft): readonly string[] | null {
  if (target === null) return key.referencedColumns
  const columns = key.referencedColumns ?? target.primaryKey
  const subject = `the key on ${key.columns.map(name => `"${name}"`).join(', ')}`
  const shown = shownTable(target.table)
  if (columns.length !== key.columns.length) {
    const referred = columns.length === 0 ? 'no column' : columns.map(name => `"${name}"`).join(', ')
    throw invalid(
      draft.table,
      `${subject} refers to ${referred} of ${shown}; name a column for each of its own`,
    )
  }
  const lost = columns.find(name => !target.columns.some(column => column.name === name))
  if (lost === undefined) return columns
  throw invalid(
    draft.table,
    `${subject} refers to column "${lost}" of ${shown}, which declares none of that name`,
  )
}
