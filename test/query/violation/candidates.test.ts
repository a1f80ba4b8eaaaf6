import t from 'tap'
import { keyCandidates, limitedColumns } from '../../../lib/query/violation/candidates.js'
import { schema } from '../../fixtures/schema.js'

const { tables } = schema({
  a: { columns: ['id', 'name'], foreignKeys: [] },
  goes: { columns: ['id', 'a_id'], foreignKeys: [{ key: 'a_id -> a.id', onDelete: 'cascade' }] },
  stays: { columns: ['id', 'a_id'], foreignKeys: [{ key: 'a_id -> a.id', onDelete: 'restrict' }] },
  holds: { columns: ['id', 'goes_id'], foreignKeys: ['goes_id -> goes.id'] },
  'far.a': { columns: ['id', 'x'] },
  other: { columns: ['x'], foreignKeys: ['x -> far.a(id)'] },
})

function candidates(...names: string[]): string[] {
  const among = tables.filter(table => names.includes(table.name))
  return keyCandidates({ tables, among, mappings: [], written: null }).map(
    ({ table, key }) => `${table.name} -> ${key.referencedTable}`,
  )
}

t.test('a write can meet its own keys, those to it, and those to what goes with it', async t => {
  t.same(candidates('holds'), ['holds -> goes'])
  t.same(candidates('a').sort(), ['holds -> goes', 'other -> a', 'stays -> a'])
  t.same(candidates('goes').sort(), ['goes -> a', 'holds -> goes'])
})

t.test('where nobody knows what was written, any key can be meant', async t => {
  t.same(candidates().sort(), ['goes -> a', 'holds -> goes', 'other -> a', 'stays -> a'])
})

t.test('numbers have limits, and texts that declare one', async t => {
  const columns = [
    'n',
    { name: 's', kind: 'text' as const, length: 3 },
    { name: 'open', kind: 'text' as const },
    { name: 'list', kind: 'array' as const, elementKind: 'integer' as const },
  ]
  const { tables: limited } = schema({ t: { columns } })
  const place = { tables: limited, among: limited, mappings: [], written: null }
  t.same(
    limitedColumns(place, 'text').map(({ column }) => column),
    ['s'],
  )
  t.same(
    limitedColumns(place, 'number').map(({ column }) => column),
    ['n', 'list'],
  )
})
