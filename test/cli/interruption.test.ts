import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { command, program } from '../fixtures/command.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

const sleep = 'await knex.raw("select pg_sleep(25)")'

/** What else is at the database than who asks. */
async function othersAt({ knex }: Database): Promise<number> {
  const { rows } = await knex.raw(
    "select count(*)::integer as n from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()",
  )
  return rows[0].n
}

async function until(condition: () => Promise<boolean> | boolean): Promise<boolean> {
  for (let look = 0; look < 400; look++) {
    if (await condition()) return true
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  return false
}

/** Runs it by a shell, which tells a signal by a number. */
function started(
  t: Test,
  words: readonly string[],
): { child: ChildProcess; ended: Promise<readonly [number | null, string]> } {
  const quoted = [process.execPath, ...program, ...words].map(word => `'${word}'`).join(' ')
  const child = spawn('bash', ['-c', `${quoted} <<< '' & echo $!; wait $!`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', chunk => {
      out += String(chunk)
    })
  }
  t.teardown(() => child.kill('SIGKILL'))
  return { child, ended: new Promise(resolve => child.on('close', code => resolve([code, out]))) }
}

for (const [signal, exit] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  eachDatabase(
    t,
    `${signal} ends a long statement at once, at the server, too`,
    async (t, database) => {
      await database.exec('create table artist (id integer primary key)')
      const { child, ended } = started(t, [database.url, '-e', sleep])
      const pid = new Promise<number>(resolve => child.stdout?.once('data', text => resolve(Number(text))))
      t.ok(await until(async () => (await othersAt(database)) === 1), 'it runs')
      process.kill(await pid, signal)
      const [code, out] = await ended
      t.equal(code, exit)
      t.match(out, /^\d+\n$/, 'nothing is said')
      t.ok(await until(async () => (await othersAt(database)) === 0), 'nothing is left at the server')
    },
    'postgres',
  )
}

eachDatabase(t, 'code that never ends is ended by SIGINT, whether it waits or not', async (t, database) => {
  if (database.driver === 'sqlite3') return t.comment('as with the other driver')
  await database.exec('create table artist (id integer primary key)')
  for (const code of ['await new Promise(() => setInterval(() => 1, 99))', 'for (;;);']) {
    const { child, ended } = started(t, [
      database.url,
      '-e',
      `console.log("!"); await new Promise(go => setTimeout(go, 99)); ${code}`,
    ])
    let out = ''
    child.stdout?.on('data', text => {
      out += String(text)
    })
    t.ok(await until(() => out.includes('!')), 'it runs')
    process.kill(Number.parseInt(out, 10), 'SIGINT')
    t.equal((await ended)[0], 130, code)
  }
})

eachDatabase(
  t,
  'a transaction that has not ended does not hold the end up, and is told of',
  async (t, database) => {
    await database.exec('create table artist (id integer primary key)')
    const { ended } = started(t, [
      database.url,
      '--write',
      '-e',
      'const trx = await knex.transaction(); await trx("artist").insert({ id: 1 }); 5',
    ])
    const [code, out] = await ended
    t.equal(code, 0)
    t.match(
      out,
      /\n5\nA connection was still held at the end, and has been closed: a transaction has not ended, and what it did is undone\n/,
    )
    t.same(await database.knex('artist'), [])
  },
)

eachDatabase(
  t,
  'a statement that runs at the end is waited for',
  async (t, database) => {
    await database.exec('create table artist (id integer primary key)')
    const code = `
      knex.raw("select pg_sleep(1.2)").then(() => { globalThis.isOver = true })
      await new Promise(go => setTimeout(go, 200))
      5`
    t.same(await command([database.url, '-e', code]), { exit: 0, out: '5\n', err: '' })
    t.equal(Reflect.get(globalThis, 'isOver'), true)
    Reflect.deleteProperty(globalThis, 'isOver')
  },
  'postgres',
)

eachDatabase(t, 'what fails when nobody waits for it is told without a stack', async (t, database) => {
  if (database.driver === 'sqlite3') return t.comment('as with the other driver')
  await database.exec('create table artist (id integer primary key)')
  const folder = mkdtempSync(join(tmpdir(), 'automap-forgotten-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const { writeFileSync } = await import('node:fs')
  const path = join(folder, 'a.mjs')
  writeFileSync(path, 'knex("nope").then(() => 1); await new Promise(resolve => setTimeout(resolve, 5000))')
  const [code, out] = await started(t, ['run', database.url, path]).ended
  t.equal(code, 4)
  t.match(out, /^\d+\nautomap: .*nope.*\n$/)
})

const hasScript = spawnSync('script', ['--version']).status === 0

eachDatabase(
  t,
  'at the prompt Ctrl-C ends what runs, and at an empty prompt the second leaves',
  async (t, database) => {
    if (!hasScript) return t.comment('script of util-linux is not here, so there is no terminal to try')
    if (database.driver === 'sqlite3') return t.comment('as with the other driver')
    await database.exec('create table artist (id integer primary key)')
    const state = mkdtempSync(join(tmpdir(), 'automap-prompt-'))
    t.teardown(() => rmSync(state, { recursive: true, force: true }))
    const words = [process.execPath, ...program, database.url].map(word => `'${word}'`).join(' ')
    const child = spawn('script', ['-qec', words, '/dev/null'], {
      env: { ...process.env, XDG_STATE_HOME: state, TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '' },
    })
    t.teardown(() => child.kill('SIGKILL'))
    let out = ''
    child.stdout.on('data', chunk => {
      out += String(chunk)
    })
    const shows = async (text: string): Promise<void> => {
      t.ok(await until(() => out.includes(text)), `${text} in ${out}`)
      out = ''
    }
    const ended = new Promise(resolve => child.on('close', resolve))
    await shows('read-only> ')
    const waiting = database.dialect === 'postgres' ? [sleep, 'knex.raw("select pg_sleep(25)")'] : []
    for (const code of [...waiting, 'await new Promise(() => 1)', 'new Promise(() => 1)']) {
      child.stdin.write(`${code}\r`)
      if (code.includes('pg_sleep'))
        t.ok(await until(async () => (await othersAt(database)) === 1), 'it runs')
      else await new Promise(resolve => setTimeout(resolve, 300))
      out = ''
      child.stdin.write('\u0003')
      await shows('Interrupted')
      if (code.includes('pg_sleep'))
        t.ok(await until(async () => (await othersAt(database)) === 0), 'it is over')
      child.stdin.write('6 * 7\r')
      await shows('\n42')
    }
    child.stdin.write('\u0003')
    await shows('again')
    child.stdin.write('\u0003')
    t.equal(await ended, 0)
  },
)
