import t from 'tap'
import { keyCandidates, limitedColumns } from '../../../lib/query/violation/candidates.js'
import { type Deed, deedOf } from '../../../lib/query/violation/deed.js'
import { schema } from '../../fixtures/schema.js'

const { tables } = schema({
  a: { columns: ['id', 'name'], foreignKeys: [] },
  goes: { columns: ['id', 'a_id'], foreignKeys: [{ key: 'a_id -> a.id', onDelete: 'cascade' }] },
  stays: { columns: ['id', 'a_id'], foreignKeys: [{ key: 'a_id -> a.id', onDelete: 'restrict' }] },
  holds: { columns: ['id', 'goes_id'], foreignKeys: ['goes_id -> goes.id'] },
  'far.a': { columns: ['id', 'x'] },
  other: { columns: ['x'], foreignKeys: ['x -> far.a(id)'] },
})

const inserted = deedOf('insert into t', name => name)
const deleted = deedOf('delete from t', name => name)
const updated = (...columns: string[]): Deed => ({
  ...inserted,
  inserts: false,
  sets: name => columns.includes(name),
})

function candidates(deed: Deed, names: readonly string[] = [], among = tables): string[] {
  const written = among.filter(table => names.includes(table.name))
  return keyCandidates({ tables: among, among: written, mappings: [], written: null, deed })
    .map(({ table, key }) => `${table.name}.${key.columns} -> ${key.referencedTable}`)
    .sort()
}

t.test('an insert can meet the keys of what it writes', async t => {
  t.same(candidates(inserted, ['holds']), ['holds.goes_id -> goes'])
  t.same(candidates(inserted, ['goes']), ['goes.a_id -> a'])
  t.same(candidates(inserted, ['a']), [])
})

t.test('a delete can meet the keys to what goes, and to what goes with it', async t => {
  t.same(candidates(deleted, ['holds']), [])
  t.same(candidates(deleted, ['a']), ['holds.goes_id -> goes', 'other.x -> a', 'stays.a_id -> a'])
  t.same(candidates(deleted, ['goes']), ['holds.goes_id -> goes'])
})

t.test('an update can meet the keys that it sets, and those to the columns that it sets', async t => {
  t.same(candidates(updated('a_id'), ['goes']), ['goes.a_id -> a'])
  t.same(candidates(updated('id'), ['goes']), ['holds.goes_id -> goes'])
  t.same(candidates(updated('id', 'a_id'), ['goes']), ['goes.a_id -> a', 'holds.goes_id -> goes'])
  t.same(candidates(updated('name'), ['a']), [])
  t.same(candidates({ ...updated('a_id', 'id'), inserts: true }, ['stays']), ['stays.a_id -> a'])
})

t.test('what the database changes along is followed, in circles, too', async t => {
  const { tables: linked } = schema({
    top: { columns: ['id', 'code', 'next'], foreignKeys: [{ key: 'next -> top.id', onUpdate: 'cascade' }] },
    moves: {
      columns: ['id', 'top_id', 'code'],
      foreignKeys: [
        { key: 'top_id -> top.id', onUpdate: 'cascade', onDelete: 'setNull' },
        { key: 'code -> top.code', onUpdate: 'setDefault', onDelete: 'setDefault' },
      ],
    },
    shares: {
      columns: ['id', 'top_id'],
      foreignKeys: [
        { key: 'top_id -> top.id', onUpdate: 'cascade', onDelete: 'cascade' },
        { key: 'top_id -> moves.top_id', onUpdate: 'cascade', onDelete: 'setNull' },
      ],
    },
    last: { columns: ['top_id'], foreignKeys: ['top_id -> moves.top_id', 'top_id -> shares.id'] },
  })
  const moved = ['last.top_id -> moves', 'shares.top_id -> moves', 'shares.top_id -> top']
  t.same(candidates(updated('id'), ['top'], linked), moved)
  t.same(candidates(updated('code'), ['top'], linked), ['moves.code -> top'])
  t.same(candidates(deleted, ['shares'], linked), ['last.top_id -> shares'])
  const gone = ['moves.code -> top', 'shares.top_id -> top', 'top.next -> top']
  const held = ['last.top_id -> moves', 'last.top_id -> shares']
  t.same(candidates(deleted, ['top'], linked), [...held, ...gone])
})

t.test('where nobody knows what was written, any key can be meant', async t => {
  t.same(candidates(updated()), [
    'goes.a_id -> a',
    'holds.goes_id -> goes',
    'other.x -> a',
    'stays.a_id -> a',
  ])
})

t.test('numbers have limits, and texts that declare one', async t => {
  const columns = [
    'n',
    { name: 's', kind: 'text' as const, length: 3 },
    { name: 'open', kind: 'text' as const },
    { name: 'list', kind: 'array' as const, elementKind: 'integer' as const },
  ]
  const { tables: limited } = schema({ t: { columns } })
  const place = { tables: limited, among: limited, mappings: [], written: null, deed: inserted }
  t.same(
    limitedColumns(place, 'text').map(({ column }) => column),
    ['s'],
  )
  t.same(
    limitedColumns(place, 'number').map(({ column }) => column),
    ['n', 'list'],
  )
})
