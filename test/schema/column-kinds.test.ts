import t from 'tap'
import { columnKinds } from '../../lib/schema/column-kinds.js'
import { snapshotFor } from '../fixtures/snapshots.js'

t.test('every kind is listed once', async t => {
  t.equal(new Set(columnKinds).size, columnKinds.length)
  t.equal(columnKinds.length, 17)
})

t.test('what a database gives is among them', async t => {
  const { structure } = snapshotFor({ note: { columns: ['id', 'text'] } })
  for (const { kind } of structure.tables[0]!.columns) t.ok(columnKinds.includes(kind), kind)
})
