/** The form of a snapshot's file, property by property. Reads and writes no file. */

import type {
  Check,
  Column,
  Domain,
  EnumType,
  ForeignKey,
  Index,
  IndexPart,
  PrimaryKey,
  QualifiedName,
  Schema,
  SchemaNote,
  Table,
  UniqueConstraint,
} from '../../types/schema.js'
import type {
  ChosenName,
  Snapshot,
  SnapshotColumn,
  SnapshotModel,
  SnapshotRelationship,
} from '../../types/snapshot.js'
import { dialectNames } from '../dialect/dialect.js'
import { columnKinds } from '../schema/column-kinds.js'
import {
  always,
  count,
  derived,
  type Fields,
  flag,
  integer,
  list,
  nullable,
  record,
  type Shape,
  text,
  unless,
  word,
} from './shape.js'

const texts = list(text)
const none: readonly string[] = []

const kind = word(...columnKinds)
const action = word('noAction', 'restrict', 'cascade', 'setNull', 'setDefault')
const qualifiedName = record<QualifiedName>({ schema: always(text), name: always(text) })
const comment = unless(nullable(text), null)

const column: Shape<Column> = record<Column>({
  name: always(text),
  type: always(text),
  kind: always(kind),
  elementKind: unless(nullable(kind), null),
  baseType: unless(nullable(qualifiedName), null),
  enum: unless(nullable(qualifiedName), null),
  domain: unless(nullable(qualifiedName), null),
  nullable: unless(flag, false),
  default: unless(nullable(text), null),
  hasDefault: derived(flag, ({ default: own }) => own !== null),
  identity: unless(nullable(word('always', 'byDefault')), null),
  autoIncrement: unless(flag, false),
  generated: unless(nullable(word('stored', 'virtual')), null),
  collation: unless(nullable(text), null),
  comment,
  length: unless(nullable(count), null),
  precision: unless(nullable(count), null),
  scale: unless(nullable(integer), null),
  readable: unless(flag, true),
})

const primaryKey: Shape<PrimaryKey> = record<PrimaryKey>({
  name: unless(nullable(text), null),
  columns: always(texts),
  deferrable: unless(flag, false),
})

const foreignKey: Shape<ForeignKey> = record<ForeignKey>({
  name: unless(nullable(text), null),
  columns: always(texts),
  referencedSchema: always(text),
  referencedTable: always(text),
  referencedColumns: always(texts),
  onDelete: unless(action, 'noAction'),
  onUpdate: unless(action, 'noAction'),
  onDeleteColumns: unless(nullable(texts), null),
  deferrable: unless(nullable(flag), false),
  initiallyDeferred: unless(nullable(flag), false),
  validated: unless(flag, true),
})

const uniqueConstraint: Shape<UniqueConstraint> = record<UniqueConstraint>({
  name: unless(nullable(text), null),
  columns: always(texts),
  deferrable: unless(flag, false),
  nullsDistinct: unless(flag, true),
})

const indexPart: Shape<IndexPart> = record<IndexPart>({
  column: unless(nullable(text), null),
  expression: unless(nullable(text), null),
  descending: unless(flag, false),
})

const index: Shape<Index> = record<Index>({
  name: always(text),
  unique: unless(flag, false),
  method: unless(nullable(text), null),
  parts: always(list(indexPart)),
  include: unless(texts, none),
  partial: unless(flag, false),
  predicate: unless(nullable(text), null),
  valid: unless(flag, true),
  deferrable: unless(flag, false),
  nullsDistinct: unless(flag, true),
})

const check: Shape<Check> = record<Check>({
  name: unless(nullable(text), null),
  expression: unless(nullable(text), null),
})

const table: Shape<Table> = record<Table>({
  schema: always(text),
  name: always(text),
  kind: unless(
    word('table', 'partitionedTable', 'foreignTable', 'virtualTable', 'view', 'materializedView'),
    'table',
  ),
  comment,
  columns: always(list(column)),
  primaryKey: unless(nullable(primaryKey), null),
  foreignKeys: emptyUnless(foreignKey),
  uniqueConstraints: emptyUnless(uniqueConstraint),
  indexes: emptyUnless(index),
  checks: emptyUnless(check),
  partitions: emptyUnless(qualifiedName),
  readable: unless(flag, true),
})

const enumType: Shape<EnumType> = record<EnumType>({
  schema: always(text),
  name: always(text),
  labels: always(texts),
  comment,
})

const domain: Shape<Domain> = record<Domain>({
  schema: always(text),
  name: always(text),
  type: always(text),
  nullable: unless(flag, true),
  default: unless(nullable(text), null),
  checks: emptyUnless(check),
  comment,
})

const note: Shape<SchemaNote> = record<SchemaNote>({
  code: always(
    word(
      'partition',
      'partitionKey',
      'shadowTable',
      'brokenView',
      'unreadableColumn',
      'unreadableTable',
      'unreadableDefault',
      'inheritedTable',
      'extensionObject',
      'temporalKey',
      'missingTarget',
      'unenforcedKeys',
      'reflectionFailed',
    ),
  ),
  schema: always(text),
  table: unless(nullable(text), null),
  column: unless(nullable(text), null),
  message: always(text),
})

const structure: Shape<Schema> = record<Schema>({
  dialect: always(word(...dialectNames)),
  defaultSchema: always(text),
  schemas: always(texts),
  tables: always(list(table)),
  enums: emptyUnless(enumType),
  domains: emptyUnless(domain),
  notes: emptyUnless(note),
})

const chosenName: Fields<ChosenName> = {
  name: always(text),
  wanted: derived(text, ({ name }) => name as string),
  rule: always(text),
  collidedWith: unless(texts, none),
}

const snapshotColumn: Shape<SnapshotColumn> = record<SnapshotColumn>({
  column: always(text),
  ...chosenName,
  value: always(word('number', 'bigint', 'string', 'boolean', 'date', 'buffer', 'json', 'unknown')),
  kind: always(kind),
  deferred: unless(flag, false),
})

const through = record({
  schema: always(text),
  table: always(text),
  sourceColumns: always(texts),
  targetColumns: always(texts),
})

const relationship: Shape<SnapshotRelationship> = record<SnapshotRelationship>({
  ...chosenName,
  key: always(text),
  owning: unless(flag, false),
  kind: always(word('manyToOne', 'oneToMany', 'oneToOne', 'manyToMany')),
  target: always(text),
  columns: always(texts),
  referencedColumns: always(texts),
  through: unless(nullable(through), null),
  inverse: unless(nullable(text), null),
  nullable: unless(flag, true),
  lazy: unless(word('select', 'joined', 'selectin', 'raise'), 'select'),
  cascade: unless(list(word('saveUpdate', 'merge', 'delete', 'deleteOrphan')), []),
  declared: unless(flag, false),
})

const snapshotModel: Shape<SnapshotModel> = record<SnapshotModel>({
  ...chosenName,
  schema: always(text),
  table: always(text),
  parent: unless(nullable(text), null),
  discriminator: unless(nullable(text), null),
  columns: always(list(snapshotColumn)),
  relationships: emptyUnless(relationship),
})

/** What follows the version and the sum of a file. */
export const content: Shape<Omit<Snapshot, 'format'>> = record<Omit<Snapshot, 'format'>>({
  fingerprint: always(text),
  structure: always(structure),
  models: always(list(snapshotModel)),
})

function emptyUnless<T>(shape: Shape<T>): ReturnType<typeof unless<readonly T[]>> {
  return unless(list(shape), [])
}
