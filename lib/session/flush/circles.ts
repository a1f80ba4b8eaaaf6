/**
 * Breaks the circles among rows that are to be written: by a null and a second UPDATE, or by having a key looked at when the
 * transaction commits. Refuses what can be broken by neither.
 */

import { WriteError } from '../../errors.js'
import { type Action, actionOf, modelOf } from './action.js'
import type { Deferred, Edge, Graph } from './graph.js'
import type { PlaceColumn } from './place.js'
import { boundOf, type Value } from './value.js'

/** Tells whether the database can look at a constraint when the transaction commits. */
export type CanWait = (deferred: Deferred) => boolean

/** Breaks every circle, so that an order can be found. Throws `WriteError` where one cannot be broken. */
export function breakCircles(graph: Graph, canWait: CanWait): void {
  const waiting = new Map([...graph.actions].map(action => [action, graph.before(action).size]))
  const ready = [...waiting.keys()].filter(action => waiting.get(action) === 0)
  const look = (action: Action): void => {
    const open = [...graph.before(action)].filter(({ before }) => waiting.has(before)).length
    waiting.set(action, open)
    if (open === 0) ready.push(action)
  }
  while (waiting.size > 0) {
    const action = ready.pop()
    if (action === undefined) {
      for (const touched of breakOne(graph, circleIn(graph, waiting), canWait)) look(touched)
      continue
    }
    waiting.delete(action)
    for (const { after } of graph.after(action)) {
      const left = (waiting.get(after) as number) - 1
      waiting.set(after, left)
      if (left === 0) ready.push(after)
    }
  }
}

/** Goes back from one that waits to what it waits for, until it comes round; gives the circle, its last edge first. */
function circleIn(graph: Graph, waiting: ReadonlyMap<Action, number>): readonly Edge[] {
  let action = waiting.keys().next().value as Action
  const path: Edge[] = []
  const met = new Map<Action, number>()
  while (!met.has(action)) {
    met.set(action, path.length)
    const edge = [...graph.before(action)].find(({ before }) => waiting.has(before)) as Edge
    path.push(edge)
    action = edge.before
  }
  return path.slice(met.get(action))
}

/** Gives what may be free now. */
function breakOne(graph: Graph, circle: readonly Edge[], canWait: CanWait): readonly Action[] {
  const touched =
    byWaiting(graph, circle, isWaiting) ?? byNull(graph, circle) ?? byWaiting(graph, circle, canWait)
  if (touched !== null) return touched
  throw refused(circle)
}

/** What waits for COMMIT by itself costs no statement. */
function isWaiting({ constraint }: Deferred): boolean {
  return 'initiallyDeferred' in constraint && constraint.initiallyDeferred === true
}

function byWaiting(graph: Graph, circle: readonly Edge[], canWait: CanWait): readonly Action[] | null {
  for (const edge of circle) {
    const deferred = deferredBy(edge)
    if (deferred === null || !canWait(deferred)) continue
    for (const other of [...graph.before(edge.after)]) {
      const isAlike = other.before === edge.before && deferredBy(other)?.constraint === deferred.constraint
      if (isAlike) graph.release(other)
    }
    graph.deferred.set(deferred.constraint, deferred)
    return [edge.after]
  }
  return null
}

function byNull(graph: Graph, circle: readonly Edge[]): readonly Action[] | null {
  for (const edge of circle) {
    const touched = withoutEdge(graph, edge)
    if (touched !== null) return touched
  }
  return null
}

function withoutEdge(graph: Graph, edge: Edge): readonly Action[] | null {
  const { after, reason } = edge
  if (reason.type === 'needs') return writtenLater(graph, after, reason.way.columns)
  if (reason.type === 'takes') return writtenLater(graph, after, reason.unique.columns)
  return reason.type === 'leaves' ? emptiedBefore(graph, edge, reason.way.columns) : null
}

/** Writes null first, and the value by an UPDATE of its own. */
function writtenLater(graph: Graph, action: Action, columns: readonly string[]): readonly Action[] | null {
  const names = emptied(action, columns).filter(name => action.values.has(name))
  if (names.length === 0) return null
  const later = actionOf('update', action.place, action.instance)
  graph.add(later)
  for (const name of names) {
    later.values.set(name, action.values.get(name) as Value)
    action.values.set(name, { bound: null })
  }
  takeOver(action, later, names)
  for (const edge of [...graph.before(action)]) {
    if (!concerns(edge, names)) continue
    graph.release(edge)
    graph.order(edge.before, later, edge.reason)
  }
  graph.order(action, later, { type: 'part' })
  return [action, later]
}

/** What is written later settles later. */
function takeOver(action: Action, later: Action, names: readonly string[]): void {
  for (const name of names) {
    const { mapping } = action.place.columns.get(name) as PlaceColumn
    for (const [column, edit] of [...action.taken]) {
      if (column.slot !== mapping.slot) continue
      later.taken.set(column, edit)
      action.taken.delete(column)
    }
  }
}

function concerns({ reason }: Edge, names: readonly string[]): boolean {
  if (reason.type === 'needs') return reason.way.columns.some(name => names.includes(name))
  return reason.type === 'takes' && reason.unique.columns.some(name => names.includes(name))
}

/** Empties a key before the row is deleted or changed, so that what it refers to can go first. */
function emptiedBefore(graph: Graph, edge: Edge, columns: readonly string[]): readonly Action[] | null {
  const action = edge.before
  const names = emptied(action, columns)
  if (names.length === 0) return null
  const first = actionOf('update', action.place, action.instance)
  for (const name of names) first.values.set(name, { bound: null })
  graph.add(first)
  graph.order(first, action, { type: 'part' })
  graph.release(edge)
  graph.order(first, edge.after, edge.reason)
  return [first, action, edge.after]
}

/** Gives the columns that take null, and are no part of what the row is found by. */
function emptied({ place, instance }: Action, columns: readonly string[]): readonly string[] {
  if (instance === null || place.key.length === 0) return []
  return columns.filter(name => {
    const column = place.columns.get(name)
    return column?.mapping.column.nullable === true && !place.key.includes(column)
  })
}

/** What refers to a row whose key is not known yet can only be written behind it. */
function deferredBy({ before, after, reason }: Edge): Deferred | null {
  if (reason.type === 'part') return null
  if (reason.type === 'takes') return { table: after.place.table, constraint: reason.unique }
  const { columns, key } = reason.way
  if (key === null) return null
  if (reason.type === 'leaves') return { table: before.place.table, constraint: key }
  const isKnown = columns.every(name => {
    const value = after.values.get(name)
    return value === undefined || boundOf(value) !== null
  })
  return isKnown ? { table: after.place.table, constraint: key } : null
}

function refused(circle: readonly Edge[]): WriteError {
  const doing = circle.every(({ before }) => before.operation === 'delete') ? 'delete' : 'save'
  const steps = [...new Set(circle.flatMap(stepOf))].join('; ')
  return new WriteError(
    'WRITE_REFUSED',
    `Cannot ${doing} rows that wait for each other in a circle: ${steps}. None of these takes null, and no constraint of theirs ` +
      'can wait for COMMIT: declare one deferrable, or write in two steps',
  )
}

function stepOf({ before, after, reason }: Edge): string[] {
  switch (reason.type) {
    case 'needs':
      return [`${namesOf(after, reason.way.columns)} refers to "${modelOf(before)}"`]
    case 'leaves':
      return [`${namesOf(before, reason.way.columns)} refers to "${modelOf(after)}"`]
    case 'takes':
      return [`${namesOf(after, reason.unique.columns)} takes what another "${modelOf(before)}" has`]
    default:
      return []
  }
}

function namesOf(action: Action, columns: readonly string[]): string {
  const model = modelOf(action)
  return columns.map(name => `"${model}.${action.place.columns.get(name)?.mapping.property}"`).join(', ')
}
