import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { programOf } from '../lib/cli/program.js'
import { command, shell, terminal } from './fixtures/command.js'
import { type Database, eachDatabase } from './fixtures/databases.js'
import { createShop } from './fixtures/shop.js'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const folderFor = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'automap-command-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const withSpace = async (database: Database): Promise<void> => {
  await database.exec(`
    create table artist (id integer primary key, name varchar(20) not null default 'x');
    create table album (id integer primary key, artist_id integer references artist (id));
    insert into artist values (1, '=cmd()'), (2, 'B');
    insert into album values (1, 1), (2, 1), (3, null);`)
}

t.test('every command and option is in the documentation, and nothing else', t => {
  const docs = readFileSync(new URL('../docs/command.md', import.meta.url), 'utf8')
  const program = programOf(
    () => terminal().terminal,
    () => undefined,
  )
  const all = [program, ...program.commands]
  const flags = new Set(all.flatMap(each => each.options.map(option => option.flags)).concat('-h, --help'))
  const told = [...docs.matchAll(/^\| `(-[^`]+)` \|/gm)].map(([, flag]) => flag)
  t.same([...new Set(told)].sort(), [...flags].sort())
  const commands = [...docs.matchAll(/^automap ([a-z]+) \[database\]/gm)].map(([, name]) => name)
  t.same(
    commands,
    program.commands.map(each => each.name()).sort((a, b) => commands.indexOf(a) - commands.indexOf(b)),
  )
  for (const each of program.commands) {
    for (const { flags } of each.options) {
      const rows = [...docs.matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)].filter(([, flag]) => flag === flags)
      t.ok(
        rows.some(([, , of]) => of === 'all' || of?.split(', ').includes(each.name())),
        `${each.name()} ${flags}`,
      )
    }
  }
  t.end()
})

eachDatabase(t, 'inspect shows models, and one of them by its name', async (t, database) => {
  await createShop(database)
  const all = await command(['inspect', database.url])
  t.match(all, { exit: 0, err: '', out: /^Address address\n├─ columns\n/ })
  t.match(all.out, /item_tag/)
  const one = await command(['inspect', database.url, 'orders', '--json'])
  t.match(JSON.parse(one.out), { name: 'Order', table: 'orders', structure: { name: 'orders' } })
  const wrong = await command(['inspect', database.url, 'custmer'])
  t.same(wrong, {
    exit: 2,
    out: '',
    err: 'automap: Cannot find "custmer": no model or table is called so. Did you mean "Customer"?\n',
  })
})

eachDatabase(
  t,
  'code is run, and what it comes to is printed for people or for programs',
  async (t, database) => {
    await withSpace(database)
    const run = async (code: string, ...words: string[]) => command([database.url, '-e', code, ...words])
    t.same(await run('void 0; (await Artist.count()) + 1'), { exit: 0, out: '3\n', err: '' })
    t.same(await run('Artist.query()', '--csv'), { exit: 0, out: "id,name\r\n1,'=cmd()\r\n2,B\r\n", err: '' })
    t.same(JSON.parse((await run('Album.where("artistId", 1)', '--json')).out), [
      { id: 1, artistId: 1 },
      { id: 2, artistId: 1 },
    ])
    t.same(await run('Album.query()', '--limit', '2', '--csv'), {
      exit: 0,
      out: 'id,artistId\r\n1,1\r\n2,1\r\n',
      err: 'Only the first 2 are shown; say --limit for more\n',
    })
    t.match(await run('Artist.query()'), { exit: 0, out: /│ id │ name {3}│\n│ 1 {2}│ =cmd\(\) │\n/ })
    t.match(await run('nothing()'), {
      exit: 4,
      out: '',
      err: 'automap: ReferenceError: nothing is not defined\n',
    })
    t.match(await run('1 +'), { exit: 2, out: '', err: /^automap: Cannot run the code: / })
    t.match(await run('throw 5'), { exit: 4, err: 'automap: Thrown: 5\n' })
    t.match(await run('1', '--json', '--csv'), {
      exit: 2,
      err: 'automap: Cannot print both: say --json or --csv\n',
    })
  },
)

eachDatabase(t, 'the database refuses writes, unless they are asked for', async (t, database) => {
  await withSpace(database)
  const code = 'knex("artist").insert({ id: 9, name: "C" }).then(() => "written")'
  const refused = await command([database.url, '-e', code])
  t.match(refused, {
    exit: 4,
    err: { sqlite: /readonly database/, postgres: /read-only transaction/ }[database.dialect],
  })
  t.match(await command([database.url, '-e', 'Artist.insert({ id: 9 })']), { exit: 4, err: /READ_ONLY/ })
  t.same(await command([database.url, '-e', code, '--write']), { exit: 0, out: 'written\n', err: '' })
})

eachDatabase(t, 'an error of a statement does not quote what was bound', async (t, database) => {
  await withSpace(database)
  const code = 'knex("artist").insert({ id: 1, name: "hunter2" })'
  const refused = await command([database.url, '-e', code, '--write'])
  t.match(refused, { exit: 4, out: '', err: /unique/i })
  t.notMatch(refused.err, /hunter2/)
})

eachDatabase(t, 'snapshots, types, diagrams, names and findings are written', async (t, database) => {
  await withSpace(database)
  const cwd = folderFor(t)
  t.match(await command(['snapshot', database.url, '-o', 'a.json'], { cwd }), {
    exit: 0,
    out: '',
    err: 'Wrote a.json\n',
  })
  t.match(await command(['inspect', 'a.json', 'artist'], { cwd }), { exit: 0, out: /^Artist artist\n/ })
  t.match(await command(['types', 'a.json', '-o', 'db.ts'], { cwd }), { exit: 0 })
  t.same(await command(['types', database.url, '-o', 'db.ts', '--check'], { cwd }), {
    exit: 0,
    out: '',
    err: '',
  })
  writeFileSync(join(cwd, 'db.ts'), readFileSync(join(cwd, 'db.ts'), 'utf8').replace('artistId', 'artist'))
  t.match(await command(['types', 'a.json', '-o', 'db.ts', '--check'], { cwd }), {
    exit: 1,
    out: /artistId/,
    err: '"db.ts" is not what the database says; run automap types again\n',
  })
  t.match(await command(['types', 'a.json', '-o', 'none.ts', '--check'], { cwd }), { exit: 1 })
  t.match(await command(['types', 'a.json', '--check'], { cwd }), {
    exit: 2,
    err: /^automap: Cannot check types: /,
  })
  t.match(await command(['types', 'a.json'], { cwd }), { exit: 0, out: /interface Artist/ })
  t.match(await command(['diagram', 'a.json', '-o', 'a.mmd'], { cwd }), { exit: 0 })
  t.match(readFileSync(join(cwd, 'a.mmd'), 'utf8'), /erDiagram/)
  t.match(await command(['diagram', 'a.json', '-o', 'a.png'], { cwd }), { exit: 2, err: /ends in one of/ })
  t.match(await command(['names', 'a.json', 'album'], { cwd }), { exit: 0, out: /^Album is / })
  t.match(JSON.parse((await command(['names', 'a.json', '--json'], { cwd })).out), [{ subject: 'Album' }])
  t.match(await command(['lint', database.url], { cwd }), { exit: 1, out: /keyWithoutIndex/ })
  t.match(await command(['lint', 'a.json'], { cwd }), { exit: 1, out: /keyWithoutIndex/ })
  t.ok(Array.isArray(JSON.parse((await command(['lint', 'a.json', '--json'], { cwd })).out)))
  t.match(await command(['check', database.url, '--snapshot', 'a.json'], { cwd }), {
    exit: 0,
    out: 'Nothing has changed.\n',
  })
  await database.exec('alter table artist add column note text')
  t.match(await command(['check', database.url, '--snapshot', 'a.json'], { cwd }), {
    exit: 1,
    out: /Artist\.note/,
  })
  const told = await command(['check', database.url, '--snapshot', 'a.json', '--json'], { cwd })
  t.match(JSON.parse(told.out), [{ code: 'columnAdded', model: 'Artist', property: 'note' }])
  t.match(await command(['a.json', '-e', '1'], { cwd }), { exit: 2, err: /it is a snapshot, without rows/ })
  t.match(await command(['types', 'a.json', '-o', 'no/db.ts'], { cwd }), {
    exit: 4,
    err: /Cannot write "db.ts": ENOENT/,
  })
  t.match(await command(['inspect', 'b.json'], { cwd }), { exit: 2, err: /there is no such file/ })
})

eachDatabase(t, 'scripts have the models in reach, and print their default export', async (t, database) => {
  await withSpace(database)
  const cwd = folderFor(t)
  writeFileSync(join(cwd, 'a.mjs'), 'export default [await Artist.count(), process.argv[2]]')
  writeFileSync(
    join(cwd, 'b.ts'),
    '#!/usr/bin/env -S automap run\nconst n: number = await Artist.count()\nexport default n',
  )
  t.same(JSON.parse((await command(['run', database.url, 'a.mjs', 'x', '--json'], { cwd })).out), [2, 'x'])
  t.same(await command(['run', database.url, 'b.ts'], { cwd }), { exit: 0, out: '2\n', err: '' })
  writeFileSync(join(cwd, 'c.js'), 'export default await Artist.count()')
  writeFileSync(join(cwd, 'd.js'), 'module.exports = 7')
  writeFileSync(join(cwd, 'g.js'), 'exports.default = 7')
  t.equal((await command(['run', database.url, 'g.js'], { cwd })).exit, 0)
  mkdirSync(join(cwd, 'esm'))
  writeFileSync(join(cwd, 'esm', 'package.json'), '{"type":"module"}')
  const query = 'export default Artist.where("id", 2)'
  for (const file of ['e.js', 'e.mjs', 'e.ts', 'esm/e.js', 'esm/e.ts']) {
    writeFileSync(join(cwd, file), query)
    const outcome = await command(['run', database.url, file, '--csv'], { cwd })
    t.same(outcome, { exit: 0, out: 'id,name\r\n2,B\r\n', err: '' }, file)
  }
  t.same(await command(['run', database.url, 'c.js'], { cwd }), { exit: 0, out: '2\n', err: '' })
  t.same(await command(['run', database.url, 'd.js'], { cwd }), { exit: 0, out: '7\n', err: '' })
  t.same(await command(['run', 'b.ts'], { cwd, env: { DATABASE_URL: database.url } }), {
    exit: 0,
    out: '2\n',
    err: '',
  })
  t.same(await command([], { cwd, env: { DATABASE_URL: database.url }, input: 'await Album.count()' }), {
    exit: 0,
    out: '3\n',
    err: '',
  })
  t.same((await command(['run', database.url, '-'], { cwd, input: '#!x\n7' })).out, '7\n')
  t.match(await command(['run', database.url], { cwd }), { exit: 2, err: /name a script/ })
  t.match(await command(['run', database.url, 'none.js'], { cwd }), { exit: 2, err: /there is no such file/ })
  t.match(await command(['eject', database.url], { cwd }), { exit: 2, err: /name a model/ })
})

t.test('it says what it can be asked for, and what it cannot', async t => {
  const cwd = folderFor(t)
  t.match(await command(['--help']), { exit: 0, out: /^Usage: automap/ })
  t.same(await command(['--version']), { exit: 0, out: `${version}\n`, err: '' })
  t.same(await command(['inspekt', 'a.db']), {
    exit: 2,
    out: '',
    err: 'automap: Cannot find "inspekt": no command is called so, nor is it an address or a path of a database. Did you mean "inspect"?\n',
  })
  t.match(await command(['zzz']), { exit: 2, err: /Cannot find "zzz": .* of a database\n$/ })
  t.match(await command(['a.db', 'b.db']), {
    exit: 2,
    err: /^automap: Cannot tell what to do: expected one database/,
  })
  t.match(await command(['inspect', '--nothing']), { exit: 2, err: /unknown option/ })
  t.match(await command(['inspect', '--timeout', 'soon']), { exit: 2, err: /Expected a whole number/ })
  t.match(await command(['inspect'], { cwd }), { exit: 2, err: /^automap: No database is named/ })
  t.match(await command(['inspect', 'none.db'], { cwd }), { exit: 3, err: /DATABASE_MISSING/ })
  writeFileSync(join(cwd, 'lost.json'), '{"client":"pg"}')
  t.match(await command(['inspect', '--config', 'lost.json'], { cwd }), {
    exit: 3,
    out: '',
    err: /^automap: (?!TypeError).+\n$/,
  })
  const secret = await command(['inspect', 'mysql://me:hunter2@localhost/a', '--debug'], { cwd })
  t.match(secret, { exit: 2, err: /OptionError/ })
  t.notMatch(secret.err, /hunter2/)
})

t.test('it is a program: pipes may end early, and the exit code counts', async t => {
  const cwd = folderFor(t)
  const made = await shell('automap none.db -e 1; echo "exit $?"; automap --help | head -1', { cwd })
  t.match(made.out, /^exit 3\nUsage: automap/)
})
