/** Rows as PostgreSQL gave them, no server needed. */

import t from 'tap'
import { schemaOf } from '../../../lib/dialect/postgres/catalog.js'
import type {
  CatalogRows,
  ColumnRow,
  ConstraintRow,
  IndexRow,
  RelationRow,
  TypeRow,
} from '../../../lib/dialect/postgres/rows.js'

const request = { schemas: null, timeout: 1000 }

const relation: RelationRow = {
  oid: '16384',
  schema: 'public',
  name: 'item',
  kind: 'r',
  rootSchema: null,
  rootName: null,
  comment: null,
  readable: true,
  parents: [],
  ownKeys: [],
  extension: null,
}

const type: TypeRow = {
  oid: '23',
  schema: 'pg_catalog',
  name: 'int4',
  kind: 'b',
  notNull: false,
  below: null,
  belowText: null,
  modifier: -1,
  element: null,
  default: null,
  collation: null,
  comment: null,
  labels: [],
}

const column: ColumnRow = {
  relation: '16384',
  number: 1,
  name: 'id',
  type: '23',
  modifier: -1,
  typeText: 'integer',
  notNull: true,
  hasDefault: false,
  identity: null,
  generated: null,
  collation: null,
  comment: null,
  readable: true,
  fromSequence: false,
}

const constraint: ConstraintRow = {
  oid: '16390',
  kind: 'p',
  relation: '16384',
  domain: '0',
  name: 'item_pkey',
  columns: ['id'],
  referencedSchema: null,
  referencedTable: null,
  referencedColumns: [],
  onDelete: ' ',
  onUpdate: ' ',
  onDeleteColumns: [],
  deferrable: false,
  deferred: false,
  validated: true,
  nullsDistinct: true,
  temporal: false,
}

const index: IndexRow = {
  oid: '16391',
  relation: '16384',
  name: 'item_pkey',
  method: 'btree',
  unique: true,
  valid: true,
  immediate: true,
  width: 1,
  partial: false,
  options: [0],
  nullsDistinct: true,
  columns: ['id'],
}

const rows: CatalogRows = {
  session: {
    currentSchema: 'public',
    schemas: ['pg_catalog', 'public', 'information_schema'],
    version: 180004,
  },
  relations: [relation],
  columns: [column],
  types: [type],
  constraints: [constraint],
  indexes: [index],
  expressions: [],
}

t.test('makes a table of its rows, frozen and without oids', async t => {
  const schema = schemaOf(rows, request)
  t.strictSame(schema, {
    dialect: 'postgres',
    defaultSchema: 'public',
    schemas: ['public'],
    tables: [
      {
        schema: 'public',
        name: 'item',
        kind: 'table',
        comment: null,
        columns: [
          {
            name: 'id',
            type: 'integer',
            kind: 'integer',
            elementKind: null,
            baseType: { schema: 'pg_catalog', name: 'int4' },
            enum: null,
            domain: null,
            nullable: false,
            default: null,
            hasDefault: false,
            identity: null,
            autoIncrement: false,
            generated: null,
            collation: null,
            comment: null,
            length: null,
            precision: null,
            scale: null,
            readable: true,
          },
        ],
        primaryKey: { name: 'item_pkey', columns: ['id'], deferrable: false },
        foreignKeys: [],
        uniqueConstraints: [],
        indexes: [
          {
            name: 'item_pkey',
            unique: true,
            method: 'btree',
            parts: [{ column: 'id', expression: null, descending: false }],
            include: [],
            partial: false,
            predicate: null,
            valid: true,
            deferrable: false,
            nullsDistinct: true,
          },
        ],
        checks: [],
        partitions: [],
        readable: true,
      },
    ],
    enums: [],
    domains: [],
    notes: [],
  })
})

t.test(
  'orders columns by their number, and everything else by name, whatever the order of the rows',
  async t => {
    const many: CatalogRows = {
      ...rows,
      relations: ['b', 'a', 'B'].map((name, place) => ({ ...relation, oid: String(place), name })),
      columns: [3, 1, 10, 2].map(number => ({ ...column, relation: '0', number, name: `c${number}` })),
      constraints: ['z', 'a'].map(name => ({ ...constraint, relation: '0', kind: 'u', name })),
      indexes: ['z', 'a'].map(name => ({ ...index, relation: '0', name })),
    }
    const schema = schemaOf(many, request)
    t.same(
      schema.tables.map(({ name }) => name),
      ['B', 'a', 'b'],
    )
    const [, , table] = schema.tables
    t.same(
      table?.columns.map(({ name }) => name),
      ['c1', 'c2', 'c3', 'c10'],
    )
    t.same(
      table?.uniqueConstraints.map(({ name }) => name),
      ['a', 'z'],
    )
    t.same(
      table?.indexes.map(({ name }) => name),
      ['a', 'z'],
    )
  },
)

t.test('an invalid index stays one', async t => {
  const schema = schemaOf({ ...rows, indexes: [{ ...index, valid: false }] }, request)
  t.equal(schema.tables[0]?.indexes[0]?.valid, false)
})

t.test('a column that old rows may leave empty is nullable, though it is declared otherwise', async t => {
  const notValid = { ...constraint, kind: 'n', validated: false }
  const schema = schemaOf({ ...rows, constraints: [{ ...notValid, columns: ['other'] }, notValid] }, request)
  t.equal(schema.tables[0]?.columns[0]?.nullable, true)
})

t.test('reads how long a value may be from a modifier, one coding per type', async t => {
  const cases: readonly [string, number, number | null, number | null, number | null][] = [
    ['varchar', 24, 20, null, null],
    ['bpchar', 5, 1, null, null],
    ['bit', 3, 3, null, null],
    ['varbit', 5, 5, null, null],
    ['numeric', 655366, null, 10, 2],
    ['numeric', 657410, null, 10, -2],
    ['time', 3, null, 3, null],
    ['timestamptz', 0, null, 0, null],
    ['interval', 268435458, null, 2, null],
    ['interval', 470351871, null, null, null],
    ['varchar', -1, null, null, null],
    ['int4', 24, null, null, null],
  ]
  for (const [name, modifier, length, precision, scale] of cases) {
    const schema = schemaOf(
      { ...rows, types: [{ ...type, name }], columns: [{ ...column, modifier }] },
      request,
    )
    t.match(schema.tables[0]?.columns[0], { length, precision, scale }, `${name} ${modifier}`)
  }
  const foreign = { ...type, name: 'varchar', schema: 'public' }
  const schema = schemaOf({ ...rows, types: [foreign], columns: [{ ...column, modifier: 24 }] }, request)
  t.match(
    schema.tables[0]?.columns[0],
    { kind: 'other', length: null },
    'a type of the same name is another type',
  )
})

t.test('a text that the server gave as nothing is one that could not be read', async t => {
  const schema = schemaOf(
    {
      ...rows,
      columns: [{ ...column, hasDefault: true }],
      expressions: [{ kind: 'default', oid: '16384', number: 1, text: null }],
    },
    request,
  )
  t.match(schema.tables[0]?.columns[0], { default: null, hasDefault: true })
  t.match(schema.notes, [{ code: 'unreadableDefault', table: 'item', column: 'id' }])
})

t.test('takes public for the default where no schema of the search path exists', async t => {
  const session = { ...rows.session, currentSchema: null }
  t.equal(schemaOf({ ...rows, session }, request).defaultSchema, 'public')
  t.throws(() => schemaOf({ ...rows, session: { ...session, schemas: ['pg_catalog'] } }, request), {
    name: 'ReflectionError',
    code: 'SCHEMA_MISSING',
    message: 'Cannot reflect schema "public": the database has none of that name; it has none',
  })
})

t.test('refuses a server that is too old', async t => {
  t.throws(() => schemaOf({ ...rows, session: { ...rows.session, version: 110022 } }, request), {
    name: 'ReflectionError',
    code: 'REFLECTION_FAILED',
    message: 'Cannot reflect the database: the server is older than PostgreSQL 12',
  })
})
