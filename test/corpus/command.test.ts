import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { command, type Outcome } from '../fixtures/command.js'
import { corpusOf, loadCorpus } from '../fixtures/corpus.js'
import { catalogOf } from '../fixtures/corpus-catalog.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

/** Larger ones than these take their time, and show nothing more here. */
const wanted = [
  'chinook',
  'northwind',
  'sakila',
  'quartz',
  'temporal',
  'f1db',
  'guacamole',
  'crates_io',
  'graphile_kitchen_sink',
]

interface Wanted {
  readonly exits: readonly number[]
  readonly told?: string
}

function expected(t: Test, title: string, { exit, err }: Outcome, { exits, told = '' }: Wanted): void {
  t.ok(exits.includes(exit as number), `${title} ends with ${exit}: ${err}`)
  t.equal(err, told, title)
}

async function runAll(t: Test, { url, dialect, knex }: Database): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'automap-corpus-'))
  t.teardown(() => rmSync(cwd, { recursive: true, force: true }))
  const { schemas } = await catalogOf[dialect](knex)
  const chosen = (schemas ?? []).flatMap(name => ['--schema', name])
  const file = 'db.json'
  expected(t, 'snapshot', await command(['snapshot', url, ...chosen, '-o', file], { cwd }), {
    exits: [0],
    told: `Wrote ${file}\n`,
  })
  const shown = await command(['inspect', url, ...chosen, '--json'], { cwd })
  expected(t, 'inspect', shown, { exits: [0] })
  const { models } = JSON.parse(shown.out) as { models: { name: string }[] }
  t.ok(models.length > 0)
  for (const [words, exits] of [
    [['check', url, ...chosen, '--snapshot', file], [0]],
    [
      ['lint', url, ...chosen],
      [0, 1],
    ],
    [['inspect', file], [0]],
    [['names', file], [0]],
  ] as const) {
    const outcome = await command([...words], { cwd })
    expected(t, words[0], outcome, { exits })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    t.notMatch(outcome.out, /[\u0000-\u0009\u000b-\u001f]/, `${words[0]} holds nothing that a terminal obeys`)
  }
  for (const words of [
    ['names', file],
    ['lint', file],
    ['check', url, ...chosen, '--snapshot', file],
  ]) {
    const outcome = await command([...words, '--json'], { cwd })
    expected(t, `${words[0]} --json`, outcome, { exits: [0, 1] })
    t.ok(Array.isArray(JSON.parse(outcome.out)))
  }
  for (const { name } of models) {
    const { exit, out, err } = await command(['eject', file, name], { cwd })
    t.ok(exit === 0 ? out.includes(`class ${name} `) : /is a subclass of/.test(err), `eject ${name}: ${err}`)
  }
  expected(t, 'types', await command(['types', file, '-o', 'db.ts'], { cwd }), {
    exits: [0],
    told: 'Wrote db.ts\n',
  })
  expected(t, 'types --check', await command(['types', url, ...chosen, '-o', 'db.ts', '--check'], { cwd }), {
    exits: [0],
  })
  for (const form of ['mmd', 'dot', 'html']) {
    const outcome = await command(['diagram', file, '-o', `d.${form}`], { cwd })
    expected(t, form, outcome, { exits: [0], told: `Wrote d.${form}\n` })
  }
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  const entries = corpusOf(dialect).filter(({ name }) => wanted.includes(name))
  if (entries.length === 0)
    t.pass(`there is no folder of schemas for ${dialect} here; AUTOMAP_SCHEMAS names one`)
  for (const entry of entries) {
    eachDatabase(
      t,
      `every command does its work on ${entry.name}`,
      async (t, database) => {
        if (database.driver === 'sqlite3') return t.plan(0, 'as with the other driver')
        await loadCorpus(database, entry)
        await runAll(t, database)
      },
      dialect,
    )
  }
}
