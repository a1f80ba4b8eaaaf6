import { readFileSync } from 'node:fs'
import t from 'tap'
import * as errors from '../lib/errors.js'

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
const { AutomapError, errorCodes, ...subclasses } = errors

t.test(
  'every code has its heading in docs/errors.md, in the same order, and no heading lacks a code',
  async t => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)
    t.same(headings, errorCodes)
  },
)

t.test('every heading in docs/errors.md is followed by a paragraph', async t => {
  for (const [, code, text] of page.matchAll(/^## (.*)\n([^#]*)/gm))
    t.match(text, /^\n\S[\s\S]*\.\n/, String(code))
})

t.test('no code is listed twice', async t => {
  t.equal(new Set(errorCodes).size, errorCodes.length)
})

t.test('an error has its code, its message, its cause and the name of its class', async t => {
  t.equal(Object.keys(subclasses).length, 20)
  for (const [name, Subclass] of Object.entries({ AutomapError, ...subclasses })) {
    const cause = new Error('the reason')
    const error = new Subclass('NOT_FOUND', 'Cannot find it', { cause })
    t.ok(error instanceof AutomapError)
    t.equal(error.name, name)
    t.equal(error.code, 'NOT_FOUND')
    t.equal(error.message, 'Cannot find it')
    t.equal(error.cause, cause)
    t.equal(String(error), `${name}: Cannot find it`)
  }
})

t.test('an error without a cause has no such property', async t => {
  t.notOk('cause' in new AutomapError('CLOSED', 'Cannot query'))
})
