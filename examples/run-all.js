/** Runs every example in a process of its own, on SQLite, and on PostgreSQL where AUTOMAP_POSTGRES_URL is set. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = new URL('./', import.meta.url)
const programs = readdirSync(here)
  .filter(name => name.endsWith('.js') && name !== 'run-all.js')
  .concat(
    'typescript/run.js',
    ...['reflected', 'declared', 'mixed'].map(kind => `marketplace/check.js ${kind}`),
  )
  .sort()

const postgres = process.env.AUTOMAP_POSTGRES_URL
const places = [['sqlite', {}], ...(postgres ? [['postgres', { EXAMPLES_POSTGRES_URL: postgres }]] : [])]

/** Gives true where the program ended well; what a failed one printed is shown. */
async function run(program, database, variables) {
  const started = Date.now()
  const [file, ...inputs] = program.split(' ')
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, here)), ...inputs], {
    env: { ...process.env, ...variables, NO_COLOR: '1' },
    timeout: 120_000,
  })
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output.push(chunk))
  const [status] = await once(child, 'close')
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${database.padEnd(8)} ${program} (${seconds} s)`)
  if (status !== 0) console.log(Buffer.concat(output).toString())
  return status === 0
}

let failed = 0
for (const [database, variables] of places) {
  for (const program of programs) if (!(await run(program, database, variables))) failed++
}
if (!postgres) console.log('Only on SQLite: AUTOMAP_POSTGRES_URL is not set')
if (failed > 0) {
  console.log(`${failed} examples failed`)
  process.exitCode = 1
}
