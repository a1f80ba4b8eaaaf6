/** Lays what classes declare over the reflected schema, and finds where the two disagree. Leaves the reflected one alone. */

import type { DeclarationFinding } from '../../types/report.js'
import type { ForeignKey, PrimaryKey, Schema, Table, UniqueConstraint } from '../../types/schema.js'
import type { Declaration } from '../declaration/declaration.js'
import type { Dialect } from '../dialect/contract.js'
import type { NamingChoice } from '../naming/names.js'
import { declaredColumns } from './declared-columns.js'
import {
  type DeclaredKey,
  declaredForeignKeys,
  declaredPrimaryKey,
  declaredUniques,
  uniqueFindings,
} from './declared-keys.js'
import { columnNamed, columnsNamed, type DeclaredModel } from './declared-model.js'
import { type Family, familiesOf, holderName, withoutTable } from './hierarchy/families.js'
import { columnMembers, matchColumns } from './match-columns.js'
import { matchTables, namedTables } from './match-tables.js'

/** What is laid over what. */
export interface EffectiveInput {
  readonly schema: Schema
  /** The tables that would be mapped if nothing was declared. */
  readonly mapped: readonly Table[]
  readonly declarations: readonly Declaration[]
  /** With those that were mapped before. */
  readonly all: readonly Declaration[]
  readonly dialect: Pick<Dialect, 'isSameName' | 'understand'>
  readonly naming: NamingChoice
}

/** The schema that models are built from. */
export interface EffectiveSchema {
  readonly schema: Schema
  /** The declared classes that have a table, by that table of the effective schema. */
  readonly models: ReadonlyMap<Table, DeclaredModel>
  /** The classes whose table the database lacks, and why. */
  readonly unmapped: ReadonlyMap<Declaration, DeclarationFinding>
  /** Keys that only classes know of. */
  readonly virtual: ReadonlySet<ForeignKey>
  /** About the classes that have a table. */
  readonly findings: readonly DeclarationFinding[]
}

/** Lays all declarations over a schema. Throws `DeclarationError` where a class contradicts itself or another. */
export function effectiveSchema(input: EffectiveInput): EffectiveSchema {
  const { schema, mapped, naming, dialect } = input
  const families = familiesOf(input.declarations, input.all)
  const { tables, findings } = matchTables(
    families.map(({ declaration }) => declaration),
    { schema, mapped, naming, isSameName: dialect.isSameName },
  )
  const unmapped = withoutTable(families, findings)
  const drafts = families.flatMap(family => {
    const table = tables.get(family.declaration)
    return table === undefined || unmapped.has(family.members[0]!) ? [] : [draftOf(family, table, input)]
  })
  const before = replaced(schema.tables, drafts)
  const keyed = drafts.map(draft => withForeignKeys(draft, { drafts, tables: before, input }))
  const after = replaced(schema.tables, keyed)
  return {
    schema: drafts.length === 0 ? schema : { ...schema, tables: after },
    models: new Map(keyed.map(({ model }) => [model.table, model])),
    unmapped,
    virtual: new Set(keyed.flatMap(({ virtual }) => virtual)),
    findings: keyed.flatMap(({ model, uniques }) =>
      [...model.findings, ...uniqueFindings(model, uniques, after)].flatMap(finding => named(finding, model)),
    ),
  }
}

/** A finding is about the class that declares a property. What a class inherits, its own table need not have. */
function named(finding: DeclarationFinding, { declaration, family }: DeclaredModel): DeclarationFinding[] {
  const { property, code } = finding
  const isInherited = property !== null && !family.some(each => each.members.has(property))
  if (isInherited && code === 'columnMissing') return []
  return [{ ...finding, model: holderName({ declaration, members: family }, property) }]
}

/** A declared model while its foreign keys are not known yet. */
interface Draft {
  readonly reflected: Table
  readonly model: DeclaredModel
  readonly uniques: readonly UniqueConstraint[]
}

function draftOf({ declaration, members }: Family, reflected: Table, input: EffectiveInput): Draft {
  const { schema, dialect, naming } = input
  const search = { naming, isSameName: dialect.isSameName }
  const { declared, generated, missing, excluded } = matchColumns(declaration, reflected, search)
  const laid = declaredColumns({ declaration, table: reflected, schema, dialect }, { declared, missing })
  const plain: DeclaredModel = {
    name: declaration.name,
    declaration,
    family: members,
    table: {
      ...reflected,
      comment: declaration.options.comment ?? reflected.comment,
      columns: laid.columns,
      foreignKeys: reflected.foreignKeys.map(key => doubted(key, laid.doubtful)),
    },
    columns: new Map([...declared, ...generated]),
    declared,
    missing,
    values: laid.values,
    excluded,
    findings: laid.findings,
  }
  const { primaryKey, findings } = declaredPrimaryKey(plain)
  const keyed = { ...plain, table: { ...plain.table, primaryKey } }
  const uniques = declaredUniques(keyed)
  for (const { columns } of declaration.options.indexes) columnsNamed(keyed, columns, 'an index')
  const uniqueConstraints = [
    ...keyed.table.uniqueConstraints,
    ...replacedKey(reflected, primaryKey),
    ...uniques,
  ]
  const table = { ...keyed.table, uniqueConstraints }
  return { reflected, uniques, model: { ...keyed, table, findings: [...laid.findings, ...findings] } }
}

/** The database's own key still tells rows apart, and foreign keys refer to it. */
function replacedKey({ primaryKey }: Table, declared: PrimaryKey | null): UniqueConstraint[] {
  return primaryKey === null || primaryKey === declared ? [] : [{ ...primaryKey, nullsDistinct: true }]
}

/** A key that is said to hold no NULL, but may, is one that the database does not vouch for. */
function doubted(key: ForeignKey, doubtful: ReadonlySet<string>): ForeignKey {
  return key.validated && key.columns.some(column => doubtful.has(column))
    ? { ...key, validated: false }
    : key
}

function replaced(
  tables: readonly Table[],
  drafts: readonly Pick<Draft, 'reflected' | 'model'>[],
): readonly Table[] {
  const byReflected = new Map(drafts.map(({ reflected, model }) => [reflected, model.table]))
  return tables.map(table => byReflected.get(table) ?? table)
}

interface KeyGround {
  readonly drafts: readonly Draft[]
  /** With columns and primary keys laid over. */
  readonly tables: readonly Table[]
  readonly input: EffectiveInput
}

function withForeignKeys(
  draft: Draft,
  ground: KeyGround,
): Draft & { readonly virtual: readonly ForeignKey[] } {
  const { model } = draft
  const { virtual, findings } = declaredForeignKeys(model, keysOf(model, ground))
  const table = { ...model.table, foreignKeys: [...model.table.foreignKeys, ...virtual] }
  return { ...draft, virtual, model: { ...model, table, findings: [...model.findings, ...findings] } }
}

function keysOf(model: DeclaredModel, ground: KeyGround): DeclaredKey[] {
  const { declaration, declared } = model
  const single = columnMembers(declaration).flatMap(([property, { references }]) => {
    const column = declared.get(property)
    if (references === null || column === undefined) return []
    const target = targetOf(model, references, ground)
    const referencedColumns = [targetColumn(target.table, references.column, ground)]
    return [{ ...references, ...target.name, name: null, columns: [column], referencedColumns }]
  })
  const several = declaration.options.foreignKeys.flatMap(key => {
    const columns = columnsNamed(model, key.columns, 'a foreign key')
    if (columns === null) return []
    const target = targetOf(model, key, ground)
    const referencedColumns =
      key.referencedColumns?.map(column => targetColumn(target.table, column, ground)) ??
      target.table?.primaryKey?.columns ??
      []
    return [{ ...key, ...target.name, columns, referencedColumns }]
  })
  return [...single, ...several]
}

/** A target in no named schema is beside its key, or else in the connection's own schema. */
function targetOf(
  model: DeclaredModel,
  target: { readonly schema: string | null; readonly table: string },
  { tables, input }: KeyGround,
): {
  readonly table: Table | undefined
  readonly name: Pick<DeclaredKey, 'referencedSchema' | 'referencedTable'>
} {
  const { isSameName } = input.dialect
  const named = namedTables(tables, target.table, isSameName)
  const schemas = target.schema === null ? [model.table.schema, input.schema.defaultSchema] : [target.schema]
  const table = schemas.flatMap(schema => named.filter(each => isSameName(each.schema, schema)))[0]
  return {
    table,
    name: {
      referencedSchema: table?.schema ?? schemas[0]!,
      referencedTable: table?.name ?? target.table,
    },
  }
}

function targetColumn(table: Table | undefined, name: string, { input, drafts }: KeyGround): string {
  const names = table?.columns.map(column => column.name) ?? []
  const model = drafts.find(draft => draft.model.table === table)?.model
  return (
    names.find(each => each === name) ??
    names.find(each => input.dialect.isSameName(each, name)) ??
    (model === undefined ? undefined : columnNamed(model, name)) ??
    name
  )
}
