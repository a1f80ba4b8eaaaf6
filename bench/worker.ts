/** Measures one contender at one workload in a process of its own, a round whenever it is told to. */

import process from 'node:process'
import type { Answer, Connect, Contender, FirstMeasure, Measure, Round, Task } from './place.js'

const contenders: Readonly<Record<string, (task: Task) => Promise<{ readonly connect: Connect }>>> = {
  bare: task =>
    task.database === 'postgres'
      ? import('./contenders/bare-postgres.js')
      : import('./contenders/bare-sqlite.js'),
  ours: () => import('./contenders/ours.js'),
  reflection: () => import('./contenders/reflection.js'),
  pragmas: () => import('./contenders/pragmas.js'),
  snapshot: () => import('./contenders/snapshot.js').then(({ asking }) => ({ connect: asking })),
  unasked: () => import('./contenders/snapshot.js').then(({ trusting }) => ({ connect: trusting })),
  each: task =>
    task.database === 'postgres'
      ? import('./contenders/writing/each-postgres.js')
      : import('./contenders/writing/each-sqlite.js'),
  knex: () => import('./contenders/by-hand.js'),
  objection: () => import('./contenders/objection.js'),
  kysely: () => import('./contenders/kysely.js'),
}

const task: Task = JSON.parse(process.argv[2] as string)

function tell(answer: Answer): void {
  process.send?.(answer)
}

async function measure({ before, run, check, after }: Round): Promise<Measure> {
  await before?.()
  const cpu = process.cpuUsage()
  const start = performance.now()
  const seen = await run()
  const time = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  const checksum = seen + ((await check?.()) ?? 0)
  await after?.()
  return { checksum, time, cpu: (user + system) / 1000 }
}

async function measureFirst(round: Round, contender: Contender): Promise<FirstMeasure> {
  let statements = 0
  contender.onStatement?.(() => statements++)
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  const measured = await measure(round)
  const growth = Math.max(0, process.resourceUsage().maxRSS * 1024 - before)
  return { ...measured, statements: contender.onStatement ? statements : null, growth }
}

async function start(): Promise<void> {
  const load = contenders[task.contender] as (typeof contenders)[string]
  const found = await load(task).then(
    ({ connect }) => connect(task),
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
      return null
    },
  )
  const round = found?.rounds[task.workload.replace(/^boot-.*/, 'boot')]
  if (!found || !round) {
    await found?.close()
    return tell({ type: 'absent', installed: found !== null })
  }
  let first = true
  process.on('message', (order: string) => {
    if (order === 'stop') return void found.close().then(() => process.exit(), fail)
    const measuring = first ? measureFirst(round, found) : measure(round)
    first = false
    measuring.then(measured => tell({ type: 'measured', measure: measured }), fail)
  })
  tell({ type: 'ready' })
}

function fail(error: unknown): void {
  tell({ type: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}

start().catch(fail)
