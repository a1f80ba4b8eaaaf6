import t from 'tap'
import type { ColumnMapping, VersionMapping } from '../../lib/mapping/mapping.js'
import { rowColumnsOf } from '../../lib/mapping/row-columns.js'
import { booted } from '../fixtures/booted.js'

t.test('a row holds the columns, and what the database keeps by itself', async t => {
  const thing = { columns: ['id', 'lock'] }
  const said = { table: 'thing', options: { version: 'lock' } }
  const plain = booted({ thing }).mappings[0]!
  t.equal(rowColumnsOf(plain), plain.columns)
  const counted = booted({ thing }, { Thing: said }).mappings[0]!
  t.equal(rowColumnsOf(counted), counted.columns, 'a version that is a column is among them')
  const [column] = counted.columns as [ColumnMapping, ...ColumnMapping[]]
  const system = { ...counted.version, column: { ...column, slot: 2 }, kind: 'system' } as VersionMapping
  t.strictSame(rowColumnsOf({ ...counted, version: system }), [...counted.columns, system.column])
})
