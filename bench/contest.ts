/** Lets contenders run one workload in turn, each in a process of its own. Fails where they do not do the same. */

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, FirstMeasure, Measure, Task } from './place.js'

/** What one contender gave at one workload. */
export interface Result {
  readonly contender: string
  /** From a process that has done nothing before. */
  readonly first: FirstMeasure
  readonly rounds: readonly Measure[]
}

/** One contender's process. */
interface Entrant {
  readonly contender: string
  readonly child: ChildProcess
}

const worker = fileURLToPath(new URL('worker.js', import.meta.url))
/** Contenders that were found not to be installed, so that each is named once. */
const absent = new Set<string>()

/** How many rounds are run: those that do not count come after the first, which is told apart. */
export interface Rounds {
  readonly warmUps: number
  readonly counted: number
}

/** Gives the results, in the order of the contenders; one that does not take part is left out. */
export async function contest(
  workload: Omit<Task, 'contender'>,
  contenders: readonly string[],
  rounds: Rounds,
): Promise<Result[]> {
  const entrants: Entrant[] = []
  try {
    for (const contender of contenders) {
      const child = await enter({ ...workload, contender })
      if (child !== null) entrants.push({ contender, child })
    }
    const firsts = await inTurn(entrants, 0)
    const measures: Measure[][] = []
    for (let round = 0; round < rounds.warmUps; round++) await inTurn(entrants, round)
    for (let round = 0; round < rounds.counted; round++) measures.push(await inTurn(entrants, round))
    const results = entrants.map(({ contender }, i) => ({
      contender,
      first: firsts[i] as FirstMeasure,
      rounds: measures.map(measured => measured[i] as Measure),
    }))
    assertEqual(workload, results)
    return results
  } finally {
    await Promise.all(entrants.map(({ child }) => stop(child)))
  }
}

async function enter(task: Task): Promise<ChildProcess | null> {
  if (absent.has(task.contender)) return null
  const env = { ...process.env, TZ: 'UTC' }
  const child = fork(worker, [JSON.stringify(task)], { execArgv: ['--expose-gc', ...process.execArgv], env })
  const answer = await answerOf(child)
  if (answer.type === 'ready') return child
  if (answer.type === 'absent' && !answer.installed) {
    absent.add(task.contender)
    console.log(`${task.contender} is not installed and left out: npm install --prefix bench`)
  }
  child.kill()
  return null
}

/** Every round begins with another contender, so that none always follows the same one. */
async function inTurn(entrants: readonly Entrant[], round: number): Promise<Measure[]> {
  const measured = new Map<Entrant, Measure>()
  for (let i = 0; i < entrants.length; i++) {
    const entrant = entrants[(i + round) % entrants.length] as Entrant
    const answering = answerOf(entrant.child)
    entrant.child.send('round')
    const answer = await answering
    if (answer.type === 'measured') measured.set(entrant, answer.measure)
  }
  return entrants.map(entrant => measured.get(entrant) as Measure)
}

async function answerOf(child: ChildProcess): Promise<Answer> {
  const answer = await new Promise<Answer>((resolve, reject) => {
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`A contender ended with ${code}`)))
  }).finally(() => child.removeAllListeners())
  if (answer.type === 'failed') throw new Error(answer.error)
  return answer
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.send('stop')
  await exit
}

function assertEqual({ workload, database }: Omit<Task, 'contender'>, results: readonly Result[]): void {
  const sums = new Map(results.map(({ contender, first }) => [contender, first.checksum]))
  const all = results.flatMap(({ first, rounds }) => [first, ...rounds]).map(({ checksum }) => checksum)
  if (new Set(all).size <= 1) return
  const text = [...sums].map(([contender, sum]) => `${contender} ${sum}`).join(', ')
  throw new Error(`Contenders did not do the same at "${workload}" on ${database}: ${text}`)
}
