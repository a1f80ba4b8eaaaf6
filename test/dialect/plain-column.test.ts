import t from 'tap'
import { plainColumn } from '../../lib/dialect/plain-column.js'
import { column } from '../fixtures/schema.js'

t.test('a plain column has every part of a column, and says nothing', async t => {
  t.same(Object.keys(plainColumn).sort(), Object.keys(column('x')).sort())
  t.same([plainColumn.kind, plainColumn.nullable, plainColumn.readable], ['other', true, true])
  t.ok(Object.isFrozen(plainColumn))
})
