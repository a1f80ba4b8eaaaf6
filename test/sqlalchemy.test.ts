/** Holds the page for people who come from SQLAlchemy to the code that it shows and the tests that it names. */

import { readdirSync } from 'node:fs'
import knex from 'knex'
import t from 'tap'
import * as automap from '../lib/index.js'
import { besideRecordShop, pageOf, runCode, sectionsOf } from './fixtures/pages.js'

const page = pageOf('docs/sqlalchemy.md')

/** The rows of a table, each as its cells; the head is left out. */
function rowsOf(heading: string): string[][] {
  const section = page.split(/^## /m).find(text => text.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| (.*) \|$/gm)].map(([, row]) => String(row).split(' | ')).slice(1)
}

/** The tests that a table's last column names; a dash stands for none. */
function named(rows: readonly string[][]): string[] {
  return rows.flatMap(row => String(row.at(-1)).split('<br>')).filter(title => title !== '—')
}

/** The titles of all tests whose files have such a path; where one is made of parts, `*` stands for these. */
function titlesIn(paths: RegExp): string[] {
  const files = readdirSync(new URL('.', import.meta.url), { recursive: true }).map(String)
  return files
    .filter(path => path.endsWith('.test.ts') && paths.test(path))
    .flatMap(path => [
      ...pageOf(`test/${path}`).matchAll(/(?:eachDatabase\(\s*t,|t\.test\()\s*(?:'([^'\n]+)'|`([^`\n]+)`)/g),
    ])
    .map(([, plain, made]) => plain ?? String(made).replaceAll(/\$\{.*?\}/g, '*'))
}

function fits(title: string, pattern: string): boolean {
  const parts = pattern.split('*')
  const ends = title.startsWith(String(parts[0])) && title.endsWith(String(parts.at(-1)))
  return parts.length === 1 ? title === pattern : ends
}

t.before(() => besideRecordShop(t))

for (const { heading, code } of sectionsOf(page, 'js')) {
  void t.test(`the example under "${heading.replace(/^# /, '')}" runs as it stands`, t =>
    runCode(t, code, { knex: { default: knex }, 'knex-automap': automap }),
  )
}

t.test('the page accounts for each of SQLAlchemy’s 28 tests by tests that are there', async t => {
  const rows = rowsOf('The tests of automap')
  t.equal(rows.length, 28)
  t.equal(new Set(rows.map(([upstream]) => upstream)).size, 28)
  t.same([...new Set(named(rows))].sort(), titlesIn(/^suite\/sqlalchemy-/).sort())
  t.same(
    rows.filter(row => row.some(cell => cell.startsWith("Python's:"))).map(([upstream]) => upstream),
    ['`test_prepare_w_dialect_kwargs`', '`test_cls_schema_name_conflict`'],
  )
})

t.test('the page names a test that is there for each awkward schema', async t => {
  const rows = rowsOf('Awkward schemas')
  const titles = titlesIn(/./)
  t.equal(rows.length, 32)
  for (const row of rows) t.not(row[3], '', String(row[0]))
  for (const title of named(rows))
    t.ok(
      titles.some(each => fits(title, each)),
      title,
    )
  const shown = named(rows)
  for (const title of titlesIn(/^suite\/awkward-declared-/)) {
    t.ok(
      shown.some(each => fits(each, title)),
      title,
    )
  }
})
