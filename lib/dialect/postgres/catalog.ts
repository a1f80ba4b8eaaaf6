/** Turns rows of the catalog into a schema: sorted, without a trace of oids. Runs no query. */

import type { QualifiedName, Schema, Table, TableKind } from '../../../types/schema.js'
import type { ReflectRequest } from '../contract.js'
import { sortedBy } from '../plain-data.js'
import { columnOf } from './columns.js'
import { checksOf, foreignKeysOf, primaryKeyOf, uniqueConstraintsOf } from './constraints.js'
import { type Expressions, expressionsBy } from './expressions.js'
import { indexesOf } from './indexes.js'
import { notesOf } from './notes.js'
import type { CatalogRows, RelationRow, TableRows } from './rows.js'
import { schemasOf } from './session.js'
import { namedTypesOf, type TypeReader, typeReader, typesOf } from './types.js'

/** What the rows of one table are read with. */
interface Surroundings {
  readonly typeOf: TypeReader
  readonly expressions: Expressions
  readonly partitions: ReadonlyMap<string, readonly RelationRow[]>
}

const kinds: ReadonlyMap<string, TableKind> = new Map<string, TableKind>([
  ['r', 'table'],
  ['p', 'partitionedTable'],
  ['f', 'foreignTable'],
  ['v', 'view'],
  ['m', 'materializedView'],
])

/** Gives the schema that the rows describe. Throws `ReflectionError` for a schema that is not there. */
export function schemaOf(rows: CatalogRows, request: ReflectRequest): Schema {
  const schemas = schemasOf(rows.session, request)
  const expressions = expressionsBy(rows.expressions)
  const types = typesOf(rows.types)
  const domainChecks = groupedBy(rows.constraints, row => row.domain)
  const named = namedTypesOf(types, domain => checksOf(domainChecks.get(domain) ?? [], expressions))
  const { relations } = rows
  const tables = tableRowsOf(rows, relations)
  const typeOf = typeReader(types)
  const surroundings = { typeOf, expressions, partitions: groupedBy(relations.filter(isPartition), rootKey) }
  return {
    dialect: 'postgres',
    defaultSchema: schemas[0]!,
    schemas: sortedBy(new Set(schemas), schema => [schema]),
    tables: sortedBy(tables, nameKeyOfRows).map(table => tableOf(table, surroundings)),
    enums: sortedBy(named.enums, nameKey),
    domains: sortedBy(named.domains, nameKey),
    notes: notesOf(relations, tables, expressions),
  }
}

/** Leaves out partitions, which are their root's, and what belongs to an extension. */
function tableRowsOf(rows: CatalogRows, relations: readonly RelationRow[]): TableRows[] {
  const columns = groupedBy(rows.columns, row => row.relation)
  const constraints = groupedBy(rows.constraints, row => row.relation)
  const indexes = groupedBy(rows.indexes, row => row.relation)
  return relations
    .filter(relation => !isPartition(relation) && relation.extension === null)
    .map(relation => ({
      relation,
      columns: (columns.get(relation.oid) ?? []).toSorted((a, b) => a.number - b.number),
      constraints: constraints.get(relation.oid) ?? [],
      indexes: indexes.get(relation.oid) ?? [],
    }))
}

function tableOf(rows: TableRows, { typeOf, expressions, partitions }: Surroundings): Table {
  const { relation, constraints } = rows
  return {
    schema: relation.schema,
    name: relation.name,
    kind: kinds.get(relation.kind)!,
    comment: relation.comment,
    columns: rows.columns.map(column => columnOf(column, rows, typeOf, expressions)),
    primaryKey: primaryKeyOf(constraints),
    foreignKeys: foreignKeysOf(constraints),
    uniqueConstraints: uniqueConstraintsOf(constraints),
    indexes: indexesOf(rows.indexes, expressions),
    checks: checksOf(constraints, expressions),
    partitions: sortedBy(partitions.get(nameKey(relation).join('\0')) ?? [], nameKey).map(
      ({ schema, name }) => ({
        schema,
        name,
      }),
    ),
    readable: relation.readable,
  }
}

function isPartition(relation: RelationRow): boolean {
  return relation.rootName !== null
}

function rootKey({ rootSchema, rootName }: RelationRow): string {
  return `${rootSchema}\0${rootName}`
}

function nameKey({ schema, name }: QualifiedName): [string, string] {
  return [schema, name]
}

function nameKeyOfRows({ relation }: TableRows): [string, string] {
  return nameKey(relation)
}

function groupedBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return groups
}
