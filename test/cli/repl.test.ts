import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import { completionOf } from '../../lib/cli/repl/completion.js'
import { scriptText } from '../../lib/cli/repl/session.js'
import { prompt } from '../../lib/cli/repl/start.js'
import { program, terminal } from '../fixtures/command.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

const folderFor = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'automap-prompt-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const withRows = (database: Database): Promise<void> =>
  database.exec(`
    create table artist (id integer primary key, name varchar(20) not null);
    create table album (id integer primary key, artist_id integer references artist (id));
    create table map (id integer primary key);
    insert into artist values (1, 'A'), (2, 'B');
    insert into album values (1, 1);`)

eachDatabase(
  t,
  'a prompt shows rows, statements, plans and names, and saves what was done',
  async (t, database) => {
    await withRows(database)
    const cwd = folderFor(t)
    const db = await automap(database.knex)
    const { terminal: own, stdin, texts } = terminal({ cwd })
    const lines = [
      'first = await Artist.first()',
      'Artist.query()',
      'Artist.where("name", "A").limit(1)',
      '.explain Album.artistId',
      '.explain Nothing',
      '.plan Artist.where("name", "A")',
      '.plan Artist',
      '.plan 5',
      '.models',
      '.report',
      '.sql',
      '.sql on',
      'await Artist.count()',
      '.sql on',
      '.sql off',
      'Map.count()',
      'await nothing()',
      `const x${database.driver.length} = 5`,
      'await Promise.all([',
      '1])',
      '.save',
      '.save a.mjs',
      '.exit',
    ]
    const ended = prompt(
      { db, knex: database.knex, place: 'a.db', write: false, cancel: async () => undefined },
      1,
      own,
    )
    for (const line of lines) {
      stdin.write(`${line}\n`)
      await new Promise(resolve => setTimeout(resolve, 60))
    }
    await ended
    const { out, err } = texts()
    t.match(out, /^3 models of a\.db; \.models lists them, \.help the commands\nJavaScript itself has Map; /)
    t.match(out, /a\.db read-only> /)
    t.match(out, /│ id │ name │\n│ 1 {2}│ A {4}│/)
    t.match(out, /Album\.artistId/)
    t.match(out, /MODEL_UNKNOWN/)
    t.match(out, /Expected a query that is not awaited/)
    t.match(out, /Album\nArtist\nMap\n/)
    t.match(out, /Say \.sql on or \.sql off/)
    t.match(out, /count\(\*\).* -- \d+\.\d ms, 1 row\n/)
    t.match(
      out,
      /TypeError: Map\.count is not a function\nJavaScript itself has Map; the models are models\.Map\n/,
    )
    t.match(out, /ReferenceError: nothing is not defined/)
    t.match(out, /Say where: \.save FILE/)
    t.equal(err, 'Only the first 1 are shown; say --limit for more\n')
    t.equal(
      readFileSync(join(cwd, 'a.mjs'), 'utf8'),
      [
        '// A session at a.db. Run it by: automap run URL FILE',
        '',
        'globalThis.first = await Artist.first()',
        'console.log(await (Artist.query()))',
        'console.log(await (Artist.where("name", "A").limit(1)))',
        'console.log(await (await Artist.count()))',
        `const x${database.driver.length} = 5`,
        'console.log(await (await Promise.all([\n1])))',
        '',
      ].join('\n'),
    )
  },
)

eachDatabase(t, 'what may come next is proposed', async (t, database) => {
  await withRows(database)
  const db = await automap(database.knex)
  t.same(completionOf('Ar', db), [['Artist'], 'Ar'])
  t.same(completionOf('', db), null)
  t.same(completionOf('xyz', db), null)
  t.same(completionOf('Artist.', db), null)
  t.same(completionOf('await Artist.where("na', db), [['name'], 'na'])
  t.same(completionOf('Artist.where({ id: 1, n', db), [['name'], 'n'])
  t.same(completionOf('Artist.with("al', db), [['albums'], 'al'])
  t.same(completionOf('Artist.with("albums.', db), [['artist'], ''])
  t.same(completionOf('Artist.with("none.', db), [[], ''])
  t.same(completionOf('Artist.where("id", 1).orderB', db), [['orderBy'], 'orderB'])
})

t.test('a session is a script: what was declared stays, what was shown is shown', t => {
  t.equal(
    scriptText(['class A {}', 'function f() {}', 'f();', 'if (1) f()'], 'x\n y'),
    '// A session at x y. Run it by: automap run URL FILE\n\nclass A {}\nfunction f() {}\nconsole.log(await (f()))\nif (1) f()\n',
  )
  t.end()
})

const hasScript = spawnSync('script', ['--version']).status === 0

eachDatabase(
  t,
  'at a terminal the prompt completes, has colours, and keeps its history',
  async (t, database) => {
    if (!hasScript) return t.comment('script of util-linux is not here, so there is no terminal to try')
    await withRows(database)
    const state = folderFor(t)
    const words = [process.execPath, ...program, database.url].map(word => `'${word}'`).join(' ')
    const child = spawn('script', ['-qec', words, '/dev/null'], {
      env: { ...process.env, XDG_STATE_HOME: state, TERM: 'xterm', NO_COLOR: '', FORCE_COLOR: '' },
    })
    let out = ''
    child.stdout.on('data', chunk => {
      out += String(chunk)
    })
    const until = async (text: string): Promise<void> => {
      for (let look = 0; look < 600 && !out.includes(text); look++)
        await new Promise(resolve => setTimeout(resolve, 50))
      t.ok(out.includes(text), text)
      out = ''
    }
    const ended = new Promise(resolve => child.on('close', resolve))
    await until('\u001B[32mread-only\u001B[39m> ')
    // A tab that comes with other characters is taken for pasted text.
    child.stdin.write('Artist.where("na')
    await until('"na')
    child.stdin.write('\t')
    await until('me')
    child.stdin.write('", "A")\r')
    await until('│ A ')
    child.stdin.write('const password = "hunter2"\r')
    await until('read-only')
    child.stdin.write('await Album.count()\r')
    await until('\u001B[33m1\u001B[39m')
    child.stdin.write('Math.cb')
    await until('Math.cb')
    child.stdin.write('\t')
    await until('rt')
    child.stdin.write('(27)\r')
    await until('\u001B[33m3\u001B[39m')
    child.stdin.write('.exit\r')
    t.equal(await ended, 0)
    const history = readFileSync(join(state, 'automap', 'history'), 'utf8')
    t.match(history, /await Album\.count\(\)/)
    t.notMatch(history, /hunter2/)
  },
)
