import t from 'tap'
import { associationText, keyText, tableText } from '../../lib/schema/key-text.js'
import { foreignKey, schema, table } from '../fixtures/schema.js'

const main = schema({})

t.test('writes a key with its columns in key order', async t => {
  t.equal(
    keyText(main, table('orders'), foreignKey('customer_id -> customer.id')),
    'orders(customer_id) -> customer(id)',
  )
  t.equal(keyText(main, table('l'), foreignKey('(oa, ob) -> o(a, b)')), 'l(oa, ob) -> o(a, b)')
})

t.test('names the schema of a table outside the default one', async t => {
  t.equal(
    keyText(main, table('orders', { schema: 'sales' }), foreignKey('customer_id -> crm.customer(id)')),
    'sales.orders(customer_id) -> crm.customer(id)',
  )
})

t.test('writes an association with both of its keys', async t => {
  const keys = [foreignKey('playlist_id -> playlist.id'), foreignKey('track_id -> track.id')]
  t.equal(
    associationText(main, table('playlist_track'), keys),
    'playlist_track: (playlist_id) -> playlist(id), (track_id) -> track(id)',
  )
})

t.test('quotes names that could be taken for punctuation, so that no two keys share a text', async t => {
  t.equal(tableText(main, 'main', 'Order Details'), 'Order Details')
  t.equal(tableText(main, 'main', 'sales.customer'), '"sales.customer"')
  t.equal(tableText(main, 'main', ''), '""')
  t.equal(tableText(main, 'main', 'say "hi"'), '"say ""hi"""')
  t.equal(tableText(main, 'main', 'straße'), 'straße')
  const one = foreignKey({ key: 'x -> y.z', columns: ['a, b'] })
  const two = foreignKey({ key: 'x -> y.z', columns: ['a', 'b'] })
  t.not(keyText(main, table('t'), one), keyText(main, table('t'), two))
})

t.test('writes a key whose columns are not known', async t => {
  t.equal(keyText(main, table('a'), foreignKey({ key: 'b -> gone' })), 'a(b) -> gone()')
})
