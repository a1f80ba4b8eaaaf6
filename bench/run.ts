/**
 * Runs the benchmark: `npm run bench -- [workloads] [--sqlite] [--postgres] [--rounds n]`. Makes its databases in a
 * temporary directory and on a server of its own, and removes them.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../test/fixtures/postgres.js'
import { contest, type Result } from './contest.js'
import type { DatabaseName } from './place.js'
import { type Prepare, preparePostgres, prepareSqlite } from './prepare.js'
import { linesOf } from './report.js'
import { type Workload, workloads } from './workloads.js'

interface Request {
  readonly chosen: readonly Workload[]
  readonly databases: readonly DatabaseName[]
  readonly rounds: number
}

function requestOf(args: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { sqlite: { type: 'boolean' }, postgres: { type: 'boolean' }, rounds: { type: 'string' } },
  })
  const unknown = positionals.find(name => !workloads.some(workload => isMeant(workload, name)))
  if (unknown !== undefined) {
    const known = workloads.map(({ name }) => name).join(', ')
    throw new Error(`No workload is called "${unknown}"; there are ${known}`)
  }
  const rounds = Number(values.rounds ?? 9)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('Expected --rounds to be a number from 1 on')
  const named = (['sqlite', 'postgres'] as const).filter(name => values[name])
  return {
    chosen: workloads.filter(
      workload => positionals.length === 0 || positionals.some(name => isMeant(workload, name)),
    ),
    databases: named.length > 0 ? named : ['sqlite', 'postgres'],
    rounds,
  }
}

/** `boot` means each of its sizes, `writing` all that writes. */
function isMeant({ name, needs }: Workload, wanted: string): boolean {
  if (wanted === 'writing') return needs === 'written'
  return name === wanted || (wanted === 'boot' && name.startsWith('boot-'))
}

async function measureOn(database: DatabaseName, prepare: Prepare, request: Request): Promise<void> {
  const addresses = new Map<string, string>()
  for (const workload of request.chosen) {
    const address = addresses.get(workload.needs) ?? (await prepare(workload.needs))
    addresses.set(workload.needs, address)
    const counted = Math.max(1, Math.ceil(request.rounds / workload.thinning))
    const rounds = { warmUps: workload.warmUps, counted }
    const task = { workload: workload.name, database, address }
    const results = await contest(task, ['bare', 'ours', ...workload.peers], rounds)
    assertStatements(workload, results)
    console.log(linesOf(workload, database, results).join('\n'))
  }
}

/** How many statements are sent is no matter of the machine. */
function assertStatements(workload: Workload, results: readonly Result[]): void {
  const sent = results.find(({ contender }) => contender === 'ours')?.first.statements ?? null
  if (workload.statements === null || sent === null || sent <= workload.statements) return
  throw new Error(`"${workload.name}" took ${sent} statements, more than ${workload.statements}`)
}

async function main(): Promise<void> {
  const request = requestOf(process.argv.slice(2))
  console.log(`Node ${process.versions.node}, ${cpus().length} processors, ${request.rounds} rounds`)
  const directory = await mkdtemp(join(tmpdir(), 'knex-automap-bench-'))
  try {
    if (request.databases.includes('sqlite')) await measureOn('sqlite', prepareSqlite(directory), request)
    if (!request.databases.includes('postgres')) return
    const server = await startPostgres()
    try {
      await measureOn('postgres', preparePostgres(server.url), request)
    } finally {
      await server.stop()
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

await main()
