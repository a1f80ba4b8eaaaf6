/** Takes a snapshot of what a boot has decided. Asks no database, and writes no file. */

import type { ForeignKey, Schema, Table } from '../../types/schema.js'
import type { Snapshot, SnapshotColumn, SnapshotModel, SnapshotRelationship } from '../../types/snapshot.js'
import type { Features } from '../dialect/contract.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import type { ModelNames, NameDecision, NamedRelationship, Names } from '../naming/names.js'
import { byCodePoints } from '../schema/compare.js'
import { keyText } from '../schema/key-text.js'
import { valueTypeOf } from './value-type.js'

/** What a snapshot is taken of. */
export interface Taken {
  readonly schema: Schema
  /** The mapped tables, as their models know them. */
  readonly tables: readonly Table[]
  readonly names: Names
  readonly mappings: readonly Mapping[]
  /** Keys that only classes know of. */
  readonly virtual: ReadonlySet<ForeignKey>
  readonly features: Pick<Features, 'numeric'>
  /** What the database computes of its structure. */
  readonly fingerprint: string
}

/** Gives the snapshot. */
export function snapshotOf(taken: Taken): Snapshot {
  const { schema, fingerprint, mappings } = taken
  const keys = new Set(
    schema.tables.flatMap(table => table.foreignKeys.map(key => keyText(schema, table, key))),
  )
  const models = mappings.map(mapping => modelOf(mapping, taken, keys))
  return {
    format: 1,
    fingerprint,
    structure: schema,
    models: models.sort((a, b) => byCodePoints([a.schema, a.table, a.name], [b.schema, b.table, b.name])),
  }
}

function modelOf(mapping: Mapping, { names, features }: Taken, keys: ReadonlySet<string>): SnapshotModel {
  const own = namesOf(mapping, names)
  const { schema, name: table } = mapping.table
  return {
    ...chosen({ ...own.model, name: mapping.name }),
    schema,
    table,
    parent: mapping.inheritance?.parent?.name ?? null,
    discriminator: discriminatorOf(mapping),
    columns: [...own.columns].flatMap(([column, decision]) => {
      const mapped = mapping.columns.find(each => each.property === decision.name)
      return mapped === undefined ? [] : [columnOf(column, decision, mapped, { mapping, ...features })]
    }),
    relationships: own.relationships.map(named => relationshipOf(named, mapping, keys)),
  }
}

/** A class without an identity has no rows of its own, and fills in nothing. */
function discriminatorOf({ declaration, inheritance }: Mapping): string | null {
  if ((declaration?.inheritance?.identity ?? null) === null) return null
  return inheritance?.discriminator?.column.property ?? null
}

/** A class that shares rows has names of its own. */
function namesOf({ name, table }: Mapping, { classes = [], models }: Names): ModelNames {
  return classes.find(each => each.model.name === name) ?? (models.get(table) as ModelNames)
}

function columnOf(
  name: string,
  decision: NameDecision,
  { column, values, deferred }: ColumnMapping,
  { mapping, numeric }: { readonly mapping: Mapping; readonly numeric: 'string' | 'number' },
): SnapshotColumn {
  return {
    ...chosen(decision),
    column: name,
    value: isConverted(mapping, decision.name) ? 'unknown' : valueTypeOf(column, { values, numeric }),
    kind: column.kind,
    deferred,
  }
}

/** Only the function that a class reads a column with knows what it gives. */
function isConverted(mapping: Mapping, property: string): boolean {
  const member = membersOf(mapping).get(property)
  return member?.member === 'column' && member.type.convert !== null
}

function relationshipOf(
  { relationship: side, decision, lazy, inverse }: NamedRelationship,
  { relationships }: Mapping,
  keys: ReadonlySet<string>,
): SnapshotRelationship {
  const { key, owning, kind, columns, referencedColumns, through, nullable, cascade, constraint } = side
  return {
    ...chosen(decision),
    key,
    owning,
    kind,
    target: (relationships.get(decision.name) as RelationshipMapping).info.target,
    columns,
    referencedColumns,
    through,
    inverse,
    nullable,
    lazy,
    cascade,
    declared: through === null && constraint === null && !keys.has(key),
  }
}

function chosen({
  name,
  wanted,
  rule,
  collidedWith,
}: NameDecision): Pick<SnapshotColumn, 'name' | 'wanted' | 'rule' | 'collidedWith'> {
  return { name, wanted, rule, collidedWith }
}
