/** Lists what the interface of a model declares, and what a row to insert is given. Writes no text. */

import type { Column, Table } from '../../types/schema.js'
import type { Snapshot, SnapshotColumn, SnapshotModel, SnapshotRelationship } from '../../types/snapshot.js'
import { findTable } from '../schema/find-table.js'
import { columnComment, filledBy, isFilledAlways, relationshipComment } from './comments.js'
import type { TypeNames } from './type-names.js'
import { orNull, type ValuePlace, valueText } from './value-text.js'

/** One property. */
export interface Member {
  readonly name: string
  readonly type: string
  readonly readonly: boolean
  readonly optional: boolean
  readonly comment: readonly string[]
}

/** What the types of one model are made of. */
export interface ModelMembers {
  readonly model: SnapshotModel
  readonly table: Table
  /** Null where it inherits from none. */
  readonly parent: ModelMembers | null
  /** Without those that it inherits. */
  readonly columns: readonly Member[]
  readonly relationships: readonly Member[]
  /** Null where rows cannot be inserted. */
  readonly insert: readonly Member[] | null
  /** What an insert has to be given above, and not here: it tells rows of this class from others. */
  readonly spared: Member | null
  /** Properties in key order; of one that inherits, its parent's. Null where there is no key. */
  readonly key: readonly Member[] | null
}

/** Gives the members of every model, in the snapshot's order. */
export function membersOf(snapshot: Snapshot, names: TypeNames): ModelMembers[] {
  const byName = new Map(snapshot.models.map(model => [model.name, model]))
  const known = new Map<SnapshotModel, ModelMembers>()
  const membersFor = (model: SnapshotModel): ModelMembers => {
    const parent = byName.get(model.parent ?? '')
    const members =
      known.get(model) ??
      builtMembers(snapshot, names, model, parent === undefined ? null : membersFor(parent))
    known.set(model, members)
    return members
  }
  return snapshot.models.map(membersFor)
}

function builtMembers(
  { structure }: Snapshot,
  names: TypeNames,
  model: SnapshotModel,
  parent: ModelMembers | null,
): ModelMembers {
  const table = findTable(structure, model.schema, model.table) as Table
  const isView = table.kind === 'view' || table.kind === 'materializedView'
  const inherited = inheritedNames(parent)
  const place = { model: model.name, names }
  const fill = (member: Member): Member =>
    member.name === model.discriminator ? { ...member, optional: true, comment: filledIn } : member
  const columns = model.columns
    .filter(({ name }) => !inherited.has(name))
    .map(mapped => ({ ...plain, mapped, name: mapped.name, column: columnOf(table, mapped) }))
  return {
    model,
    table,
    parent,
    columns: columns.map(({ mapped, column, ...member }) => ({
      ...member,
      type: propertyType(mapped, column, place),
      readonly: isView || isFilledAlways(column),
      comment: columnComment(structure, table, column),
    })),
    relationships: model.relationships
      .filter(({ name }) => !inherited.has(name))
      .map(side => ({
        ...plain,
        name: side.name,
        type: relationshipType(side, names),
        readonly: isView,
        comment: relationshipComment(structure, side),
      })),
    insert: isView
      ? null
      : columns
          .filter(({ column }) => !isFilledAlways(column))
          .map(({ mapped, column, ...member }) => fill({ ...member, ...insertPart(mapped, column, place) })),
    spared: isView ? null : sparedBy(parent, model),
    key: parent === null ? keyMembers(model, table, place) : parent.key,
  }
}

const filledIn = ['Filled in by the class.']

function sparedBy(parent: ModelMembers | null, { discriminator }: SnapshotModel): Member | null {
  const above = discriminator === null ? null : demandedBy(parent, discriminator)
  return above === null ? null : { ...above, optional: true, comment: filledIn }
}

/** What inserts of a class have to be given, as it or one above says. */
function demandedBy(members: ModelMembers | null, name: string): Member | null {
  if (members === null) return null
  const { insert, spared, parent } = members
  const own = [spared, ...(insert ?? [])].find(member => member?.name === name)
  if (own) return own.optional ? null : own
  return demandedBy(parent, name)
}

const plain = { readonly: false, optional: false, comment: [] }

function inheritedNames(parent: ModelMembers | null): Set<string> {
  if (parent === null) return new Set()
  return new Set([
    ...inheritedNames(parent.parent),
    ...[...parent.columns, ...parent.relationships].map(({ name }) => name),
  ])
}

function columnOf({ columns }: Table, mapped: SnapshotColumn): Column {
  return columns.find(({ name }) => name === mapped.column) as Column
}

function propertyType(mapped: SnapshotColumn, column: Column, place: ValuePlace): string {
  const type = orNull(valueText(mapped, column, place), column.nullable)
  return mapped.deferred ? `Deferred<${type}>` : type
}

function relationshipType(
  { target, kind, nullable, lazy }: SnapshotRelationship,
  { models }: TypeNames,
): string {
  const name = models.get(target)?.instance as string
  const isLoaded = lazy === 'joined' || lazy === 'selectin'
  if (kind === 'oneToMany' || kind === 'manyToMany') return isLoaded ? `${name}[]` : `Many<${name}>`
  const one = orNull(name, nullable)
  return isLoaded ? one : `One<${one}>`
}

function insertPart(
  mapped: SnapshotColumn,
  column: Column,
  place: ValuePlace,
): Pick<Member, 'type' | 'optional' | 'comment'> {
  const filled = filledBy(column)
  return {
    type: orNull(valueText(mapped, column, place), column.nullable),
    optional: column.nullable || filled !== null,
    comment: filled === null ? [] : [`${filled}.`],
  }
}

function keyMembers(model: SnapshotModel, table: Table, place: ValuePlace): Member[] | null {
  const members = table.primaryKey?.columns.flatMap(name => {
    const mapped = model.columns.find(({ column }) => column === name)
    if (mapped === undefined) return []
    const type = valueText(mapped, columnOf(table, mapped), place)
    return [
      {
        ...plain,
        name: mapped.name,
        readonly: true,
        type: type === 'unknown' || mapped.value === 'json' ? `NonNullable<${type}>` : type,
      },
    ]
  })
  return members === undefined || members.length < table.primaryKey!.columns.length ? null : members
}
