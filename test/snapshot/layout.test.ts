import t from 'tap'
import { layout } from '../../lib/snapshot/layout.js'

t.test('what is short stands on one line, what is long on one for each part', async t => {
  const column = { name: 'id', type: 'integer' }
  t.equal(layout({ columns: [column] }), '{ "columns": [{ "name": "id", "type": "integer" }] }')
  t.equal(layout([]), '[]')
  t.equal(layout({}), '{}')
  t.equal(layout(null), 'null')
  t.equal(
    layout({ columns: [column, { ...column, name: 'x'.repeat(50) }, column] }),
    [
      '{',
      '  "columns": [',
      '    { "name": "id", "type": "integer" },',
      `    { "name": "${'x'.repeat(50)}", "type": "integer" },`,
      '    { "name": "id", "type": "integer" }',
      '  ]',
      '}',
    ].join('\n'),
  )
})

t.test('the text is the same value', async t => {
  const value = { a: [1, 'two', null, { __proto__x: 'é\n"' }], b: 'y'.repeat(200), c: [['z'.repeat(120)]] }
  t.same(JSON.parse(layout(value)), value)
})
