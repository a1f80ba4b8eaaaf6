/** Updates and deletes the rows that a query gives, and tells how many those were. Makes no instance, and calls no hook. */

import type { Fragment } from '../dialect/contract.js'
import { QueryError } from '../errors.js'
import type { ColumnMapping, Mapping } from '../mapping/mapping.js'
import { type Assigned, assignedOf } from './change/assigned.js'
import { refreshLiving, settleGone } from './change/living.js'
import {
  amongText,
  directWhere,
  isDirect,
  refuseChange,
  refuseInexact,
  requireKey,
  selectOf,
} from './change/rows.js'
import { type ChangedTable, type TableKey, tablesBelow, tablesOf } from './change/tables.js'
import { useOf } from './computed.js'
import type { QueryContext } from './context.js'
import { referencedBy } from './expression.js'
import { type Purpose, querying, writing } from './purpose.js'
import { Reference } from './references.js'
import { keyBindings } from './sensitive.js'
import { writerFor } from './source.js'
import type { QueryState } from './state.js'
import { transact } from './transaction.js'
import type { Writer } from './writer.js'

/** What is done to the rows, in one table of theirs. */
interface Change {
  readonly what: 'update' | 'delete'
  readonly table: ChangedTable
  /** What an update sets there. */
  readonly assigned: readonly Assigned[]
}

/** A query, and what is to become of its rows. */
interface Request {
  readonly context: QueryContext
  readonly state: QueryState
  readonly purpose: Purpose
  /** In the order in which they are carried out. */
  readonly changes: readonly Change[]
}

/**
 * Sets columns of the rows that a query gives, and gives how many those are. Throws `QueryError`, `MappingError`, `ValueError`,
 * and `ConstraintError` where the database refuses what was given.
 */
export async function updateAll(context: QueryContext, state: QueryState, values: unknown): Promise<number> {
  const { executor } = context
  const { mapping } = state
  const purpose = writing(`update rows of model "${mapping.name}"`, mapping.name)
  executor.refuseWrite(purpose.doing)
  refuseChange(state, 'update')
  const assigned = assignedOf(executor.dialect, mapping, values)
  const changes = tablesOf(mapping)
    .map((table): Change => {
      const own = assigned.filter(({ column }) => table.nameOf(column) !== undefined)
      return { what: 'update', table, assigned: own }
    })
    .filter(change => change.assigned.length > 0)
  refuseKeys(context, mapping, assigned)
  if (changes.length > 1) refuseTangled(mapping, changes)
  const changed = assigned.map(({ column }) => column)
  return changeRows({ context, state, purpose, changes }, keys =>
    refreshLiving(executor, mapping, keys, changed),
  )
}

/** Deletes the rows that a query gives, and gives how many those were. Throws `QueryError`, `MappingError`, `ConstraintError`. */
export async function deleteAll(context: QueryContext, state: QueryState): Promise<number> {
  const { executor } = context
  const { mapping } = state
  const purpose = writing(`delete rows of model "${mapping.name}"`, mapping.name)
  executor.refuseWrite(purpose.doing)
  refuseChange(state, 'delete')
  // What adds to a row goes before it.
  const tables = [...tablesOf(mapping), ...tablesBelow(mapping)].reverse()
  const changes = tables.map((table): Change => ({ what: 'delete', table, assigned: [] }))
  return changeRows({ context, state, purpose, changes }, async keys => settleGone(executor, mapping, keys))
}

/** Tells the living instances of a session what became of the rows with these keys. */
type Settle = (keys: readonly (readonly unknown[])[]) => Promise<void>

async function changeRows(request: Request, settle: Settle): Promise<number> {
  const { context, state, purpose, changes } = request
  const { executor } = context
  const [only] = changes as [Change]
  const isShared = tablesOf(state.mapping).length > 1
  if (changes.length > 1 || (isShared && executor.unit !== null)) return changeByKeys(request, settle)
  const statement = (returning: readonly TableKey[]): Fragment => oneStatement(request, only, returning)
  if (executor.unit === null || only.table.keys.length === 0) return executor.change(statement([]), purpose)
  const keys = await executor.run(statement(only.table.keys), purpose)
  refuseInexact(
    keys,
    only.table.keys.map(({ column }) => column),
  )
  await settle(keys)
  return keys.length
}

/** One table is changed in one statement. */
function oneStatement({ context, state }: Request, change: Change, returning: readonly TableKey[]): Fragment {
  const { table, what } = change
  const list = returning.map(({ own, column }) => column.codec.select?.(own) ?? own).join(', ')
  return statementOf(context, state.mapping, change, (writer, alias) => {
    const isOwn = isDirect(state)
    if (!isOwn) requireKey(state.mapping, what)
    const columns = table.keys.map(({ column }) => column)
    const where = isOwn
      ? directWhere(writer, alias, state)
      : amongText(alias, table, writer.take(selectOf(context, state, columns)))
    return `${where === '' ? '' : ` where ${where}`}${list === '' ? '' : ` returning ${list}`}`
  })
}

/** Rows that are in several tables are looked for once, as what is changed first may be what they are found by. */
function changeByKeys({ context, state, purpose, changes }: Request, settle: Settle): Promise<number> {
  const { executor } = context
  const { mapping } = state
  const columns = [
    ...new Set([...mapping.key, ...changes.flatMap(({ table }) => table.keys.map(({ column }) => column))]),
  ]
  return transact(executor, async () => {
    const select = selectOf(context, state, columns, (quoted, { codec }) => codec.select?.(quoted) ?? quoted)
    const rows = await executor.run(select, querying(mapping))
    if (rows.length === 0) return 0
    refuseInexact(rows, columns)
    let count = 0
    for (const change of changes) {
      count = await executor.change(statementByKeys(context, mapping, change, { columns, rows }), purpose)
    }
    await settle(rows.map(row => row.slice(0, mapping.key.length)))
    return count
  })
}

/** The keys of rows, by these columns. */
interface Found {
  readonly columns: readonly ColumnMapping[]
  readonly rows: readonly (readonly unknown[])[]
}

function statementByKeys(
  context: QueryContext,
  mapping: Mapping,
  change: Change,
  { columns, rows }: Found,
): Fragment {
  const { dialect } = context.executor
  const keys = change.table.keys.map(({ column }) => column)
  const places = keys.map(column => columns.indexOf(column))
  const found = dialect.keyTable(keys.map(({ column }) => column))
  const tuples = rows.map(row => places.map(place => row[place]))
  return statementOf(context, mapping, change, (writer, alias) => {
    const source = writer.take({ sql: found.source, bindings: keyBindings(found, keys, tuples) })
    return ` where ${amongText(alias, change.table, `select ${found.values.join(', ')} from ${source}`)}`
  })
}

/** Writes an UPDATE or a DELETE; `write` adds what comes behind the values. */
function statementOf(
  { executor }: QueryContext,
  mapping: Mapping,
  { what, table, assigned }: Change,
  write: (writer: Writer, alias: string) => string,
): Fragment {
  const writer = writerFor(executor.dialect)
  const alias = writer.alias()
  return writer.section(() => {
    if (what === 'delete') return `delete from ${table.from} as ${alias}${write(writer, alias)}`
    const set = assigned.map(({ column, write: writeValue }) => {
      const own = table.nameOf(column) as string
      const over = (expression: (alias: string) => string): string =>
        overRow(writer, mapping, table, { alias, expression })
      return `${own} = ${writeValue(writer, { alias, own, over })}`
    })
    return `update ${table.from} as ${alias} set ${set.join(', ')}${write(writer, alias)}`
  })
}

/** Where a row is in several tables, what its values are made of may be in another one. */
function overRow(
  writer: Writer,
  mapping: Mapping,
  { keys }: ChangedTable,
  { alias, expression }: { readonly alias: string; readonly expression: (alias: string) => string },
): string {
  if (tablesOf(mapping).length === 1) return expression(alias)
  const whole = writer.alias()
  const value = expression(whole)
  const source = writer.source(mapping, useOf(mapping, true, []))
  const match = keys.map(({ own, column }) => `${whole}.${column.quoted} = ${alias}.${own}`)
  return `(select ${value} from ${source} ${whole} where ${match.join(' and ')})`
}

/** One table after the other is changed: what the next one's values are made of must not be what was changed before. */
function refuseTangled(mapping: Mapping, changes: readonly Change[]): void {
  for (const { assigned, table } of changes) {
    for (const { column, expression } of assigned) {
      if (expression === null) continue
      const used = referencedBy(mapping, expression)
      const isOwn = used.every(
        each =>
          each instanceof Reference &&
          each.path.length === 0 &&
          each.column.expression === null &&
          table.nameOf(each.column) !== undefined,
      )
      if (isOwn) continue
      throw new QueryError(
        'QUERY_INVALID',
        `Cannot update rows of model "${mapping.name}" in several tables with "${column.property}" made of another table's columns: update that property by itself`,
      )
    }
  }
}

/** The key of a row ties its tables together, and in a session it is what instances are known by. */
function refuseKeys({ executor }: QueryContext, mapping: Mapping, assigned: readonly Assigned[]): void {
  const slots = new Set(mapping.key.map(({ slot }) => slot))
  const key = assigned.find(({ column }) => slots.has(column.slot))
  if (key === undefined) return
  const isShared = tablesOf(mapping).length > 1
  if (!isShared && executor.unit === null) return
  const why = isShared ? 'its rows are in several tables' : 'living instances of the session are known by it'
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot update "${mapping.name}.${key.column.property}", which is a key, of the rows of a query: ${why}; change it on the instances`,
  )
}
