import * as asyncHooks from 'node:async_hooks'
import { existsSync, readdirSync } from 'node:fs'
import knex from 'knex'
import t from 'tap'
import * as automap from '../lib/index.js'
import { besideRecordShop, complaintsOf, pageOf, runCode, sectionsOf } from './fixtures/pages.js'

const guide = pageOf('docs/guide.md')
const docs = readdirSync(new URL('../docs', import.meta.url))

t.before(() => besideRecordShop(t))

const head = `const db = await page.packages['knex-automap'].automap('sqlite:record-shop.db')
const { automap } = page.packages['knex-automap']
const { Album, Artist, Customer, Genre, Order, OrderLine, SearchLog, Track } = db.models
`

for (const { heading, code } of sectionsOf(guide, 'js')) {
  void t.test(`the guide's examples under "${heading}" run as they stand`, t =>
    runCode(t, `${head}try {{\n${code}\n}} finally { await db.close() }`, {
      knex: { default: knex },
      'knex-automap': automap,
      'node:async_hooks': asyncHooks,
    }),
  )
}

for (const { heading, code } of sectionsOf(guide, 'ts')) {
  void t.test(`the guide's types under "${heading}" compile as they stand`, async t => {
    t.strictSame(complaintsOf(code), [])
  })
}

t.test('the guide names every method of a query', async t => {
  const source = pageOf('types/query.ts')
  const methods = [...source.matchAll(/^ {2}(?:readonly )?(\w+)(?:<.*?>)?(?:\(|: AddCondition)/gms)]
  const names = new Set(methods.map(([, name]) => String(name)))
  t.ok(names.size > 25)
  for (const name of names) t.match(guide, new RegExp(`\\b${name}\\b`), name)
})

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
