import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { command, type Outcome, program } from '../fixtures/command.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

const canary = 'kan@ry7/ö%hunter'

/** However it may be written. */
const forms = [
  canary,
  encodeURIComponent(canary),
  encodeURI(canary),
  new URLSearchParams({ '': canary }).toString().slice(1),
  JSON.stringify(canary).slice(1, -1),
  Buffer.from(canary).toString('base64'),
  Buffer.from(canary).toString('hex'),
  'hunter',
]

interface Try {
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly cwd: string
}

async function run({ words, env = {}, input = '', cwd }: Try): Promise<Outcome> {
  const child = spawn(process.execPath, [...program, ...words], { cwd, env: { ...process.env, ...env } })
  const kept = { out: '', err: '' }
  child.stdout.on('data', chunk => {
    kept.out += String(chunk)
  })
  child.stderr.on('data', chunk => {
    kept.err += String(chunk)
  })
  child.stdin.end(input)
  const exit = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { exit, ...kept }
}

function folderFor(t: Test): string {
  const cwd = mkdtempSync(join(tmpdir(), 'automap-canary-'))
  t.teardown(() => rmSync(cwd, { recursive: true, force: true }))
  return cwd
}

function refuses(t: Test, { exit, out, err }: Outcome, wanted: number, title: string): void {
  t.equal(exit, wanted, title)
  for (const form of forms) t.notOk(`${out}${err}`.includes(form), `${title} holds no ${form}`)
}

/** The places where a wrong password can stand. */
function placesOf({ url }: Database, cwd: string): Readonly<Record<string, Omit<Try, 'cwd'>>> {
  const address = new URL(url)
  const { hostname: host, port, username: user, pathname } = address
  const encoded = encodeURIComponent(canary)
  address.password = ''
  const bare = address.href
  const connection = { host, port: Number(port), user, password: canary, database: pathname.slice(1) }
  const write = (name: string, value: unknown): string => {
    const text = JSON.stringify(value)
    writeFileSync(join(cwd, name), name.endsWith('.json') ? text : `export default ${text}`)
    return name
  }
  const withPassword = bare.replace('@', `:${encoded}@`)
  const wide = write('automap.config.json', { connection: withPassword, schema: 'public' })
  const knexfile = write('knexfile.mjs', { development: { client: 'pg', connection } })
  return {
    address: { words: [withPassword] },
    query: { words: [`${bare.replace(`${user}@`, '')}?user=${user}&password=${encoded}`] },
    environment: { words: [bare], env: { PGPASSWORD: canary } },
    databaseUrl: { words: ['--config', write('empty.json', {})], env: { DATABASE_URL: withPassword } },
    config: { words: ['--config', wide] },
    knexfile: { words: ['--config', knexfile] },
  }
}

eachDatabase(
  t,
  'a password that the server refuses is told of, and never told',
  async (t, database) => {
    const cwd = folderFor(t)
    const env = { XDG_STATE_HOME: cwd }
    for (const [title, { words, ...rest }] of Object.entries(placesOf(database, cwd))) {
      const given = title === 'query' ? [...words, '-e', '1'] : ['inspect', ...words]
      const outcome = await run({ words: [...given, '--json', '--debug'], cwd, env: { ...rest.env, ...env } })
      refuses(t, outcome, 3, title)
      t.equal(outcome.out, '')
      t.match(outcome.err, /^automap: .*the server refused the user or the password; mend them/)
    }
    for (const file of readdirSync(join(cwd), { recursive: true, encoding: 'utf8' })) {
      if (/history/.test(file)) t.fail(`there is a ${file}`)
    }
  },
  'postgres',
)

eachDatabase(
  t,
  'whoever prints what connects to a database is shown no password',
  async (t, database) => {
    await database.exec('create table artist (id integer primary key)')
    const { password } = new URL(database.url)
    for (const code of [
      'knex',
      'knex.client',
      '[knex.client.config]',
      'db',
      'throw new Error(knex.client.connectionSettings.connectionString)',
    ]) {
      for (const form of [[], ['--json'], ['--csv']]) {
        const { out, err } = await command([database.url, '-e', code, ...form])
        t.notOk(`${out}${err}`.includes(password), `${code} ${form}`)
      }
    }
  },
  'postgres',
)

t.test('what is no address and no config file is not quoted', async t => {
  const cwd = folderFor(t)
  for (const address of ['5/hunter@host/db', '5#hunter@host/db', '5?hunter@host/db', '5@hunter/@host/db']) {
    const outcome = await command(['inspect', `postgres://me:${address}`])
    refuses(t, outcome, 2, address)
    t.match(outcome.err, /^automap: Cannot use the address: there is an "@" behind its host; percent-encode /)
  }
  const connection = 'postgres://me:5/hunter@host/db'
  for (const given of [
    { connection },
    { client: 'pg', connection },
    { client: 'pg', connection: { connectionString: connection } },
  ]) {
    writeFileSync(join(cwd, 'a.json'), JSON.stringify(given))
    refuses(t, await command(['inspect', '--config', 'a.json'], { cwd }), 2, JSON.stringify(given))
  }
  writeFileSync(join(cwd, 'broken.json'), '{"connection":{"password": hunter}}')
  writeFileSync(join(cwd, 'broken.mjs'), 'export default { connection: { password: "hunter" "x" } }')
  writeFileSync(join(cwd, 'broken.ts'), 'export default { connection: { password: "hunter" "x" } }')
  for (const name of ['broken.json', 'broken.mjs', 'broken.ts']) {
    const outcome = await command(['inspect', '--config', name, '--debug'], { cwd })
    refuses(t, outcome, 2, name)
    t.match(outcome.err, `Cannot read "${name}": `)
  }
})
