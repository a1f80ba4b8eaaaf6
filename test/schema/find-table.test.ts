import t from 'tap'
import { findTable } from '../../lib/schema/find-table.js'
import { schema } from '../fixtures/schema.js'

t.test('finds a table by its schema and name', async t => {
  const given = schema({ customer: {}, 'sales.customer': {}, __proto__x: {} })
  t.equal(findTable(given, 'main', 'customer'), given.tables[0])
  t.equal(findTable(given, 'sales', 'customer'), given.tables[1])
})

t.test('gives undefined for a schema or a table that is not there', async t => {
  const given = schema({ customer: {} })
  t.equal(findTable(given, 'sales', 'customer'), undefined)
  t.equal(findTable(given, 'main', 'Customer'), undefined)
  t.equal(findTable(given, '__proto__', 'constructor'), undefined)
  t.equal(findTable(given, 'main', 'constructor'), undefined)
})
