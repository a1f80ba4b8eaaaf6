import t from 'tap'
import { byName, byOid } from '../../../lib/dialect/postgres/identity.js'
import { fingerprintFor, statementsFor } from '../../../lib/dialect/postgres/statements.js'

t.test('reflection goes by oid, and a fingerprint by names that other servers share', async t => {
  t.equal(byOid.relation('a.attrelid'), 'a.attrelid')
  t.equal(byName.relation('a.attrelid'), '(a.attrelid)::pg_catalog.regclass::pg_catalog.text')
  t.equal(byName.own('t.oid'), '0')
  t.equal(byOid.own('t.oid'), 't.oid')
  t.match(statementsFor(180000).structure, 'select c.oid as oid')
  const sum = fingerprintFor(180000)
  for (const oid of ['c.oid', 't.oid', 'k.oid', 'x.indexrelid', 'a.atttypid']) t.notMatch(sum, `${oid} as `)
})
