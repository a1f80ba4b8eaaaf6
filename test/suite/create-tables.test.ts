/** What `createTables` makes reflects back as it was declared, for every builder under every modifier. */

import { join } from 'node:path'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { createTables } from '../../lib/create-tables.js'
import type { DeclaredColumn } from '../../lib/declaration/column.js'
import * as builders from '../../lib/declaration/columns.js'
import { sql } from '../../lib/declaration/sql.js'
import { connect } from '../../lib/dialect/dialect.js'
import type { AnyModel } from '../../types/declared.js'
import type { Column, DialectName, ForeignKey, Index, ReferentialAction, Table } from '../../types/schema.js'
import { type Built, built, type Facts, mood } from '../fixtures/built-columns.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { column as plainColumn } from '../fixtures/schema.js'
import { tableClass } from '../fixtures/table-class.js'

type Builder = DeclaredColumn

/** What a modifier adds to what is declared, and to what is to be read. */
interface Modified {
  readonly apply: (builder: Builder, each: Built, entry: string) => Builder
  readonly only?: (entry: string) => boolean
  readonly facts?: (dialect: DialectName, entry: string) => Facts
  readonly key?: boolean
  readonly unique?: boolean
  readonly index?: boolean
  readonly action?: ReferentialAction
}

const filled: Modified['facts'] = () => ({ hasDefault: true })
const isInteger = (entry: string) => /^(i|bigI)nteger$/.test(entry)

const modified: Readonly<Record<string, Modified>> = {
  plain: { apply: builder => builder },
  nullable: { apply: builder => builder.nullable(), facts: () => ({ nullable: true }) },
  primaryKey: { apply: builder => builder.primaryKey(), key: true },
  autoIncrement: {
    apply: builder => builder.primaryKey().autoIncrement(),
    only: isInteger,
    key: true,
    facts: dialect => ({
      hasDefault: true,
      autoIncrement: true,
      // Only what is an INTEGER is numbered there.
      ...(dialect === 'sqlite' ? { kind: 'integer', type: 'INTEGER' } : { identity: 'byDefault' }),
    }),
  },
  unique: { apply: builder => builder.unique(), unique: true },
  index: { apply: builder => builder.index(), index: true },
  'default value': { apply: (builder, { value }) => builder.default(value), facts: filled },
  'default null': { apply: builder => builder.nullable().default(null), facts: () => ({ nullable: true }) },
  'default sql': { apply: (builder, { text }) => builder.default(sql`(${text})`), facts: filled },
  onUpdate: { apply: (builder, { value }) => builder.onUpdate(value) },
  'generated, stored': {
    apply: builder => builder.generated(sql`other`),
    facts: () => ({ generated: 'stored', hasDefault: true }),
  },
  'generated, stored and nullable': {
    apply: builder => builder.nullable().generated(sql`other`),
    facts: () => ({ generated: 'stored', hasDefault: true, nullable: true }),
  },
  comment: {
    apply: builder => builder.comment("it's ? \\ a comment"),
    facts: dialect => ({ comment: dialect === 'sqlite' ? null : "it's ? \\ a comment" }),
  },
  named: { apply: builder => builder.named('v'), facts: () => ({ name: 'v' }) },
  deferred: { apply: builder => builder.deferred() },
  sensitive: { apply: builder => builder.sensitive() },
  validate: { apply: builder => builder.validate((value: unknown) => value) },
  ...Object.fromEntries(
    (['noAction', 'restrict', 'cascade', 'setNull', 'setDefault'] as const).map(action => [
      `references, ${action}`,
      {
        apply: (builder: Builder, _each: Built, entry: string) =>
          builder.references(
            { table: `target of ${entry}`, column: 'value' },
            { onDelete: action, onUpdate: action },
          ),
        action,
      },
    ]),
  ),
}

const cases = Object.entries(modified).flatMap(([modifier, change]) =>
  Object.entries(built)
    .filter(([entry]) => change.only?.(entry) ?? true)
    .map(([entry, each]) => ({ name: `${entry}, ${modifier}`, entry, each, change })),
)

function models(): AnyModel[] {
  const targets = Object.entries(built).map(([entry, { make }]) =>
    tableClass(`target of ${entry}`, { value: (make() as Builder).unique() }),
  )
  const tables = cases.map(({ name, entry, each, change }) =>
    tableClass(name, {
      other: each.make(),
      value: change.apply(each.make() as Builder, each, entry),
    }),
  )
  // The targets come last, so that the order is found.
  return [...tables, ...targets]
}

interface Expectation extends Omit<Modified, 'apply' | 'only'> {
  readonly entry: string
}

function expectedColumn(dialect: DialectName, entry: string, facts: Facts): Column {
  return plainColumn({ nullable: false, ...built[entry]![dialect], name: 'value', ...facts })
}

function expectedIndex(
  dialect: DialectName,
  facts: Partial<Index> & { readonly name: string },
  column: string,
): Index {
  return {
    unique: false,
    method: dialect === 'sqlite' ? null : 'btree',
    parts: [{ column, expression: null, descending: false }],
    include: [],
    partial: false,
    predicate: null,
    valid: true,
    deferrable: false,
    nullsDistinct: true,
    ...facts,
  }
}

function expectedKey(
  dialect: DialectName,
  name: string,
  entry: string,
  action: ReferentialAction,
): ForeignKey {
  return {
    name: `${name}_value_fkey`,
    columns: ['value'],
    referencedSchema: dialect === 'sqlite' ? 'main' : 'public',
    referencedTable: `target of ${entry}`,
    referencedColumns: ['value'],
    onDelete: action,
    onUpdate: action,
    onDeleteColumns: null,
    deferrable: false,
    initiallyDeferred: false,
    validated: dialect === 'postgres',
  }
}

/** The keys' own indexes are named by SQLite itself; its numbered key has none. */
function expectedIndexes(dialect: DialectName, name: string, column: Column, change: Expectation): Index[] {
  const keyName = change.key ? `${name}_pkey` : `${name}_${column.name}_key`
  const isKey = (change.key && !(dialect === 'sqlite' && column.autoIncrement)) || change.unique
  const own = dialect === 'sqlite' ? `sqlite_autoindex_${name}_1` : keyName
  return [
    ...(isKey ? [expectedIndex(dialect, { name: own, unique: true }, column.name)] : []),
    ...(change.index ? [expectedIndex(dialect, { name: `${name}_${column.name}_idx` }, column.name)] : []),
  ]
}

function expectedTable(dialect: DialectName, name: string, change: Expectation): Table {
  const { entry, action } = change
  const alone = change.key && entry === 'integer' && dialect === 'sqlite' ? { type: 'INT' } : {}
  const column = expectedColumn(dialect, entry, { ...alone, ...change.facts?.(dialect, entry) })
  const isTarget = name === `target of ${entry}`
  const columns = isTarget ? [column] : [expectedColumn(dialect, entry, { name: 'other' }), column]
  const checked = dialect === 'sqlite' && entry === 'enumeration' ? columns : []
  return {
    schema: dialect === 'sqlite' ? 'main' : 'public',
    name,
    kind: 'table',
    comment: null,
    columns,
    primaryKey: change.key ? { name: `${name}_pkey`, columns: [column.name], deferrable: false } : null,
    foreignKeys: action === undefined ? [] : [expectedKey(dialect, name, entry, action)],
    uniqueConstraints: change.unique
      ? [
          {
            name: `${name}_${column.name}_key`,
            columns: [column.name],
            deferrable: false,
            nullsDistinct: true,
          },
        ]
      : [],
    indexes: expectedIndexes(dialect, name, column, change),
    checks: checked.map(each => ({
      name: `${name}_${each.name}_check`,
      expression: `\`${each.name}\` in ('glad', 'so ''so''')`,
    })),
    partitions: [],
    readable: true,
  }
}

/** The texts of defaults are the database's own; that there is one is in `hasDefault`. */
function withoutTexts(table: Table): Table {
  return { ...table, columns: table.columns.map(column => ({ ...column, default: null })) }
}

function reflected({ knex }: Database) {
  return connect(knex).dialect.reflect(knex, { schemas: null, timeout: 30_000 })
}

eachDatabase(t, 'every builder under every modifier reflects back as declared', async (t, database) => {
  const names = await createTables(database.knex, models())
  const schema = await reflected(database)
  t.equal(names.length, cases.length + Object.keys(built).length)
  t.same([...names].sort(), schema.tables.map(({ name }) => name).sort())
  const tables = new Map(schema.tables.map(table => [table.name, table]))
  for (const { name, entry, change } of cases) {
    const expected = expectedTable(database.dialect, name, { ...change, entry })
    t.strictSame(withoutTexts(tables.get(name)!), expected, name)
  }
  for (const entry of Object.keys(built)) {
    const name = `target of ${entry}`
    const expected = expectedTable(database.dialect, name, { entry, unique: true })
    t.strictSame(withoutTexts(tables.get(name)!), expected, name)
  }
  t.strictSame(
    schema.enums,
    database.dialect === 'sqlite' ? [] : [{ ...mood, labels: ['glad', "so 'so'"], comment: null }],
  )
  t.strictSame(schema.notes, [])
  t.strictSame(await createTables(database.knex, models()), [], 'and is not created twice')
})

eachDatabase(t, 'defaults fill in the values that were declared', async (t, database) => {
  const defaults = Object.entries(built).map(
    ([entry, { make, value }]) => [entry, (make() as Builder).default(value)] as const,
  )
  await createTables(database.knex, [
    tableClass('t', { id: builders.integer(), ...Object.fromEntries(defaults) }),
  ])
  await database.exec('insert into t (id) values (1)')
  const [row] = await database.knex('t').select('*', database.knex.raw('cast("timestamp" as text) as moment'))
  const jsonText = database.dialect === 'sqlite' ? JSON.stringify : (value: unknown) => value
  t.match(row, {
    integer: -5,
    text: built.text!.value,
    string: '',
    json: jsonText(built.json!.value),
    binary: Buffer.of(0, 39, 92, 255),
    enumeration: "so 'so'",
    array: jsonText(built.array!.value),
    'array of arrays': jsonText(built['array of arrays']!.value),
    custom: 'x5',
    double: -1e-300,
    real: Number.POSITIVE_INFINITY,
    uuid: built.uuid!.value,
    time: '08:09:10',
  })
  t.ok([false, 0].includes(row.boolean))
  t.match(row.moment, /^2026-11-22 08:09:10/)
})

eachDatabase(t, 'what automap creates is what the classes declare, to the letter', async (t, database) => {
  const db = await automap(database.knex, { models: models(), create: 'missing', strict: true })
  t.strictSame(db.report.declarations, [])
  t.equal(db.schema.tables.length, cases.length + Object.keys(built).length)
  const again = await automap(database.url, { models: models(), create: 'missing', strict: true })
  t.same(again.schema, db.schema)
  await again.close()
})

eachDatabase(
  t,
  'automap creates tables in the first schema that it reads',
  async (t, database) => {
    await database.exec('create schema sales')
    const model = tableClass('t', { id: builders.integer().primaryKey() })
    const db = await automap(database.knex, {
      models: [model],
      create: 'missing',
      schema: ['sales', 'public'],
    })
    t.strictSame(
      db.schema.tables.map(({ schema, name }) => [schema, name]),
      [['sales', 't']],
    )
  },
  'postgres',
)

t.test('automap makes a file only where it is to create tables', async t => {
  const path = join(t.testdir(), 'new.db')
  await t.rejects(automap(path, { models: [tableClass('t', { id: builders.integer().primaryKey() })] }), {
    code: 'DATABASE_MISSING',
  })
  const db = await automap(path, {
    models: [tableClass('t', { id: builders.integer().primaryKey() })],
    create: 'missing',
  })
  t.equal(await db.model('t').count(), 0)
  await db.close()
})
