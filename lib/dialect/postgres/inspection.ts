/** Tells what PostgreSQL leaves open about rows, and writes the statements that mend it. Changes nothing. */

import type { Column, QualifiedName } from '../../../types/schema.js'
import type { Fragment, Lease } from '../contract.js'
import type { Inspection, NewType } from '../inspection.js'
import { columnList } from '../table-clauses.js'
import { quote } from './quote.js'
import { run } from './run.js'

/** By the server's own names of its types. */
const limits: ReadonlyMap<string, number> = new Map([
  ['int2', 2 ** 15 - 1],
  ['int4', 2 ** 31 - 1],
])

const unvalidated = `select n.nspname, t.relname, k.conname from pg_catalog.pg_constraint k
  join pg_catalog.pg_class t on t.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  where k.contype = 'f' and not k.convalidated and n.nspname = any(?)`

/** An operator class says what finds what, and a collation how texts are sorted. What keeps rows apart by operators of its own is no index to compare. */
const orders = `select n.nspname, t.relname, i.relname, (select pg_catalog.string_agg(
    pg_catalog.concat(c.opclass, '/', (pg_catalog.string_to_array(x.indcollation::text, ' '))[c.place]), ' ' order by c.place)
    from pg_catalog.unnest(pg_catalog.string_to_array(x.indclass::text, ' ')) with ordinality c (opclass, place))
  from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid
  join pg_catalog.pg_class t on t.oid = x.indrelid join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  where x.indisvalid and not x.indisexclusion and n.nspname = any(?)`

/** Numbers that were given out and are in no row any more count, too, where the sequence may be read. */
function lastOf(table: QualifiedName, column: string): Fragment {
  const from = `${quote(table.schema)}.${quote(table.name)}`
  // An error for a sequence that may not be read would hide what the column holds.
  const given = `select case when pg_catalog.has_sequence_privilege(s.oid, 'usage,select')
    then pg_catalog.pg_sequence_last_value(s.oid) end
    from (select pg_catalog.pg_get_serial_sequence(pg_catalog.format('%I.%I', ?::text, ?::text), ?::text)::regclass as oid) s`
  return {
    sql: `select greatest((select max(${quote(column)}) from ${from}), (${given}))`,
    bindings: [table.schema, table.name, column],
  }
}

const wholes: ReadonlySet<string> = new Set(['int2', 'int4', 'int8'])
const numbering = /^nextval\('((?:[^']|'')+)'::regclass\)$/

/** A sequence has a type of its own, and follows that of its column only where it is the column's identity. */
function retype(table: QualifiedName, { name, identity, default: text }: Column, type: NewType): string[] {
  const column = `alter table ${quote(table.schema)}.${quote(table.name)} alter column ${quote(name)} type ${type.type}`
  const sequence = identity === null ? numbering.exec(text ?? '')?.[1] : undefined
  if (sequence === undefined || !wholes.has(type.baseType?.name ?? '')) return [column]
  return [column, `alter sequence ${sequence.replaceAll("''", "'")} as ${type.type}`]
}

/** A row that is hidden would be taken for one that is not there, so a statement is refused instead. */
const settings = "select set_config('statement_timeout', ?, true), set_config('row_security', 'off', true)"

async function within<T>(lease: Lease, milliseconds: number, read: () => Promise<T>): Promise<T> {
  const nested = (lease.client as { readonly transacting?: boolean }).transacting === true
  await run(lease, nested ? 'savepoint automap_inspection' : 'begin read only', [])
  try {
    await run(lease, settings, [String(milliseconds)])
    return await read()
  } finally {
    // Where this fails the connection is gone, and the first error says why.
    await leave(lease, nested).catch(() => undefined)
  }
}

/** Takes the setting back, too. */
async function leave(lease: Lease, nested: boolean): Promise<void> {
  if (!nested) return void (await run(lease, 'rollback', []))
  await run(lease, 'rollback to savepoint automap_inspection', [])
  await run(lease, 'release savepoint automap_inspection', [])
}

/** Keys may be declared without a look at the rows, and numbers may have 16, 32 or 64 bits. */
export const inspection: Inspection = {
  unvalidatedKeys: schemas => ({ sql: unvalidated, bindings: [schemas] }),
  indexOrders: schemas => [{ sql: orders, bindings: [schemas] }],
  altersTables: true,
  limitOf: ({ baseType }) => limits.get(baseType?.name ?? '') ?? null,
  widest: { type: 'bigint', baseType: { schema: 'pg_catalog', name: 'int8' } },
  retype,
  lastOf,
  within,
  createIndex: ({ schema, name }, index, columns) =>
    `create index ${quote(index)} on ${quote(schema)}.${quote(name)} ${columnList(columns, quote)}`,
  dropIndex: ({ schema }, index) => `drop index ${quote(schema)}.${quote(index)}`,
}
