import t from 'tap'
import { complaintsOf, pageOf, sectionsOf } from '../fixtures/pages.js'

t.test('the examples of the page about types compile, one after the other', async t => {
  const code = sectionsOf(pageOf('docs/types.md'), 'ts').map(section => section.code)
  t.ok(code.length >= 3)
  t.strictSame(complaintsOf(code.join('\n')), [])
})
