import t from 'tap'
import { lintCodes } from '../lib/lint/finding.js'
import { pageOf } from './fixtures/pages.js'

t.test('every finding is told of in docs/lint.md, and no other', async t => {
  const told = [...pageOf('docs/lint.md').matchAll(/^### (\w+)$/gm)].map(([, code]) => code)
  t.same(told, lintCodes)
})
