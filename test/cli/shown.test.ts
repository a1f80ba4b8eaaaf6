import { existsSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import maker from 'cli-table3'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { prompt, promptText } from '../../lib/cli/repl/start.js'
import { showStatements } from '../../lib/cli/repl/statements.js'
import { type Form, partsOf, settled, textOf } from '../../lib/cli/show/value.js'
import type { Automap } from '../../types/automap.js'
import { command, shell, terminal } from '../fixtures/command.js'
import { type Database, eachDatabase, freshDatabase } from '../fixtures/databases.js'

async function openPets(
  t: Parameters<typeof freshDatabase>[0],
): Promise<{ database: Database; db: Automap }> {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec(`
    create table person (id integer primary key, name varchar(90), big bigint);
    create table pet (id integer primary key, person_id integer references person (id));
    insert into person values (1, 'A', 5), (2, 'B', 9007199254740993);
    insert into pet values (1, 1), (2, 1);`)
  return { database, db: await automap(database.knex) }
}

t.test('instances show what is loaded as labels, and what cannot be held as its code', async t => {
  const { db } = await openPets(t)
  const { Person, Pet } = db.models
  const { terminal: own } = terminal({ columns: 120 })
  t.match(textOf(await Pet!.with('person').orderBy('id'), maker, own), /Person 1/)
  const people = await Person!.with('pets').orderBy('id')
  t.match(textOf(people, maker, own), /\[2\]/)
  t.match(textOf(people[1], maker, own), /\[VALUE_UNSAFE\]/)
  t.match(textOf([[1, 'a']], maker, own), /1.*a/)
  t.match(textOf([{ a: undefined, b: 1 }], maker, own), /│ +│ 1 /)
})

t.test('a table is made narrower until it fits, and no narrower than it can be', async t => {
  const row = { a: 'x'.repeat(50), b: 'y'.repeat(40), c: 'z' }
  const { terminal: own } = terminal({ columns: 60 })
  const widths = (text: string): number =>
    Math.max(...text.split('\n').map(line => stripVTControlCharacters(line).length))
  t.ok(widths(textOf([row], maker, own)) <= 60)
  const long = Array.from({ length: 501 }, (_, n) => ({ n: String(n), a: 'x' }))
  const lines = textOf(long, maker, own).split('\n')
  t.equal(lines.length, 504)
  t.equal(new Set(lines.map(line => stripVTControlCharacters(line).length)).size, 1)
  t.match(lines.at(-1), /└/)
  t.equal(lines.filter(line => /[┌└]/.test(line)).length, 2)
  const { terminal: tiny } = terminal({ columns: 5 })
  t.ok(widths(textOf([row], maker, tiny)) > 5)
})

t.test('what is nothing is shown as nothing', async t => {
  const { terminal: own } = terminal()
  const shown = async (value: unknown, form: Form): Promise<string> =>
    [...(await partsOf(await settled(value, 9), form, own))].join('')
  t.equal(await shown(undefined, 'text'), '')
  t.equal(await shown('', 'text'), '')
  t.equal(await shown(() => 1, 'json'), '')
  t.equal(await shown(5, 'json'), '5\n')
  t.equal(await shown([], 'csv'), '')
})

t.test('statements are shown with their values, long lists cut', async t => {
  let tell: (event: object) => void = () => undefined
  const db = {
    on: (_: string, listener: (event: object) => void) => {
      tell = listener
      return () => undefined
    },
  }
  for (const columns of [80, undefined]) {
    const { terminal: own, texts } = terminal(columns === undefined ? {} : { columns })
    await showStatements(db as never, own)
    tell({ sql: 'select 1', bindings: [], duration: 1, rows: 1 })
    tell({ sql: 'select 2', bindings: [5n, Array.from({ length: 12 }, () => 1)], duration: 1.26, rows: 2 })
    await new Promise(setImmediate)
    const out = stripVTControlCharacters(texts().out)
    t.match(out, /select 1 -- 1\.0 ms, 1 row\n/)
    t.match(out, /select 2 \["5",\[1,1,1,1,1,1,1,1,1,1,"… 12"\]\] -- 1\.3 ms, 2 rows/)
  }
})

t.test('a prompt says what it may do', async t => {
  const { terminal: own } = terminal()
  t.equal(promptText({ place: 'a.db', write: true }, own), 'a.db WRITE> ')
  t.equal(promptText({ place: 'a.db', write: false }, own), 'a.db read-only> ')
})

t.test('a database of one model is greeted as such, and errors leave the prompt open', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec('create table pet (id integer primary key)')
  const db = await automap(database.knex)
  const { terminal: own, stdin, texts } = terminal()
  const ended = prompt(
    { db, knex: database.knex, place: 'a.db', write: false, cancel: async () => undefined },
    5,
    own,
  )
  stdin.end(
    [
      '1 +* 2',
      'throw new Error("mine")',
      '.report',
      'await new Promise(done => setTimeout(done, 300))',
      '.exit',
      '',
    ].join('\n'),
  )
  await ended
  const { out } = texts()
  t.match(out, /^1 model of a\.db;/)
  t.match(out, /SyntaxError/)
  t.match(out, /Error: mine/)
  t.match(out, /Every table is a model under the name that it wanted/)
})

eachDatabase(t, 'flags may be repeated, and a hidden model is hinted at', async (t, database) => {
  await database.exec(
    'create table map (id integer primary key); create table pet (id integer primary key); create table log (id integer primary key)',
  )
  const { out } = await command(['inspect', database.url, '--only', 'pet', '--only', 'log', '--json'])
  t.same(
    JSON.parse(out).models.map(({ name }: { name: string }) => name),
    ['Log', 'Pet'],
  )
  const code = await command([database.url, '-e', 'Map.name'])
  t.match(code, { exit: 0, out: /^Map/, err: /models\.Map/ })
})

t.test('a prompt reports what is called otherwise than it would be', async t => {
  const database = (await freshDatabase(t, 'better-sqlite3')) as Database
  await database.exec('create table pet (id integer primary key, "then" text)')
  const db = await automap(database.knex)
  const { terminal: own, stdin, texts } = terminal()
  const ended = prompt(
    { db, knex: database.knex, place: 'a.db', write: false, cancel: async () => undefined },
    5,
    own,
  )
  stdin.end(['.report', 'await new Promise(done => setTimeout(done, 300))', '.exit', ''].join('\n'))
  await ended
  t.match(texts().out, /Pet\.then_, not then: taken by reserved name "then"/)
})

t.test('a server that cannot be reached is told once, without the password', async t => {
  const { exit, out, err } = await command(['inspect', 'postgres://me:hunter2@127.0.0.1:1/x'])
  t.same([exit, out], [3, ''])
  t.match(err, /^automap: Cannot connect to .*CONNECTION_FAILED\)\n$/)
  t.notMatch(err, /hunter2/)
})

t.test('output that cannot be written is a failure', async t => {
  if (!existsSync('/dev/full')) return t.comment('there is no /dev/full here')
  const { exit } = await shell('automap --help > /dev/full')
  t.equal(exit, 4)
})
