import t from 'tap'
import { catalogOf } from '../../../lib/dialect/sqlite/catalog.js'
import type { CatalogRows, ColumnRow, IndexRow } from '../../../lib/dialect/sqlite/rows.js'

const nothing: CatalogRows = {
  relations: [],
  columns: [],
  indexes: [],
  foreignKeys: [],
  definitions: [],
  unreadable: [],
}

function relation(name: string, given: Partial<CatalogRows['relations'][number]> = {}) {
  return { schema: 'main', name, type: 'table', withoutRowid: false, ...given }
}

interface GivenColumn {
  readonly relation?: number
  readonly notNull?: number
  readonly fallback?: string
  readonly keyPlace?: number
  readonly hidden?: number
}

/** A column of the first relation, unless another is given. */
function column(name: string, given: GivenColumn = {}): ColumnRow {
  const { relation = 0, notNull = 0, fallback = null, keyPlace = 0, hidden = 0 } = given
  return [relation, name, 'INTEGER', notNull, fallback, keyPlace, hidden]
}

const keyIndex: IndexRow = [0, 'sqlite_autoindex_t_1', 1, 'pk', 0, 'id', 0]

function columnsOf(rows: Partial<CatalogRows>) {
  return catalogOf({ ...nothing, relations: [relation('t')], ...rows }).tables[0]?.columns
}

t.test('takes a primary key without an index of its own for the rowid', async t => {
  const id = column('id', { keyPlace: 1 })
  t.match(columnsOf({ columns: [id] }), [
    { nullable: false, autoIncrement: true, hasDefault: true, identity: null },
  ])
  const plain = [{ nullable: true, autoIncrement: false, hasDefault: false }]
  t.match(columnsOf({ columns: [id], indexes: [keyIndex] }), plain)
  t.match(columnsOf({ columns: [id], relations: [relation('t', { withoutRowid: true })] }), plain)
  t.match(columnsOf({ columns: [id], relations: [relation('t', { type: 'virtual' })] }), plain)
})

t.test('tells what fills a column in', async t => {
  const filled = (given: GivenColumn) => columnsOf({ columns: [column('a', given)] })?.[0]?.hasDefault
  t.equal(filled({ fallback: "'x'" }), true)
  t.equal(filled({ fallback: 'NULL' }), false)
  t.equal(filled({}), false)
  t.equal(filled({ hidden: 2 }), true)
})

t.test('guarantees no value in a view', async t => {
  const rows = { columns: [column('a', { notNull: 1 })] }
  t.equal(columnsOf(rows)?.[0]?.nullable, false)
  t.equal(columnsOf({ ...rows, relations: [relation('t', { type: 'view' })] })?.[0]?.nullable, true)
})

t.test('gives the primary key in key order', async t => {
  const columns = [column('a', { keyPlace: 2 }), column('b'), column('c', { keyPlace: 1 })]
  const { tables } = catalogOf({
    ...nothing,
    relations: [relation('t'), relation('u')],
    columns,
    definitions: [['main', 't', 'CREATE TABLE t(a, b, c, constraint k primary key (c, a))']],
  })
  t.strictSame(
    tables.map(({ primaryKey }) => primaryKey),
    [{ name: 'k', columns: ['c', 'a'], deferrable: false }, null],
  )
})

t.test('keeps tables of one name in different schemas apart', async t => {
  const { tables } = catalogOf({
    ...nothing,
    relations: [relation('t', { schema: 'b' }), relation('t')],
    columns: [column('x'), column('y', { relation: 1 })],
  })
  t.strictSame(
    tables.map(({ schema, columns }) => [schema, columns.map(({ name }) => name)]),
    [
      ['b', ['x']],
      ['main', ['y']],
    ],
  )
})

t.test('sorts by code point, and checks by name', async t => {
  const { tables } = catalogOf({
    ...nothing,
    relations: ['b', '\uff5e', '😀', 'B', 'a'].map(name => relation(name)),
    definitions: [['main', 'a', 'CREATE TABLE a(x constraint z check (1) constraint y check (2))']],
  })
  t.strictSame(
    tables.map(({ name }) => name),
    ['B', 'a', 'b', '\uff5e', '😀'],
  )
  t.strictSame(tables[1]?.checks, [
    { name: 'y', expression: '2' },
    { name: 'z', expression: '1' },
  ])
})

t.test('notes what it leaves out', async t => {
  const { tables, notes } = catalogOf({
    ...nothing,
    relations: [
      relation('v', { type: 'view' }),
      relation('m', { type: 'virtual' }),
      relation('s', { type: 'shadow' }),
    ],
    unreadable: [
      { schema: 'main', name: 'v', type: 'view', reason: 'no such table: x' },
      { schema: 'main', name: 'm', type: 'virtual', reason: 'no such module: y' },
    ],
  })
  t.strictSame(tables, [])
  const place = { schema: 'main', column: null }
  t.strictSame(notes, [
    {
      code: 'unreadableTable',
      ...place,
      table: 'm',
      message: 'Virtual table "m" cannot be opened: no such module: y',
    },
    {
      code: 'shadowTable',
      ...place,
      table: 's',
      message: 'Table "s" is hidden: a virtual table keeps its own data in it',
    },
    { code: 'brokenView', ...place, table: 'v', message: 'View "v" cannot be opened: no such table: x' },
  ])
})

t.test('gives the keys of a table whose text is not understood, as far as the catalog tells', async t => {
  const { tables, notes } = catalogOf({
    ...nothing,
    relations: [relation('t')],
    columns: [column('id', { keyPlace: 1 }), column('other')],
    foreignKeys: [[0, 0, 'T', 'other', null, 'NO ACTION', 'CASCADE']],
    definitions: [['main', 't', 'CREATE TABLE t(']],
  })
  t.match(tables[0]?.foreignKeys, [
    { name: null, columns: ['other'], referencedTable: 't', referencedColumns: ['id'], deferrable: null },
  ])
  t.match(notes, [
    {
      code: 'reflectionFailed',
      message:
        'The text of table "t" is not understood: its checks, collations and names of constraints are left out',
    },
  ])
})
