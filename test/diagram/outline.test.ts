import t from 'tap'
import { outlineOf } from '../../lib/diagram/outline.js'
import type { Snapshot } from '../../types/snapshot.js'
import { shop } from '../fixtures/diagrammed.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const labels = (snapshot: Snapshot): string[] => outlineOf(snapshot).tables.map(({ label }) => label)

t.test('keys are those of the database, and those that only classes know of', async t => {
  const { keys } = outlineOf(shop)
  t.same(
    keys.map(({ from, to, pairs, nullable, unique, declared, constraint, onDelete, property }) =>
      [`${from} ${to} ${pairs.join(' ')}`, nullable, unique, declared, constraint, onDelete, property].join(
        ', ',
      ),
    ),
    [
      '0 0 2,0, true, false, false, , noAction, referredByRef',
      '1 0 1,0, false, false, false, orders_customer, setNull, customer',
      '2 1 1,3 2,2, true, false, false, , noAction, order',
      '2 1 3,0, false, true, false, , noAction, orders',
      '3 0 1,0, true, false, true, , , customer',
    ],
  )
})

t.test('a key that a class declares twice is drawn once', async t => {
  const models = shop.models.flatMap(model =>
    model.name === 'Audit' ? [model, { ...model, name: 'Other' }] : [model],
  )
  const { keys, tables } = outlineOf({ ...shop, models })
  t.equal(keys.filter(key => key.declared).length, 1)
  t.same(tables[3]?.models, ['Audit', 'Other'])
})

t.test(
  'tables of other schemas are named with theirs, and a relationship tells what it goes through',
  async t => {
    t.same(labels(shop), ['customer', 'orders', 'invoice', 'audit', 'archive.note', 'totals'])
    const { tables } = outlineOf(
      snapshotFor({
        song: { columns: ['id'] },
        tag: { columns: ['id'] },
        song_tag: {
          columns: ['song_id', 'tag_id'],
          primaryKey: ['song_id', 'tag_id'],
          foreignKeys: ['song_id -> song.id', 'tag_id -> tag.id'],
        },
      }),
    )
    const found = tables.flatMap(table => table.relationships).find(({ kind }) => kind === 'manyToMany')
    t.match(found, { model: 'Song', property: 'tags', table: 1, through: 'song_tag' })
  },
)

t.test('what leads to no table of the structure is left out', async t => {
  const { structure } = shop
  const tables = structure.tables.filter(({ name }) => name !== 'customer')
  const { keys, tables: drawn } = outlineOf({ ...shop, structure: { ...structure, tables } })
  t.same(
    keys.map(({ from, to }) => [from, to]),
    [
      [1, 0],
      [1, 0],
    ],
  )
  t.same(drawn[2]?.relationships, [])
  const models = shop.models.filter(({ name }) => name !== 'Customer')
  const unnamed = outlineOf({ ...shop, models })
  t.equal(unnamed.keys.filter(key => key.declared).length, 0)
  t.same(unnamed.tables[3]?.relationships, [])
  t.same([unnamed.tables[0]?.models, unnamed.tables[0]?.columns[0]?.property], [[], null])
})

t.test('columns are marked by what they are to the keys', async t => {
  const { tables } = outlineOf(shop)
  t.same(
    tables.map(({ columns }) => columns.map(({ name, marks }) => [name, ...marks].join(' ')).join(', ')),
    [
      'id PK, email UK, referred_by FK',
      'id PK, customer_id FK, no, year',
      'id PK, order_year FK, order_no FK, orders_id FK UK',
      'id PK, customer_id FK, total',
      'id PK',
      'total',
    ],
  )
  t.same(tables[1]?.uniques, [['year', 'no']])
})
