/** Finds what is the same thing in two snapshots, by what the database calls it. Compares nothing else. */

import type { Column, Table } from '../../types/schema.js'
import type { Snapshot, SnapshotColumn, SnapshotModel, SnapshotRelationship } from '../../types/snapshot.js'
import { findTable } from '../schema/find-table.js'
import { tableText } from '../schema/key-text.js'

/** The two of one thing; either may be missing. */
export interface Pair<T> {
  readonly before: T | undefined
  readonly now: T | undefined
}

/** One thing that is in both. */
export interface Both<T> {
  readonly before: T
  readonly now: T
}

/** Pairs things that share a text; of several with the same text, the first with the first. */
export function pairsBy<T>(before: readonly T[], now: readonly T[], textOf: (item: T) => string): Pair<T>[] {
  const rest = new Map<string, T[]>()
  for (const item of now) {
    const text = textOf(item)
    rest.set(text, [...(rest.get(text) ?? []), item])
  }
  const pairs = before.map(item => ({ before: item, now: rest.get(textOf(item))?.shift() }))
  return [...pairs, ...[...rest.values()].flat().map(item => ({ before: undefined, now: item }))]
}

/** Gives what is in both lists. */
export function inBoth<T>(pairs: readonly Pair<T>[]): Both<T>[] {
  return pairs.filter((pair): pair is Both<T> => pair.before !== undefined && pair.now !== undefined)
}

/** Gives what is no more. */
export function gone<T>(pairs: readonly Pair<T>[]): T[] {
  return pairs.flatMap(({ before, now }) => (before !== undefined && now === undefined ? [before] : []))
}

/** Gives what is new. */
export function added<T>(pairs: readonly Pair<T>[]): T[] {
  return pairs.flatMap(({ before, now }) => (before === undefined && now !== undefined ? [now] : []))
}

/** Gives how a table is called in a snapshot: the default schema is the same, whatever its name. */
export function tableOf({ structure }: Snapshot, { schema, table }: SnapshotModel): string {
  return tableText(structure, schema, table)
}

/** Gives the table of a model; every model has one. */
export function structureOf({ structure }: Snapshot, { schema, table }: SnapshotModel): Table {
  return findTable(structure, schema, table) as Table
}

/** Gives the column of that name; undefined where there is none. */
export function columnNamed({ columns }: Table, name: string): Column | undefined {
  return columns.find(column => column.name === name)
}

/** Pairs models by table and name; the one that is left over of a table on either side is the same, under another name. */
export function modelPairs(before: Snapshot, now: Snapshot): Pair<SnapshotModel>[] {
  const pairs = pairsBy(
    before.models.map(model => ({ model, table: tableOf(before, model) })),
    now.models.map(model => ({ model, table: tableOf(now, model) })),
    ({ model, table }) => JSON.stringify([table, model.name]),
  )
  const known = inBoth(pairs).map(pair => ({ before: pair.before.model, now: pair.now.model }))
  const [left, right] = [onlyOnes(gone(pairs)), onlyOnes(added(pairs))]
  const rest = pairsBy(left.only, right.only, ({ table }) => table)
  return [
    ...known,
    ...rest.map(pair => ({ before: pair.before?.model, now: pair.now?.model })),
    ...left.others.map(({ model }) => ({ before: model, now: undefined })),
    ...right.others.map(({ model }) => ({ before: undefined, now: model })),
  ]
}

/** Tells apart what is alone on its table. */
function onlyOnes<T extends { readonly table: string }>(all: readonly T[]): { only: T[]; others: T[] } {
  const counts = new Map<string, number>()
  for (const { table } of all) counts.set(table, (counts.get(table) ?? 0) + 1)
  return {
    only: all.filter(({ table }) => counts.get(table) === 1),
    others: all.filter(({ table }) => counts.get(table) !== 1),
  }
}

/** Pairs the mapped columns of a model. */
export function columnPairs({ before, now }: Both<SnapshotModel>): Pair<SnapshotColumn>[] {
  return pairsBy(before.columns, now.columns, ({ column }) => column)
}

/** Pairs relationships by their key and side; what is left over by name, as it leads elsewhere now. */
export function relationshipPairs({ before, now }: Both<SnapshotModel>): Pair<SnapshotRelationship>[] {
  const pairs = pairsBy(before.relationships, now.relationships, ({ key, owning }) =>
    JSON.stringify([key, owning]),
  )
  return [...inBoth(pairs), ...pairsBy(gone(pairs), added(pairs), ({ name }) => name)]
}
