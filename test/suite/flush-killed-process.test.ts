import { copyFileSync, existsSync, statSync } from 'node:fs'
import knex from 'knex'
import t from 'tap'
import { type DriverName, eachDatabase } from '../fixtures/databases.js'
import {
  found,
  graphOf,
  openKilled,
  rows,
  statements,
  tables,
  unwritten,
  writeGraph,
  written,
} from '../fixtures/killed-flush.js'
import { shapes } from '../fixtures/office.js'
import { plainSource, runPlain } from '../fixtures/plain-source.js'

const commit = statements.length - 1

/** Too small for what the flush writes, so that files are changed before COMMIT. */
const smallCache = 'pragma cache_size = 2'

const nothing = [...unwritten, 'ok']
const everything = [...written, 'ok']

/** Opens a file as the next process does, and tells what is there. */
async function recovered(client: DriverName, filename: string): Promise<string[]> {
  const connection = knex({ client, connection: { filename }, useNullAsDefault: true })
  try {
    const people = await found(connection)
    const [{ integrity_check }] = await connection.raw('pragma integrity_check')
    return [...people, integrity_check]
  } finally {
    await connection.destroy()
  }
}

for (const [mode, journal] of [
  ['delete', ''],
  ['wal', '-wal'],
] as const) {
  eachDatabase(
    t,
    `files hold all of a flush or nothing at any of its statements, with journal_mode ${mode}`,
    async (t, database) => {
      await database.exec(`pragma journal_mode = ${mode}; ${tables('sqlite')} ${rows} ${smallCache}`)
      const file = database.url.slice('sqlite:'.length)
      const db = await openKilled(database.knex)
      const graph = await graphOf(db)
      const sent: string[] = []
      const copies: string[] = []
      const copy = (): void => void copies.push(copied(file, `${file}.${copies.length}`))
      database.knex.on('query', ({ sql }: { sql: string }) => {
        sent.push(sql)
        copy()
      })
      await writeGraph(db, graph)
      copy()
      t.same(shapes(sent), statements)
      const size = (at: number): number => statSync(`${copies[at]}${journal}`).size
      t.ok(size(commit) > size(0), 'what is not committed has been in the files')
      for (const [at, each] of copies.entries()) {
        const label = `before ${statements[at] ?? 'whatever comes then'}`
        t.same(await recovered(database.driver, each), at > commit ? everything : nothing, label)
      }
    },
    'sqlite',
  )
}

/** Copies what a process that is killed now would leave. */
function copied(file: string, copy: string): string {
  for (const part of ['', '-journal', '-wal']) {
    if (existsSync(file + part)) copyFileSync(file + part, copy + part)
  }
  return copy
}

/** One driver blocks the process, so that it is killed before a statement; the other is at it meanwhile. */
const program = `
  import knex from 'knex'
  import { graphOf, openKilled, writeGraph } from './test/fixtures/killed-flush.js'
  const [, client, filename, at] = process.argv
  const connection = knex({ client, connection: { filename }, useNullAsDefault: true })
  await connection.raw('${smallCache}')
  const db = await openKilled(connection)
  const graph = await graphOf(db)
  const die = () => process.kill(process.pid, 'SIGKILL')
  let left = Number(at)
  connection.on('query', () => {
    if (left-- === 0) client === 'sqlite3' ? queueMicrotask(die) : die()
  })
  await writeGraph(db, graph)
  die()`

const moments: Readonly<Partial<Record<DriverName, readonly number[]>>> = {
  'better-sqlite3': [...statements.keys(), commit + 1],
  sqlite3: [statements.indexOf('insert step'), commit - 1, commit, commit + 1],
}

const source = plainSource(t, ['test/fixtures/killed-flush.ts'])

eachDatabase(
  t,
  'a process that is killed at any statement of a flush leaves all of it or nothing',
  async (t, database) => {
    await database.exec(`${tables('sqlite')} ${rows}`)
    const file = database.url.slice('sqlite:'.length)
    const directory = await source
    const killed = async (at: number): Promise<void> => {
      const copy = copied(file, `${file}.${at}`)
      const { signal, told } = await runPlain(directory, program, [database.driver, copy, String(at)])
      t.equal(signal, 'SIGKILL', told)
      const rest = await recovered(database.driver, copy)
      const isUnderWay = at === commit && database.driver === 'sqlite3'
      const isWritten = isUnderWay ? rest.includes(`${written[1]}`) : at > commit
      t.same(rest, isWritten ? everything : nothing, `at ${statements[at] ?? 'what comes then'}`)
    }
    const left = [...(moments[database.driver] ?? [])]
    while (left.length > 0) await Promise.all(left.splice(0, 2).map(killed))
  },
  'sqlite',
)
