/** Puts rows that can be written together into steps, in an order that their keys allow. Writes nothing. */

import type { Action, Operation } from './action.js'
import type { Graph } from './graph.js'
import { grouped } from './grouped.js'
import type { Place, PlaceColumn } from './place.js'
import { ranksOf } from './ranks.js'

/** What one request to the database does, which most often is one statement. */
export interface Step {
  readonly operation: Operation
  readonly place: Place
  /** What is written, in the order of the table; where a row of an INSERT lacks one of them it is null. */
  readonly columns: readonly PlaceColumn[]
  readonly actions: readonly Action[]
}

/** What could be one step. */
interface Group {
  readonly rank: number
  /** How many of its rows are in no step yet. */
  left: number
  /** Those that wait for nothing. */
  ready: Action[]
}

/**
 * Gives steps, as few as the order allows. Of those that could come next, one whose rows are all ready goes first, then one of
 * parents. Within a step rows have the order in which they were added.
 */
export function stepsOf(graph: Graph): readonly Step[] {
  const actions = [...graph.actions]
  const places = new Map(actions.map((action, i) => [action, i]))
  const waiting = new Map(actions.map(action => [action, graph.before(action).size]))
  const { groups, groupOf } = groupsOf(actions)
  const free = (action: Action): void => {
    groupOf.get(action)?.ready.push(action)
  }
  for (const action of actions) if (waiting.get(action) === 0) free(action)
  const steps: Step[] = []
  for (let group = nextOf(groups); group !== null; group = nextOf(groups)) {
    const ready = group.ready.sort((a, b) => (places.get(a) as number) - (places.get(b) as number))
    group.left -= ready.length
    group.ready = []
    for (const action of ready) {
      for (const { after } of graph.after(action)) {
        const left = (waiting.get(after) as number) - 1
        waiting.set(after, left)
        if (left === 0) free(after)
      }
    }
    steps.push(stepOf(ready))
  }
  return steps
}

function nextOf(groups: readonly Group[]): Group | null {
  const ready = groups.filter(group => group.ready.length > 0)
  return ready.find(({ ready, left }) => ready.length === left) ?? ready[0] ?? null
}

function groupsOf(actions: readonly Action[]): {
  readonly groups: readonly Group[]
  readonly groupOf: ReadonlyMap<Action, Group>
} {
  const ranks = ranksOf(new Set(actions.map(({ place }) => place)))
  const groups: Group[] = []
  const groupOf = new Map<Action, Group>()
  for (const members of grouped(actions, shapeOf).values()) {
    const [{ operation, place }] = members as [Action]
    const group = { rank: rankOf(operation, ranks.get(place) as number), left: members.length, ready: [] }
    groups.push(group)
    for (const member of members) groupOf.set(member, group)
  }
  return { groups: groups.sort((a, b) => a.rank - b.rank), groupOf }
}

/** Parents are written first, and deleted last, when all is written. */
function rankOf(operation: Operation, rank: number): number {
  if (operation === 'delete') return Number.MAX_SAFE_INTEGER - rank
  return rank * 2 + (operation === 'insert' ? 0 : 1)
}

/** Rows of one shape can be written by one statement. What fills itself does so only where it is left out. */
function shapeOf({ operation, place, instance, values, found }: Action): string {
  let written = ''
  let position = 0
  for (const [name, column] of place.columns) {
    position++
    if (values.has(name) && (operation !== 'insert' || fillsItself(column))) written += ` ${position}`
  }
  const finding = found === null ? '' : JSON.stringify(found.columns)
  return `${operation}${written}, ${instance === null}, ${finding}, ${place.id}`
}

function fillsItself({ mapping }: PlaceColumn): boolean {
  const { hasDefault, autoIncrement, identity } = mapping.column
  return hasDefault || autoIncrement || identity !== null
}

function stepOf(actions: readonly Action[]): Step {
  const [{ operation, place }] = actions as [Action]
  const columns = [...place.columns.values()].filter(({ name }) =>
    actions.some(({ values }) => values.has(name)),
  )
  return { operation, place, columns, actions }
}
