import * as asyncHooks from 'node:async_hooks'
import * as fs from 'node:fs'
import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import knex from 'knex'
import t from 'tap'
import * as automap from '../lib/index.js'
import { besideRecordShop, complaintsOf, pageOf, runCode, sectionsOf } from './fixtures/pages.js'

const guide = pageOf('docs/guide.md')
const docs = readdirSync(new URL('../docs', import.meta.url))

t.before(async () => {
  await besideRecordShop(t)
  copyFileSync('record-shop.db', 'untouched.db')
})

const head = `const db = await page.packages['knex-automap'].automap('sqlite:record-shop.db')
const { automap } = page.packages['knex-automap']
const { Album, Artist, Customer, Genre, Order, OrderLine, SearchLog, Track } = db.models
`

for (const { heading, code } of sectionsOf(guide, 'js')) {
  void t.test(`the guide's examples under "${heading}" run as they stand`, t => {
    // Sections write, and none counts on what another one has written.
    copyFileSync('untouched.db', 'record-shop.db')
    return runCode(t, `${head}try {{\n${code}\n}} finally { await db.close() }`, {
      knex: { default: knex },
      'knex-automap': automap,
      'node:async_hooks': asyncHooks,
      'node:fs': fs,
    })
  })
}

for (const { heading, code } of sectionsOf(guide, 'ts')) {
  void t.test(`the guide's types under "${heading}" compile as they stand`, async t => {
    t.strictSame(complaintsOf(code), [])
  })
}

/** What a user calls: the file, the interface, and how many members it has at least. */
const interfaces = [
  ['query', 'QueryStarters', 25],
  ['query', 'Query', 5],
  ['model', 'ModelStatics', 25],
  ['loaded', 'Instance', 6],
  ['session', 'Session', 12],
  ['hooks', 'Hooks', 10],
] as const

for (const [file, name, least] of interfaces) {
  void t.test(`the guide names every member of ${name}`, async t => {
    const source = pageOf(`types/${file}.ts`)
    const start = source.search(new RegExp(`^export interface ${name}\\b`, 'm'))
    const body = source.slice(start, source.indexOf('\n}\n', start))
    const members = new Set(
      [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[(<:]/gm)].map(([, each]) => String(each)),
    )
    t.ok(members.size >= least, `${members.size} members`)
    for (const each of members) t.match(guide, new RegExp(`\\b${each}\\b`), each)
  })
}

for (const name of docs) {
  void t.test(`every place that docs/${name} points to is there`, async t => {
    const page = pageOf(`docs/${name}`)
    const anchors = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) =>
      String(heading).toLowerCase().replaceAll(' ', '-'),
    )
    for (const [, target] of page.matchAll(/\]\((?!http)([^)]+)\)/g)) {
      const place = String(target)
      if (place.startsWith('#')) t.ok(anchors.includes(place.slice(1)), place)
      else t.ok(existsSync(new URL(`../docs/${place}`, import.meta.url)), place)
    }
  })
}
