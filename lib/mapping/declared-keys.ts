/** Lays declared primary keys, unique constraints and foreign keys over a reflected table. Takes none away. */

import type { DeclarationFinding } from '../../types/report.js'
import type {
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  Table,
  UniqueConstraint,
} from '../../types/schema.js'
import { isUnique } from '../schema/is-unique.js'
import { isView } from './declared-columns.js'
import { columnsNamed, type DeclaredModel, findingOf } from './declared-model.js'
import { columnMembers } from './match-columns.js'

/** Gives the primary key, and what contradicts it. Throws `DeclarationError` for a column that there is not. */
export function declaredPrimaryKey(model: DeclaredModel): {
  readonly primaryKey: PrimaryKey | null
  readonly findings: readonly DeclarationFinding[]
} {
  const { table, declaration } = model
  const reflected = table.primaryKey
  const columns = keyColumnsOf(model)
  if (columns === null || isSame(columns, reflected?.columns ?? []))
    return { primaryKey: reflected, findings: [] }
  const findings =
    reflected === null
      ? []
      : [
          findingOf(
            declaration,
            null,
            'keyMismatch',
            `the primary key of table "${table.name}" is ${listed(reflected.columns)}, and the class declares ${listed(columns)}`,
          ),
        ]
  return { primaryKey: { name: null, columns, deferrable: false }, findings }
}

/** Null: nothing is declared that differs from what is reflected. */
function keyColumnsOf(model: DeclaredModel): readonly string[] | null {
  const { declaration, table, declared } = model
  if (declaration.options.primaryKey !== null) {
    return columnsNamed(model, declaration.options.primaryKey, 'the primary key')
  }
  const columns = columnMembers(declaration).flatMap(([property, member]) => {
    const column = declared.get(property)
    return member.primaryKey && column !== undefined ? [column] : []
  })
  if (columns.length === 0) return null
  // A class may declare some columns of a key, and leave the others to reflection.
  const said = new Set(declared.values())
  const others = (table.primaryKey?.columns ?? []).filter(column => !columns.includes(column))
  return others.length > 0 &&
    !others.some(column => said.has(column)) &&
    columns.every(column => table.primaryKey?.columns.includes(column))
    ? null
    : columns
}

/** Gives the declared unique constraints that the table lacks. Throws `DeclarationError` for a column that there is not. */
export function declaredUniques(model: DeclaredModel): readonly UniqueConstraint[] {
  const { declaration, declared, table } = model
  const single = columnMembers(declaration).flatMap(([property, { unique }]) => {
    const column = declared.get(property)
    return unique && column !== undefined ? [{ name: null, columns: [column] }] : []
  })
  const several = declaration.options.unique.flatMap(({ name, columns }) => {
    const found = columnsNamed(model, columns, 'a unique constraint')
    return found === null ? [] : [{ name, columns: found }]
  })
  return [...single, ...several]
    .filter(({ columns }) => !isUnique(table, columns))
    .map(({ name, columns }) => ({ name, columns, deferrable: false, nullsDistinct: true }))
}

/** Finds the declared unique constraints that decide what a key leads to, and that the database does not hold. */
export function uniqueFindings(
  model: DeclaredModel,
  uniques: readonly UniqueConstraint[],
  tables: readonly Table[],
): readonly DeclarationFinding[] {
  const { table, declaration } = model
  if (isView(table)) return []
  const isReferred = (columns: readonly string[]): boolean =>
    tables.some(each =>
      each.foreignKeys.some(
        key =>
          key.referencedSchema === table.schema &&
          key.referencedTable === table.name &&
          isSame(key.referencedColumns, columns),
      ),
    )
  return uniques
    .filter(
      ({ columns }) => table.foreignKeys.some(key => isSame(key.columns, columns)) || isReferred(columns),
    )
    .map(({ columns }) =>
      findingOf(
        declaration,
        null,
        'keyMismatch',
        `the class declares ${listed(columns)} of table "${table.name}" unique, and the database does not hold it to that`,
      ),
    )
}

/** A foreign key that a class declares, its names looked up. */
export interface DeclaredKey {
  readonly name: string | null
  readonly columns: readonly string[]
  readonly referencedSchema: string
  readonly referencedTable: string
  readonly referencedColumns: readonly string[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
}

/** Gives the keys that the table lacks, which no database vouches for or acts on, and what contradicts those that it has. */
export function declaredForeignKeys(
  { table, declaration }: DeclaredModel,
  keys: readonly DeclaredKey[],
): { readonly virtual: readonly ForeignKey[]; readonly findings: readonly DeclarationFinding[] } {
  const virtual: ForeignKey[] = []
  const findings: DeclarationFinding[] = []
  for (const key of keys) {
    const same = [...table.foreignKeys, ...virtual].find(each => isSameKey(each, key))
    if (same === undefined) virtual.push(virtualKey(key))
    else
      findings.push(...actionProblems(same, key).map(why => findingOf(declaration, null, 'keyMismatch', why)))
  }
  return { virtual, findings }
}

/** Gives a key as the database would have it, which does nothing for it. */
export function virtualKey(key: Omit<DeclaredKey, 'onDelete' | 'onUpdate'>): ForeignKey {
  return {
    name: null,
    columns: key.columns,
    referencedSchema: key.referencedSchema,
    referencedTable: key.referencedTable,
    referencedColumns: key.referencedColumns,
    onDelete: 'noAction',
    onUpdate: 'noAction',
    onDeleteColumns: null,
    deferrable: null,
    initiallyDeferred: null,
    validated: false,
  }
}

/** A key says which column refers to which, in whatever order it lists them. */
export function isSameKey(
  a: Pick<DeclaredKey, 'columns' | 'referencedSchema' | 'referencedTable' | 'referencedColumns'>,
  b: typeof a,
): boolean {
  if (a.referencedSchema !== b.referencedSchema || a.referencedTable !== b.referencedTable) return false
  const partner = new Map(a.columns.map((column, place) => [column, a.referencedColumns[place]]))
  return (
    a.columns.length === b.columns.length &&
    b.columns.every(
      (column, place) => partner.has(column) && partner.get(column) === b.referencedColumns[place],
    )
  )
}

/** Who declares no action leaves it to the database. */
function actionProblems(key: ForeignKey, declared: DeclaredKey): string[] {
  const subject = `the key (${listed(key.columns)}) to table "${key.referencedTable}"`
  return (['onDelete', 'onUpdate'] as const)
    .filter(action => declared[action] !== 'noAction' && declared[action] !== key[action])
    .map(action => `${subject} has ${action} "${key[action]}", and the class declares "${declared[action]}"`)
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(column => b.includes(column))
}

function listed(columns: readonly string[]): string {
  return columns.map(column => `"${column}"`).join(', ')
}
