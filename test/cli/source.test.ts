import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { CommandError } from '../../lib/cli/exit.js'
import { watched } from '../../lib/cli/progress.js'
import { concealed, holdsSecret } from '../../lib/cli/secrets.js'
import { operandsOf, placeOf, sourceOf } from '../../lib/cli/source.js'
import { fitted, harmless } from '../../lib/cli/terminal.js'
import { terminal } from '../fixtures/command.js'

t.test('a config file is found and read, and addresses come first', async t => {
  const cwd = mkdtempSync(join(tmpdir(), 'automap-config-'))
  t.teardown(() => rmSync(cwd, { recursive: true, force: true }))
  const flags = { timeout: 30 }
  const at = (env: Record<string, string> = {}) => ({ cwd, env })
  await t.rejects(
    sourceOf(undefined, flags, at()),
    new CommandError(
      'No database is named: give an address or a path, write automap.config.js, or set DATABASE_URL; see automap --help',
    ),
  )
  t.same(await sourceOf(undefined, flags, at({ DATABASE_URL: 'a.db' })), {
    connection: 'a.db',
    options: { timeout: 30_000 },
  })
  writeFileSync(join(cwd, 'automap.config.json'), '{"connection":"b.db","schema":"x","only":"a_*"}')
  t.same(await sourceOf(undefined, { ...flags, only: ['b'] }, at({ DATABASE_URL: 'a.db' })), {
    connection: 'b.db',
    options: { schema: 'x', only: ['b'], timeout: 30_000 },
  })
  t.same(await sourceOf('c.db', { ...flags, schema: ['y'], except: ['z'] }, at()), {
    connection: 'c.db',
    options: { schema: ['y'], except: ['z'], timeout: 30_000 },
  })
  t.same(await sourceOf('c.db', { ...flags, config: 'automap.config.json' }, at()), {
    connection: 'c.db',
    options: { schema: 'x', only: 'a_*', timeout: 30_000 },
  })
  writeFileSync(
    join(cwd, 'knexfile.ts'),
    'export default { production: { client: "x", connection: "d" } as object }',
  )
  t.same(await sourceOf(undefined, { ...flags, config: 'knexfile.ts' }, at({ NODE_ENV: 'production' })), {
    connection: { client: 'x', connection: 'd' },
    options: { timeout: 30_000 },
  })
  writeFileSync(join(cwd, 'bad.mjs'), 'export default 5')
  writeFileSync(join(cwd, 'knex.mjs'), 'export default { connection: () => 1 }')
  writeFileSync(join(cwd, 'broken.json'), '{')
  writeFileSync(join(cwd, 'broken.mjs'), '{')
  for (const [config, message] of [
    ['bad.mjs', 'Cannot use "bad.mjs": expected its default export to be an object with a connection, got 5'],
    ['knex.mjs', /cannot be kept from writing; give its configuration$/],
    ['broken.json', 'Cannot read "broken.json": it is not JSON; mend it, or write it as a .js file'],
    ['broken.mjs', /^Cannot read "broken\.mjs": /],
    ['none.js', 'Cannot read "none.js": there is no such file; mend --config'],
  ] as const) {
    await t.rejects(sourceOf(undefined, { ...flags, config }, at()), { constructor: CommandError, message })
  }
  t.same(await sourceOf('a.json', flags, at()), { snapshot: join(cwd, 'a.json') })
})

t.test('the first word is a database where it can be one', t => {
  t.same(operandsOf(['a.db', 'customer']), { database: 'a.db', rest: ['customer'] })
  t.same(operandsOf(['customer', undefined]), { database: undefined, rest: ['customer'] })
  t.same(operandsOf(['mysql://x']), { database: 'mysql://x', rest: [] })
  t.same(operandsOf(['a.json']), { database: 'a.json', rest: [] })
  t.same(operandsOf([]), { database: undefined, rest: [] })
  t.end()
})

t.test('a database is called by its name, never by its password', t => {
  t.equal(placeOf('postgres://me:hunter2@host/shop'), 'shop@host')
  t.equal(placeOf({ connectionString: 'postgres://host' }), 'database@host')
  t.equal(placeOf({ filename: '/a/b.db?mode=ro' }), 'b.db')
  t.equal(placeOf({ database: 'a' }), 'a')
  t.equal(placeOf({ database: 'a', host: 'b' }), 'a@b')
  t.equal(placeOf({}), 'database')
  t.equal(placeOf(undefined), 'database')
  t.equal(concealed('x postgres://me:hunter2@host y'), 'x postgres://me:***@host y')
  t.equal(concealed('password: "a b", token=abc'), 'password: "***", token=***')
  t.equal(
    concealed('PGPASSWORD=abc db_password = `x` "dbPassword":"y"'),
    'PGPASSWORD=*** db_password = `***` "dbPassword":"***"',
  )
  t.equal(concealed('postgres://me:p@ss/w@host'), 'postgres://me:***@host')
  t.equal(concealed(concealed('password=abc')), 'password=***')
  t.equal(holdsSecret('await Artist.count()'), false)
  t.end()
})

t.test('what a terminal obeys is shown, and what is too long is cut', t => {
  t.equal(harmless('a\n\r\t\u001b[2J\u202e'), 'a\\n\\r\\t\\u001b[2J\\u202e')
  t.equal(fitted('abc', 3), 'abc')
  t.equal(fitted('\u001b[1mabcd\u001b[22m', 3), 'ab…')
  t.end()
})

t.test('progress is shown where it takes long and somebody is watching', async t => {
  const { terminal: own, texts } = terminal()
  const slow = () => new Promise<number>(resolve => setTimeout(() => resolve(5), 80))
  t.equal(await watched(own, 'Reading', slow, 1), 5)
  t.equal(texts().err, '')
  Object.assign(own.stderr, { isTTY: true, columns: 80 })
  t.equal(await watched(own, 'Reading', slow, 1000), 5)
  t.equal(texts().err, '')
  t.equal(await watched(own, 'Reading', slow, 1), 5)
  t.match(texts().err, /Reading … /)
  const before = texts().err.length
  const start = performance.now()
  let shownAfter = 0
  own.stderr.on('data', () => {
    shownAfter ||= performance.now() - start
  })
  await watched(own, 'Looking', () => new Promise(resolve => setTimeout(resolve, 1700)))
  t.match(texts().err.slice(before), /Looking … /)
  t.ok(shownAfter >= 990, `it is shown after a second, not ${shownAfter} ms`)
})
