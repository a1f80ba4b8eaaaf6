import { existsSync } from 'node:fs'
import knex from 'knex'
import t from 'tap'
import * as automap from '../lib/index.js'
import { besideRecordShop, complaintsOf, pageOf, runCode, sectionsOf } from './fixtures/pages.js'

const page = pageOf('README.md')

t.before(() => besideRecordShop(t))

for (const { heading, code } of sectionsOf(page, 'js')) {
  void t.test(`the program under "${heading}" runs as it stands`, t =>
    runCode(t, code, { knex: { default: knex }, 'knex-automap': automap }),
  )
}

for (const { heading, code } of sectionsOf(page, 'ts')) {
  void t.test(`the types under "${heading}" compile as they stand`, async t => {
    t.strictSame(complaintsOf(code), [])
  })
}

t.test('the table of options lists every option and no other', async t => {
  const rows = [...page.matchAll(/^\| (`[^|]*`) \|/gm)]
  const names = rows.flatMap(([, cell]) => String(cell).match(/\w+/g) ?? [])
  const source = pageOf('types/options.ts')
  const known = [
    ...source.slice(source.indexOf('interface AutomapOptions')).matchAll(/^ {2}readonly (\w+)\?/gm),
  ]
  t.strictSame([...names].sort(), known.map(([, name]) => name).sort())
})

t.test('every page that the README names is there', async t => {
  for (const [, path] of page.matchAll(/\]\((?!http)([^)#]+)/g)) {
    t.ok(existsSync(new URL(`../${path}`, import.meta.url)), String(path))
  }
})
