import fc from 'fast-check'
import t from 'tap'
import { fold } from '../../../lib/dialect/sqlite/fold.js'
import { sqlite } from '../../../lib/dialect/sqlite/index.js'
import { openSqlite, rowsOf, sqliteDrivers } from '../../fixtures/sqlite.js'

interface KeySpec {
  readonly columns: readonly string[]
  readonly table: string
  readonly referenced: readonly string[]
}

interface TableSpec {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly notNull: boolean; readonly type: string }[]
  readonly primaryKey: readonly string[]
  readonly withoutRowid: boolean
  readonly unique: readonly (readonly string[])[]
  readonly index: readonly string[]
  readonly keys: readonly KeySpec[]
}

const hostile = [
  '',
  ' ',
  ' x ',
  '`',
  '"',
  "'",
  ']',
  'a.b',
  'a as b',
  '*',
  '?',
  '??',
  ':id',
  '$1',
  '--',
  '/*',
  '(',
  ')',
  ',',
  ';',
  'select',
  'check',
  'constraint',
  'primary',
  '__proto__',
  'constructor',
  'then',
  'rowid',
  'x[0]y',
  'café',
  'cafe\u0301',
  '日本語',
  '😀',
  '\u200b',
  'a\nb',
  'a\tb',
  '\\',
  '%',
]

const name = fc.oneof(
  fc.constantFrom(...hostile),
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .filter(text => !text.includes('\0') && !/\p{Surrogate}/u.test(text)),
)

const types = ['INTEGER', 'TEXT', 'varchar(20)', 'decimal(10,2)', '', 'datetime']

function names(count: { min: number; max: number }): fc.Arbitrary<string[]> {
  return fc
    .uniqueArray(name, { minLength: count.min, maxLength: count.max, selector: fold })
    .filter(list => list.every(text => !/^sqlite_/i.test(text)))
}

function columnsFor(columns: readonly string[], max: number): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray([...columns], { minLength: 1, maxLength: Math.min(max, columns.length) })
}

const schemas = names({ min: 1, max: 5 }).chain(tables =>
  fc
    .tuple(...tables.map(() => names({ min: 1, max: 6 })))
    .chain(columns => fc.tuple(...tables.map((_, place) => tableOf(place, tables, columns)))),
)

function tableOf(
  place: number,
  tables: readonly string[],
  columns: readonly (readonly string[])[],
): fc.Arbitrary<TableSpec> {
  const own = columns[place]!
  const key = fc.nat(tables.length - 1).chain(target =>
    columnsFor(own, Math.min(3, columns[target]!.length)).chain(from =>
      fc
        .shuffledSubarray([...columns[target]!], { minLength: from.length, maxLength: from.length })
        .map(referenced => ({
          columns: from,
          table: tables[target]!,
          referenced,
        })),
    ),
  )
  return fc.record({
    name: fc.constant(tables[place]!),
    columns: fc.tuple(
      ...own.map(column =>
        fc.record({ name: fc.constant(column), notNull: fc.boolean(), type: fc.constantFrom(...types) }),
      ),
    ),
    primaryKey: fc.oneof(fc.constant([]), columnsFor(own, 3)),
    withoutRowid: fc.boolean(),
    unique: fc.uniqueArray(columnsFor(own, 3), { maxLength: 2, selector: list => JSON.stringify(list) }),
    index: columnsFor(own, 3),
    keys: fc.array(key, { maxLength: 3 }),
  })
}

function listOf(columns: readonly string[]): string {
  return `(${columns.map(sqlite.quote).join(', ')})`
}

function ddlOf(table: TableSpec, place: number): string[] {
  const parts = [
    ...table.columns.map(
      ({ name, type, notNull }) => `${sqlite.quote(name)} ${type}${notNull ? ' not null' : ''}`,
    ),
    ...(table.primaryKey.length > 0 ? [`primary key ${listOf(table.primaryKey)}`] : []),
    ...table.unique.map((columns, i) => `constraint u${i} unique ${listOf(columns)}`),
    ...table.keys.map(
      (key, i) =>
        `constraint f${i} foreign key ${listOf(key.columns)} references ${sqlite.quote(key.table)} ${listOf(key.referenced)}`,
    ),
  ]
  const options = isWithoutRowid(table) ? ' without rowid' : ''
  return [
    `create table ${sqlite.quote(table.name)} (${parts.join(', ')})${options}`,
    `create index \`index ${place}\` on ${sqlite.quote(table.name)} ${listOf(table.index)}`,
  ]
}

function isWithoutRowid(table: TableSpec): boolean {
  return table.withoutRowid && table.primaryKey.length > 0
}

function isRowid(table: TableSpec, column: string): boolean {
  const type = table.columns.find(({ name }) => name === column)?.type
  return (
    !isWithoutRowid(table) &&
    table.primaryKey.length === 1 &&
    table.primaryKey[0] === column &&
    type === 'INTEGER'
  )
}

/** What reflection must say of the specified tables, by name. */
function expectedOf(tables: readonly TableSpec[]) {
  return new Map(
    tables.map((table, place) => [
      table.name,
      {
        columns: table.columns.map(({ name, type, notNull }) => ({
          name,
          type,
          nullable: !(
            notNull ||
            isRowid(table, name) ||
            (isWithoutRowid(table) && table.primaryKey.includes(name))
          ),
          autoIncrement: isRowid(table, name),
        })),
        primaryKey: table.primaryKey,
        // SQLite makes one constraint of a unique one that repeats the primary key.
        unique: table.unique
          .map((columns, i) => ({ name: `u${i}`, columns }))
          .filter(({ columns }) => isRowidList(table, columns) || !same(columns, table.primaryKey)),
        keys: table.keys.map((key, i) => ({ name: `f${i}`, ...key })),
        index: { name: `index ${place}`, columns: table.index },
      },
    ]),
  )
}

function isRowidList(table: TableSpec, columns: readonly string[]): boolean {
  return columns.length === 1 && isRowid(table, columns[0]!)
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function byName<T extends { readonly name: string | null }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1))
}

t.test('reflects what was created, whatever its names, alike through both drivers', async t => {
  const prototype = Reflect.ownKeys(Object.prototype).length
  await fc.assert(
    fc.asyncProperty(schemas, async tables => {
      const texts = new Set<string>()
      for (const driver of sqliteDrivers) {
        const db = openSqlite(t, driver)
        for (const sql of tables.flatMap(ddlOf)) await rowsOf(db, sql)
        const schema = await sqlite.reflect(db, { schemas: null, timeout: 5000 })
        await db.destroy()
        texts.add(JSON.stringify(schema))
        const found = new Map(
          schema.tables.map(table => [
            table.name,
            {
              columns: table.columns.map(({ name, type, nullable, autoIncrement }) => ({
                name,
                type,
                nullable,
                autoIncrement,
              })),
              primaryKey: table.primaryKey?.columns ?? [],
              unique: byName(table.uniqueConstraints.map(({ name, columns }) => ({ name, columns }))),
              keys: byName(
                table.foreignKeys.map(({ name, columns, referencedTable, referencedColumns }) => ({
                  name,
                  columns,
                  table: referencedTable,
                  referenced: referencedColumns,
                })),
              ),
              index: table.indexes
                .filter(({ name }) => !name.startsWith('sqlite_'))
                .map(({ name, parts }) => ({ name, columns: parts.map(({ column }) => column) }))[0],
            },
          ]),
        )
        for (const [table, expected] of expectedOf(tables))
          t.strictSame(found.get(table), expected, { bail: true })
        t.equal(found.size, tables.length)
        t.strictSame(schema.notes, [])
      }
      t.equal(texts.size, 1)
      return t.passing()
    }),
    { numRuns: 100 },
  )
  t.equal(Reflect.ownKeys(Object.prototype).length, prototype)
})
