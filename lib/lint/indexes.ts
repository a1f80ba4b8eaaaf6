/** Finds indexes that another one makes superfluous, or that are not used at all. Asks no planner. */

import type { ColumnKind, Index, IndexPart, Table } from '../../types/schema.js'
import type { Finding } from './finding.js'
import { columnOf, found, type Ground, listId } from './ground.js'

/** What an index, or a key that needs none, is compared by. */
type Entry = Pick<
  Index,
  'unique' | 'method' | 'parts' | 'include' | 'partial' | 'predicate' | 'deferrable' | 'nullsDistinct'
> & { readonly name: string | null }

/** Columns of these kinds may be indexed in several ways, which the structure does not tell apart. */
const manyWays: ReadonlySet<ColumnKind> = new Set(['text', 'json', 'array', 'enum', 'other'])

/** Finds indexes that no statement uses, as building them has failed. */
export function invalidIndexes(ground: Ground, table: Table): readonly Finding[] {
  return table.indexes
    .filter(({ valid }) => !valid)
    .map(index => {
      const message = `index "${index.name}" is not used, as it was not built to its end, and yet it is kept up to date`
      const cure = [ground.dialect.inspection.dropIndex(table, index.name)]
      return found(ground, table, {
        code: 'invalidIndex',
        severity: 'warning',
        columns: columnsOf(index),
        message,
        cure,
      })
    })
}

/** How an index compares the values of each of its parts; undefined where that is not known. */
export type OrdersOf = (table: Table, index: string) => readonly string[] | undefined

/**
 * Finds indexes that say what another one says, or begins with. One that alone keeps rows unique stays. Indexes that may compare values
 * in several ways are told of only where those are given, and then no others.
 */
export function redundantIndexes(
  ground: Ground,
  table: Table,
  ordersOf: OrdersOf | null = null,
): readonly Finding[] {
  const indexes = table.indexes.filter(({ valid }) => valid)
  const entries: Entry[] = [...indexes, ...keyEntry(table, indexes)]
  const own = new Set(indexes.filter(index => isOfConstraint(table, index, indexes)))
  return indexes.flatMap(index => {
    if (own.has(index) || isPlain(table, index) !== (ordersOf === null)) return []
    const others = entries.filter(
      other => other !== index && covers(other, index) && isSameOrder(table, other, index, ordersOf),
    )
    const same = others.find(other => isSame(other, index, own))
    if (same !== undefined) return [redundant(ground, table, index, { other: same, isSame: true })]
    const longer = others.find(other => other.parts.length > index.parts.length)
    if (longer === undefined || index.unique) return []
    return [redundant(ground, table, index, { other: longer, isSame: false })]
  })
}

interface Reason {
  readonly other: Entry
  readonly isSame: boolean
}

function redundant(ground: Ground, table: Table, index: Index, { other, isSame }: Reason): Finding {
  const columns = columnsOf(index)
  const name = other.name === null ? 'the primary key' : `index "${other.name}"`
  const how = isSame ? `is the same as ${name}` : `is what ${name} begins with`
  // Of two that are alike the structure does not always tell which one a constraint, or a key that refers to them, needs.
  const isNeeded = isOfSomeConstraint(table, columns) || isReferredTo(ground, table, columns)
  const isFree = !(index.unique && isNeeded)
  return found(ground, table, {
    code: isSame ? 'duplicateIndex' : 'redundantIndex',
    severity: isSame ? 'warning' : 'info',
    columns,
    message: `index "${index.name}" ${how}`,
    cure: isFree ? [ground.dialect.inspection.dropIndex(table, index.name)] : [],
  })
}

/** True where its columns are of kinds that are compared in one way. */
function isPlain(table: Table, { parts }: Index): boolean {
  return parts.every(({ column }) => !manyWays.has(kindOf(table, column)))
}

/** A key without an index compares as its columns do, and so does an index that says nothing else. */
function isSameOrder(table: Table, other: Entry, index: Index, ordersOf: OrdersOf | null): boolean {
  if (ordersOf === null) return true
  const own = ordersOf(table, index.name)
  // A key that no index of its own holds has no name to find an order by.
  const its = ordersOf(table, other.name as string)
  return own !== undefined && its !== undefined && own.every((order, place) => order === its[place])
}

/** What has the same parts is told of once: of the one that no constraint needs, or whose name comes later. */
function isSame(other: Entry, index: Index, own: ReadonlySet<Entry>): boolean {
  if (other.parts.length !== index.parts.length || (index.unique && !other.unique)) return false
  const isMutual = covers(index, other) && index.unique === other.unique
  if (!isMutual || own.has(other) || other.name === null) return true
  return other.name < index.name
}

/** True where whatever is found by an index is found by the other one. */
function covers(other: Entry, index: Entry): boolean {
  const shared = other.parts.slice(0, index.parts.length)
  const isLonger = other.parts.length > index.parts.length
  const carried = [...columnsOf(other), ...other.include]
  return (
    shared.length === index.parts.length &&
    shared.every((part, place) => isSamePart(part, index.parts[place] as IndexPart)) &&
    other.method === index.method &&
    // Others have no order, so that their beginning is nothing by itself.
    !(isLonger && other.method !== null && other.method !== 'btree') &&
    other.partial === index.partial &&
    (!other.partial || (other.predicate !== null && other.predicate === index.predicate)) &&
    index.include.every(column => carried.includes(column)) &&
    (!index.unique || (other.deferrable === index.deferrable && other.nullsDistinct === index.nullsDistinct))
  )
}

/** An expression that the database did not tell is like no other. */
function isSamePart(a: IndexPart, b: IndexPart): boolean {
  if (a.descending !== b.descending || a.column !== b.column) return false
  return a.column !== null || (a.expression !== null && a.expression === b.expression)
}

/** The primary key, where it leads to rows without an index of its own. */
function keyEntry({ primaryKey, indexes }: Table, valid: readonly Index[]): Entry[] {
  if (primaryKey === null || valid.some(index => isOver(index, primaryKey.columns))) return []
  const parts = primaryKey.columns.map(column => ({ column, expression: null, descending: false }))
  const method = indexes[0]?.method ?? null
  return [{ ...plain, name: null, parts, method, deferrable: primaryKey.deferrable }]
}

const plain = { unique: true, include: [], partial: false, predicate: null, nullsDistinct: true }

/** True for the index that holds a constraint: the one of its name, or else the only one over its columns. */
function isOfConstraint(table: Table, index: Index, indexes: readonly Index[]): boolean {
  const constraints = [table.primaryKey, ...table.uniqueConstraints].filter(each => each !== null)
  if (!index.unique) return false
  if (constraints.some(({ name }) => name === index.name)) return true
  return constraints.some(({ name, columns }) => {
    if (!isOver(index, columns) || indexes.some(each => each.name === name)) return false
    return indexes.filter(each => isOver(each, columns)).length === 1
  })
}

function isOfSomeConstraint(table: Table, columns: readonly string[]): boolean {
  const names = new Set(table.indexes.map(({ name }) => name))
  return [table.primaryKey, ...table.uniqueConstraints].some(
    key => key?.columns.join('\0') === columns.join('\0') && !names.has(key.name ?? ''),
  )
}

function isReferredTo({ referring }: Ground, table: Table, columns: readonly string[]): boolean {
  const keys = referring.get(table) ?? []
  return keys.some(({ key }) => listId(key.referencedColumns) === listId(columns))
}

function isOver(index: Index, columns: readonly string[]): boolean {
  return index.unique && !index.partial && columnsOf(index).join('\0') === columns.join('\0')
}

function columnsOf({ parts }: Pick<Index, 'parts'>): string[] {
  return parts.flatMap(({ column }) => column ?? [])
}

function kindOf(table: Table, column: string | null): ColumnKind {
  return (column === null ? undefined : columnOf(table, column)?.kind) ?? 'other'
}
