import t from 'tap'
import { tableId } from '../../lib/schema/table-id.js'

t.test('no two tables share an id, whatever their names', async t => {
  const names = ['', '.', 'a', 'a.', '.a', 'a.b', '1.a', '2.a.b', '1']
  const ids = names.flatMap(schema => names.map(table => tableId(schema, table)))
  t.equal(new Set(ids).size, names.length ** 2)
  t.equal(tableId('a', 'b'), tableId('a', 'b'))
})
