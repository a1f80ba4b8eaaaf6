/** Writes results as lines: ratios to the bare driver, medians, and whether an aim is met. Measures nothing. */

import type { Result } from './contest.js'
import type { DatabaseName, Measure } from './place.js'
import type { Target, Workload } from './workloads.js'

/** Gives the middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const above = sorted[middle] as number
  return sorted.length % 2 === 1 ? above : ((sorted[middle - 1] as number) + above) / 2
}

/** Gives the lines of one workload on one database. */
export function linesOf(workload: Workload, database: DatabaseName, results: readonly Result[]): string[] {
  const floor = results.find(({ contender }) => contender === 'bare') as Result
  return [
    `\n${workload.name} on ${database}: ${workload.about}`,
    row(['', 'ratio', 'of processor', 'of first round', 'median', 'statements', 'growth']),
    ...results.map(result => row(cellsOf(result, floor))),
    ...workload.targets.flatMap(target => verdict(results, target)),
  ]
}

function cellsOf({ contender, first, rounds }: Result, floor: Result): string[] {
  return [
    contender,
    ratioText(ratioOf(rounds, floor.rounds, 'time')),
    ratioText(ratioOf(rounds, floor.rounds, 'cpu')),
    ratioText(first.time / floor.first.time),
    `${median(rounds.map(({ time }) => time)).toFixed(1)} ms`,
    first.statements === null ? '' : String(first.statements),
    `${(first.growth / 2 ** 20).toFixed(0)} MB`,
  ]
}

function ratioOf(rounds: readonly Measure[], floor: readonly Measure[], what: 'time' | 'cpu'): number {
  return median(rounds.map(round => round[what])) / median(floor.map(round => round[what]))
}

function verdict(results: readonly Result[], { by, of, ratio: aim }: Target): string[] {
  const [one, other] = [by, of].map(name => results.find(({ contender }) => contender === name))
  if (one === undefined || other === undefined) return []
  const ratio = ratioOf(one.rounds, other.rounds, 'time')
  const word = ratio <= aim ? 'met' : 'MISSED'
  return [`  aim: ${by} at most ${aim} of ${of}: ${ratioText(ratio)}, ${word}`]
}

function ratioText(ratio: number): string {
  return ratio.toFixed(2)
}

function row(cells: readonly string[]): string {
  const [name = '', ...rest] = cells
  return `  ${name.padEnd(11)}${rest.map(cell => cell.padStart(15)).join('')}`
}
