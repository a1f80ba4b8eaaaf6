/** Describes models, and what is none, as trees of painted texts. Fits them into no width. */

import type { Column, Schema, SchemaNote, Table } from '../../types/schema.js'
import type { Snapshot, SnapshotColumn, SnapshotModel, SnapshotRelationship } from '../../types/snapshot.js'
import { keyText, tableText } from '../schema/key-text.js'
import { uniqueKeys } from '../schema/unique-keys.js'
import type { Branch } from './show/tree.js'
import { harmless, type Terminal } from './terminal.js'

const kinds = {
  manyToOne: 'many to one',
  oneToMany: 'one to many',
  oneToOne: 'one to one',
  manyToMany: 'many to many',
} as const

/** Describes one model. */
export function modelBranch(
  snapshot: Snapshot,
  model: SnapshotModel,
  { paint }: Pick<Terminal, 'paint'>,
): Branch {
  const { structure } = snapshot
  const table = structure.tables.find(
    each => each.schema === model.schema && each.name === model.table,
  ) as Table
  const width = widest(model.columns.map(({ name }) => harmless(name)))
  const columns = model.columns.map(column => ({
    text: columnText(column, table.columns.find(each => each.name === column.column) as Column, {
      table,
      width,
    }),
  }))
  const names = model.relationships.map(({ name }) => harmless(name))
  const relationships = model.relationships.map(each => ({ text: relationshipText(each, widest(names)) }))
  const keys = keysOf(snapshot, table).map(text => ({ text: harmless(text) }))
  const kind = table.kind === 'table' ? '' : ` (${table.kind})`
  const source = harmless(tableText(structure, model.schema, model.table))
  const parent = model.parent === null ? '' : ` is a ${harmless(model.parent)},`
  return {
    text: `${paint('bold', harmless(model.name))}${parent} ${paint('dim', `${source}${kind}${commentText(table.comment)}`)}`,
    below: [part('columns', columns), part('relationships', relationships), part('keys', keys)].flat(),
  }
}

function part(text: string, below: readonly Branch[]): Branch[] {
  return below.length === 0 ? [] : [{ text, below }]
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(text => text.length))
}

function columnText(
  { name, column, value, deferred }: SnapshotColumn,
  structure: Column,
  { table, width }: { readonly table: Table; readonly width: number },
): string {
  const facts = [
    `${structure.type === '' ? structure.kind : structure.type}, ${value}`,
    table.primaryKey?.columns.includes(column) === true ? 'primary key' : '',
    structure.nullable ? 'nullable' : '',
    structure.generated === null ? '' : 'generated',
    deferred ? 'deferred' : '',
    name === column ? '' : `column ${column}`,
  ]
  const text = facts.filter(fact => fact !== '').join(', ')
  return `${harmless(name).padEnd(width)}  ${harmless(text)}${commentText(structure.comment)}`
}

function relationshipText(relationship: SnapshotRelationship, width: number): string {
  const { name, target, kind, key, nullable, declared } = relationship
  const many = kind === 'oneToMany' || kind === 'manyToMany'
  const gives = many ? `${target}[]` : `${target}${nullable ? ' or null' : ''}`
  const told = `${gives}, ${kinds[kind]}, ${key}${declared ? ', declared' : ''}`
  return `${harmless(name).padEnd(width)}  ${harmless(told)}`
}

function keysOf({ structure }: Snapshot, table: Table): string[] {
  return [
    ...(table.primaryKey === null ? [] : [`primary key (${table.primaryKey.columns.join(', ')})`]),
    ...uniqueKeys(table)
      .filter(({ columns }) => columns.join() !== table.primaryKey?.columns.join())
      .map(({ columns }) => `unique (${columns.join(', ')})`),
    ...table.foreignKeys.map(key => `foreign key ${keyText(structure, table, key)}`),
  ]
}

function commentText(comment: string | null): string {
  return comment === null ? '' : `: ${harmless(comment)}`
}

/** Describes what is no model, what is called otherwise than it would be, and what was seen besides. */
export function reportBranches(
  { structure, models }: Snapshot,
  reasons: ReadonlyMap<string, string | null>,
  { paint }: Pick<Terminal, 'paint'>,
): Branch[] {
  const mapped = new Set(models.map(({ schema, table }) => tableText(structure, schema, table)))
  const others = structure.tables
    .map(({ schema, name }) => tableText(structure, schema, name))
    .filter(text => !mapped.has(text))
    .map(text => ({ text: harmless(`${text}: ${reasons.get(text) ?? 'no model'}`) }))
  const renamed = models
    .flatMap(model => [
      { owner: '', ...model },
      ...[...model.columns, ...model.relationships].map(each => ({ owner: `${model.name}.`, ...each })),
    ])
    .filter(({ name, wanted }) => name !== wanted)
    .map(({ owner, name, wanted, collidedWith }) => ({
      text: harmless(
        `${owner}${name}, not ${wanted}${collidedWith.length === 0 ? '' : `: taken by ${collidedWith.join(', ')}`}`,
      ),
    }))
  const notes = structure.notes.map(note => ({ text: harmless(noteText(structure, note)) }))
  const below = [part('without a model', others), part('renamed', renamed), part('notes', notes)].flat()
  return below.length === 0 ? [] : [{ text: paint('bold', 'Report'), below }]
}

/** Says of what it is told, which the sentence itself leaves out. */
function noteText(structure: Schema, { schema, table, column, message }: SchemaNote): string {
  if (table === null) return message
  const subject = tableText(structure, schema, table)
  return `${subject}${column === null ? '' : `.${column}`}: ${message}`
}
