/** Says which tables the rows of a model are in, and what these refer to. Holds no values. */

import type { ForeignKey, Table } from '../../../types/schema.js'
import type { WriteColumn } from '../../dialect/contract.js'
import { lineageOf } from '../../mapping/lineage.js'
import type { ColumnMapping, Mapping, PartLink } from '../../mapping/mapping.js'
import { tableId } from '../../schema/table-id.js'
import { type UniqueKey, uniqueKeys } from '../../schema/unique-keys.js'
import { writeColumn } from '../../writing/target.js'

/** One column of a table that rows are written to. */
export interface PlaceColumn {
  /** What the database calls it. */
  readonly name: string
  readonly mapping: ColumnMapping
  readonly write: WriteColumn
}

/** Columns of a table that hold the values of others. */
export interface Reference {
  readonly columns: readonly string[]
  /** The `id` of the table that it leads to. */
  readonly target: string
  readonly referencedColumns: readonly string[]
  readonly key: ForeignKey
}

/** A table that rows are written to. */
export interface Place {
  readonly id: string
  /** What is in the table, whatever classes it is of. */
  readonly ground: Mapping
  /** The table whose rows it adds to; null where it adds to none. */
  readonly above: Place | null
  readonly table: Table
  /** The quoted table. */
  readonly from: string
  /** By their names; those that are computed are not among them. */
  readonly columns: ReadonlyMap<string, PlaceColumn>
  readonly bySlot: ReadonlyMap<number, PlaceColumn>
  /** What rows are found by; empty where the table has no key. */
  readonly key: readonly PlaceColumn[]
  readonly references: readonly Reference[]
  readonly uniques: readonly UniqueKey[]
}

const lists = new WeakMap<Mapping, readonly Place[]>()
const byGround = new WeakMap<Mapping, Place>()

/** Gives the tables that the rows of a model are in, those above first. */
export function placesOf(mapping: Mapping): readonly Place[] {
  const found = lists.get(mapping)
  if (found !== undefined) return found
  const places: Place[] = []
  for (const each of lineageOf(mapping).toReversed()) {
    const place = placeOf(each, places.at(-1) ?? null)
    if (place !== places.at(-1)) places.push(place)
  }
  lists.set(mapping, places)
  return places
}

function placeOf(mapping: Mapping, above: Place | null): Place {
  const ground = mapping.inheritance?.ground ?? mapping
  const found = byGround.get(ground)
  if (found !== undefined) return found
  const place = builtOf(mapping, ground, above)
  byGround.set(ground, place)
  return place
}

function builtOf({ table, key, inheritance }: Mapping, ground: Mapping, above: Place | null): Place {
  const part = inheritance?.parts.at(-1)
  const own = new Map(part?.columns.map(each => [each.column, each.own]))
  const link = part?.above ?? null
  const list = ground.columns
    .filter(({ expression }) => expression === null)
    .map(mapping => {
      const quoted = own.get(mapping) ?? (link && above && linkName(mapping, link, above)) ?? mapping.quoted
      return { name: mapping.column.name, mapping, write: writeColumn(mapping, quoted) }
    })
  const columns = new Map(list.map(column => [column.name, column]))
  const bySlot = new Map(list.map(column => [column.mapping.slot, column]))
  return {
    id: tableId(table.schema, table.name),
    ground,
    above,
    table,
    from: part?.from ?? ground.from,
    columns,
    bySlot,
    key: key.map(({ slot }) => bySlot.get(slot) as PlaceColumn),
    references: referencesOf(table).filter(each => each.columns.every(name => columns.has(name))),
    uniques: uniqueKeys(table).filter(each => each.columns.every(name => columns.has(name))),
  }
}

/** The key to the rows above is one value with what it refers to, and each table has a name of its own for it. */
function linkName({ slot }: ColumnMapping, link: PartLink, above: Place): string | undefined {
  const column = above.bySlot.get(slot)
  return column && link.columns[link.referencedColumns.indexOf(column.write.quoted)]
}

function referencesOf({ foreignKeys }: Table): Reference[] {
  return foreignKeys.map(key => ({
    columns: key.columns,
    target: tableId(key.referencedSchema, key.referencedTable),
    referencedColumns: key.referencedColumns,
    key,
  }))
}
