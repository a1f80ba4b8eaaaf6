/** Keys that lead anywhere, and names that have hurt somebody, reflect back as they were declared. */

import fc from 'fast-check'
import t from 'tap'
import { createTables } from '../../lib/create-tables.js'
import { enumeration, integer, text } from '../../lib/declaration/columns.js'
import { sql } from '../../lib/declaration/sql.js'
import { connect } from '../../lib/dialect/dialect.js'
import type { AnyModel } from '../../types/declared.js'
import type { DialectName, Table } from '../../types/schema.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { hostile } from '../fixtures/hostile-schemas.js'
import { tableClass } from '../fixtures/table-class.js'

async function reflected({ knex }: Database, schemas: string[] | null = null): Promise<readonly Table[]> {
  const { dialect } = connect(knex)
  return (await dialect.reflect(knex, { schemas, timeout: 30_000 })).tables
}

/** Keys as `table(columns) -> target(columns) actions`, those of SQLite and PostgreSQL alike. */
function keysOf(tables: readonly Table[]): string[] {
  return tables.flatMap(({ name, primaryKey, foreignKeys }) => [
    `${name}(${primaryKey?.columns.join(', ')})`,
    ...foreignKeys.map(
      key =>
        `${name}(${key.columns.join(', ')}) -> ${key.referencedTable}(${key.referencedColumns.join(', ')}) ${key.onDelete} ${key.onUpdate}`,
    ),
  ])
}

const id = integer().primaryKey()

eachDatabase(t, 'composite keys keep the order of their columns', async (t, database) => {
  const author = tableClass(
    'author',
    { a: integer(), b: integer(), c: text() },
    { primaryKey: ['c', 'a'], unique: [['b', 'a']] },
  )
  const book = tableClass(
    'book',
    { id, x: integer(), y: text().nullable(), z: integer().nullable() },
    {
      foreignKeys: [
        { columns: ['y', 'x'], references: 'author', onDelete: 'cascade', onUpdate: 'restrict' },
        { columns: ['x', 'z'], references: 'author(b, a)', onDelete: 'setNull' },
      ],
    },
  )
  t.strictSame(await createTables(database.knex, [book, author]), ['author', 'book'])
  t.strictSame(keysOf(await reflected(database)), [
    'author(c, a)',
    'book(id)',
    'book(x, z) -> author(b, a) setNull noAction',
    'book(y, x) -> author(c, a) cascade restrict',
  ])
})

eachDatabase(t, 'tables may refer to themselves and to each other', async (t, database) => {
  const key = (target: string) => integer().nullable().references(`${target}.id`, { onDelete: 'setNull' })
  const models = [
    tableClass('a', { id, parent: key('a'), b: key('b'), c: key('c') }),
    tableClass('b', { id, c: key('c') }),
    tableClass('c', { id, a: key('a'), b: key('b') }),
  ]
  t.strictSame(await createTables(database.knex, models), ['c', 'b', 'a'])
  t.strictSame(keysOf(await reflected(database)), [
    'a(id)',
    'a(b) -> b(id) setNull noAction',
    'a(c) -> c(id) setNull noAction',
    'a(parent) -> a(id) setNull noAction',
    'b(id)',
    'b(c) -> c(id) setNull noAction',
    'c(id)',
    'c(a) -> a(id) setNull noAction',
    'c(b) -> b(id) setNull noAction',
  ])
  await database.exec(
    'insert into a (id) values (1); insert into c (id, a) values (1, 1); update a set c = 1',
  )
})

eachDatabase(t, 'a cycle is closed that began before', async (t, database) => {
  await createTables(database.knex, [tableClass('a', { id, b: integer() })])
  const models = [
    tableClass('a', { id, b: integer().references('b.id') }),
    tableClass('b', { id, a: integer().references('a.id') }),
  ]
  t.strictSame(await createTables(database.knex, models), ['b'])
  t.strictSame(keysOf(await reflected(database)), ['a(id)', 'b(id)', 'b(a) -> a(id) noAction noAction'])
})

eachDatabase(
  t,
  'keys lead from schema to schema, around in a circle too',
  async (t, database) => {
    await database.exec('create schema "s.x"; create schema "?"')
    const key = (schema: string) => integer().references({ schema, table: 't ? as x.y', column: 'id' })
    const models = ['s.x', '?'].map((schema, place, all) =>
      Object.defineProperty(
        tableClass('t ? as x.y', { id, other: key(all[1 - place]!), mood: enumeration(['a']) }, { schema }),
        'name',
        { value: `Model${place}` },
      ),
    )
    t.strictSame(await createTables(database.knex, models), ['?.t ? as x.y', 's.x.t ? as x.y'])
    const tables = await reflected(database, ['s.x', '?'])
    t.strictSame(
      tables.map(({ schema, foreignKeys: [key], columns }) => [
        schema,
        key!.referencedSchema,
        key!.referencedTable,
        columns.at(-1)!.enum,
      ]),
      [
        ['?', 's.x', 't ? as x.y', { schema: '?', name: tables[0]!.columns.at(-1)!.enum!.name }],
        ['s.x', '?', 't ? as x.y', { schema: 's.x', name: tables[1]!.columns.at(-1)!.enum!.name }],
      ],
    )
  },
  'postgres',
)

const reserved = [
  'select',
  'table',
  'order',
  'group',
  'user',
  'check',
  'primary',
  'constraint',
  'references',
  'default',
]

const names = [
  ...hostile,
  ...reserved,
  'a\\b?c',
  '?'.repeat(20),
  'x"y`z\'',
  'generated always',
  'é'.repeat(31),
  'n'.repeat(63),
]

/** What a database cannot hold, or takes for the same as another. */
function usable(dialect: DialectName, all: readonly string[]): string[] {
  const byFolded = new Map(all.map(name => [name.toLowerCase(), name]))
  const storable = [...byFolded.values()].filter(name => name !== '' && !/[\0\p{Surrogate}]/u.test(name))
  return dialect === 'sqlite'
    ? storable.filter(name => !/^sqlite_/i.test(name))
    : storable.filter(name => Buffer.byteLength(name) <= 63)
}

interface Outline {
  readonly name: string
  readonly columns: readonly string[]
  readonly target: string
  readonly targetColumn: string
}

/** A table with every rule on its columns, and a key to the next table's first column. */
function hostileModel({ name, columns, target, targetColumn }: Outline): AnyModel {
  const [first, ...rest] = columns.map((column, place) => [`p${place}`, column] as const)
  const members = rest.map(([property, column], place) => {
    const plain = integer().named(column)
    if (place === 0) return [property, plain.references({ table: target, column: targetColumn })] as const
    return [property, [plain.unique(), plain.index().comment(column), plain.default(5)][place % 3]!] as const
  })
  const key = integer().named(first![1]).primaryKey().autoIncrement()
  return tableClass(
    name,
    { [first![0]]: key, ...Object.fromEntries(members) },
    { comment: name, checks: [sql`${name} <> ${'?'}`] },
  )
}

function assertEqual(
  t: { equal: Tap['equal'] },
  dialect: DialectName,
  outlines: readonly Outline[],
  tables: readonly Table[],
): void {
  const byName = new Map(tables.map(table => [table.name, table]))
  for (const { name, columns, target, targetColumn } of outlines) {
    const table = byName.get(name)!
    const { primaryKey, foreignKeys, uniqueConstraints, checks, comment } = table
    const found = [
      table.columns.map(column => column.name),
      primaryKey?.columns,
      foreignKeys.map(key => [key.columns, key.referencedTable, key.referencedColumns]),
      uniqueConstraints.map(each => each.columns).sort(),
      checks.length,
      comment,
      table.columns[0]!.autoIncrement,
    ]
    const expected = [
      columns,
      columns.slice(0, 1),
      columns.length > 1 ? [[[columns[1]], target, [targetColumn]]] : [],
      columns
        .filter((_, place) => place > 1 && (place - 1) % 3 === 0)
        .map(column => [column])
        .sort(),
      1,
      dialect === 'sqlite' ? null : name,
      true,
    ]
    t.equal(JSON.stringify(found), JSON.stringify(expected), JSON.stringify(name))
  }
}

type Tap = typeof t

eachDatabase(
  t,
  'any name that the database can hold is one for a table and for a column',
  async (t, database) => {
    const all = usable(database.dialect, names)
    const outlines = all.map((name, place) => ({
      name,
      columns: Array.from({ length: 8 }, (_, step) => all[(place + step * 7) % all.length]!).filter(
        (column, step, list) => list.indexOf(column) === step,
      ),
      target: all[(place + 3) % all.length]!,
      targetColumn: all[(place + 3) % all.length]!,
    }))
    const created = await createTables(database.knex, outlines.map(hostileModel))
    t.same([...created].sort(), [...all].sort())
    assertEqual(t, database.dialect, outlines, await reflected(database))
  },
)

const name = fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 12 }))

eachDatabase(t, 'whatever is created reflects back equal', async (t, database) => {
  const { knex, dialect } = database
  const shapes = fc.uniqueArray(fc.tuple(name, fc.array(name, { minLength: 1, maxLength: 6 })), {
    selector: ([name]) => name.toLowerCase(),
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(shapes, fc.nat(), async (shapes, shift) => {
      const tables = usable(
        dialect,
        shapes.map(([name]) => name),
      ).map(name => ({
        name,
        columns: usable(dialect, ['id', ...shapes.find(shape => shape[0] === name)![1]]),
      }))
      const outlines = tables.map((table, place) => {
        const target = tables[(place + shift) % tables.length]!
        return { ...table, target: target.name, targetColumn: target.columns[0]! }
      })
      const undo = new Error('undo')
      await knex
        .transaction(async transaction => {
          const created = await createTables(transaction, outlines.map(hostileModel))
          t.equal(created.length, outlines.length)
          assertEqual(t, dialect, outlines, await reflected({ ...database, knex: transaction }))
          throw undo
        })
        .catch((error: unknown) => {
          if (error !== undo) throw error
        })
    }),
    { numRuns: dialect === 'sqlite' ? 60 : 25 },
  )
})
