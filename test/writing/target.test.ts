import t from 'tap'
import { writeColumn } from '../../lib/writing/target.js'
import { booted } from '../fixtures/booted.js'

t.test('a column is written under its own name, or that of another part, and stays sensitive', async t => {
  const [mapping] = booted({ thing: { columns: ['id', 'name'] } }, {}).mappings
  const [id, name] = mapping!.columns
  t.strictSame(writeColumn(id!), { quoted: '`id`', column: id!.column, sensitive: false })
  t.strictSame(writeColumn({ ...name!, sensitive: true }, '`called`'), {
    quoted: '`called`',
    column: name!.column,
    sensitive: true,
  })
})
