import t from 'tap'
import { type DiagramFormat, diagramFormats, diagramOf } from '../lib/diagram/diagram.js'
import { hostile, hostileNames, large, shop } from './fixtures/diagrammed.js'
import { snapshotFor } from './fixtures/snapshots.js'

const openings: Readonly<Record<DiagramFormat, string>> = {
  html: '<!doctype html>\n',
  svg: '<?xml version="1.0"',
  mmd: 'erDiagram\n',
  dot: 'digraph {\n',
}

for (const format of diagramFormats) {
  void t.test(`a diagram as ${format} is the same on every run`, async t => {
    const text = await diagramOf(shop, format)
    t.equal(text.slice(0, openings[format].length), openings[format])
    t.equal(await diagramOf(shop, format), text)
  })

  void t.test(`hostile names are only text as ${format}`, async t => {
    const text = await diagramOf(hostile, format)
    for (const name of hostileNames.filter(name => /[<\u202e]/u.test(name)))
      t.notOk(text.includes(name), name)
    t.match(text, /\\u202egnp|u202egnp/, 'what nobody sees is shown')
  })
}

t.test('a thousand tables are drawn in seconds', async t => {
  const snapshot = large(1000)
  for (const format of diagramFormats) {
    const start = performance.now()
    await diagramOf(snapshot, format)
    t.ok(performance.now() - start < 40_000, `${format}: ${Math.round(performance.now() - start)} ms`)
  }
})

t.test('a snapshot without models has its tables and keys all the same', async t => {
  const text = await diagramOf({ ...shop, models: [] }, 'mmd')
  t.match(text, '"customer" ||--o{ "orders" : "orders_customer"')
  t.notMatch(text, '..', 'no class tells of a key')
})

t.test('a database of one table has a page that says so', async t => {
  const text = await diagramOf(snapshotFor({ a: { columns: ['id'] } }), 'html')
  t.match(text, '<title>1 table, 0 keys</title>')
  t.notMatch(text, 'known to classes alone</span>')
})
