/** Makes random schemas with hostile names, and reads them back. */

import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Lease } from '../../../lib/dialect/contract.js'
import { postgres } from '../../../lib/dialect/postgres/index.js'
import { type Database, eachDatabase } from '../../fixtures/databases.js'

interface Key {
  readonly columns: readonly string[]
  readonly referencedTable: string
  readonly referencedColumns: readonly string[]
}

interface Made {
  readonly name: string
  readonly columns: readonly string[]
  readonly primaryKey: readonly string[]
  readonly keys: readonly Key[]
}

const hazards = [
  ...[
    'a.b',
    'p as q',
    ' x ',
    '\tx',
    'w?',
    '??',
    '\\?',
    'a\\',
    'x[0]y',
    '*',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...[
    "it's",
    'say "hi"',
    '`tick`',
    '--',
    ';',
    '/* */',
    '$\u007bx}',
    '$1',
    '%s',
    ':id',
    '::',
    'new\nline',
    '😀',
    'é',
    'e\u0301',
  ],
  ...[
    '\u200b',
    'Order',
    'select',
    'user',
    '42',
    '日本語',
    'x'.repeat(63),
    '{"a"}',
    'NULL',
    ',',
    '(',
    'null',
    '\u{ffff}',
  ],
]

const names = fc.oneof(
  fc.constantFrom(...hazards),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter(name => !name.includes('\0') && Buffer.byteLength(name) < 64),
  fc.stringMatching(/^[a-z_]{1,10}$/),
)

const tables: fc.Arbitrary<Made[]> = fc
  .uniqueArray(names, { minLength: 1, maxLength: 6 })
  .chain(tableNames =>
    fc.tuple(
      ...tableNames.map(name =>
        fc
          .uniqueArray(names, { minLength: 1, maxLength: 6 })
          .chain(columns =>
            fc
              .shuffledSubarray(columns, { maxLength: Math.min(3, columns.length) })
              .map((primaryKey): Made => ({ name, columns, primaryKey, keys: [] })),
          ),
      ),
    ),
  )
  .chain(made => fc.tuple(...made.map(table => keysOf(table, made).map(keys => ({ ...table, keys })))))

/** Keys to tables whose primary key is no wider than the table. */
function keysOf(table: Made, all: readonly Made[]): fc.Arbitrary<Key[]> {
  const targets = all.filter(({ primaryKey: { length } }) => length > 0 && length <= table.columns.length)
  if (targets.length === 0) return fc.constant([])
  const key = fc.constantFrom(...targets).chain(({ name, primaryKey }) =>
    fc.tuple(shuffled(table.columns), shuffled(primaryKey)).map(([columns, referencedColumns]) => ({
      columns: columns.slice(0, primaryKey.length),
      referencedTable: name,
      referencedColumns,
    })),
  )
  return fc.array(key, { maxLength: 2 })
}

function shuffled(list: readonly string[]): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length })
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function listOf(columns: readonly string[]): string {
  return columns.map(quoted).join(', ')
}

function sqlOf(schema: string, made: readonly Made[]): string {
  const create = made.map(({ name, columns, primaryKey }) => {
    const parts = columns.map(column => `${quoted(column)} int`)
    if (primaryKey.length > 0) parts.push(`primary key (${listOf(primaryKey)})`)
    return `create table ${schema}.${quoted(name)} (${parts.join(', ')});`
  })
  const keys = made.flatMap(({ name, keys }) =>
    keys.map(
      ({ columns, referencedTable, referencedColumns }) =>
        `alter table ${schema}.${quoted(name)} add foreign key (${listOf(columns)})
         references ${schema}.${quoted(referencedTable)} (${listOf(referencedColumns)});`,
    ),
  )
  return `create schema ${schema}; ${create.join('\n')} ${keys.join('\n')}`
}

const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
const byText = (a: unknown, b: unknown): number => byCodePoint(JSON.stringify(a), JSON.stringify(b))

async function readable(lease: Lease, schema: string, made: Made): Promise<void> {
  const columns = made.columns.map((column, place) => `${postgres.quote(column)} as c${place}`)
  const from = `${postgres.quote(schema)}.${postgres.quote(made.name)}`
  await postgres.run(
    lease,
    `select ${columns.join(', ')} from ${from} where ${postgres.quote(made.columns[0]!)} = ?`,
    [1],
  )
}

async function readsBack({ knex, exec }: Database, schema: string, made: Made[]): Promise<string> {
  await exec(sqlOf(schema, made))
  const reflected = await postgres.reflect(knex, { schemas: [schema], timeout: 30_000 })
  const seen = reflected.tables.map(({ name, columns, primaryKey, foreignKeys }) => ({
    name,
    columns: columns.map(column => column.name),
    primaryKey: primaryKey?.columns ?? [],
    keys: foreignKeys
      .map(({ columns, referencedTable, referencedColumns }) => ({
        columns,
        referencedTable,
        referencedColumns,
      }))
      .toSorted(byText),
  }))
  const wanted = made
    .toSorted((a, b) => byCodePoint(a.name, b.name))
    .map(table => ({ ...table, keys: table.keys.toSorted(byText) }))
  assert.deepEqual(seen, wanted)
  const connection = await knex.client.acquireConnection()
  for (const table of made) await readable({ client: knex.client, connection }, schema, table)
  knex.client.releaseConnection(connection)
  await exec(`drop schema ${schema} cascade`)
  return JSON.stringify(reflected)
}

eachDatabase(
  t,
  'reads back what was made, whatever the names and the order',
  async (t, database) => {
    const property = fc.asyncProperty(tables, async made => {
      const once = await readsBack(database, 'made', made)
      const again = await readsBack(database, 'made', made.toReversed())
      assert.equal(again, once, 'made in another order')
    })
    await t.resolves(fc.assert(property, { numRuns: 30 }))
  },
  'postgres',
)
