/** Finds which rows have to be written before which: by keys, by what is unique, by parts of one row. Breaks no circle. */

import type { Instance } from '../../instance/instance.js'
import type { UniqueKey } from '../../schema/unique-keys.js'
import { type Action, keyAfter, keyBefore, keysBefore } from './action.js'
import { Graph, type Way } from './graph.js'
import { grouped } from './grouped.js'
import type { Reference } from './place.js'
import { boundOf, type Taken } from './value.js'

/** Gives the rows, and what comes before what. */
export function graphOf(actions: readonly Action[]): Graph {
  const graph = new Graph(actions)
  const known = new Known(actions)
  orderParts(graph, known)
  for (const action of actions) {
    orderTaken(graph, known, action)
    for (const reference of action.place.references) orderReference(graph, known, action, reference)
  }
  for (const list of known.places.values()) orderUniques(graph, list)
  return graph
}

/** The rows, by what they are looked for by. */
class Known {
  readonly places: ReadonlyMap<string, readonly Action[]>
  readonly instances: ReadonlyMap<Instance, readonly Action[]>
  readonly #indexes = new Map<string, ReadonlyMap<unknown, Action>>()

  constructor(actions: readonly Action[]) {
    this.places = grouped(actions, ({ place }) => place.id)
    const own = actions.filter(({ instance }) => instance !== null)
    this.instances = grouped(own, ({ instance }) => instance as Instance)
  }

  /** Those of a table that give these columns new values, by the Map keys of them. */
  coming({ target, referencedColumns }: Reference): ReadonlyMap<unknown, Action> {
    return this.#index(`coming ${target} ${referencedColumns}`, () => {
      const writing = this.#of(target).filter(
        action => action.operation === 'insert' || changes(action, referencedColumns),
      )
      return indexed(writing, action => keyAfter(action, referencedColumns))
    })
  }

  /** Those of a table that take values away from these columns, by the Map keys of them. */
  going({ target, referencedColumns }: Reference): ReadonlyMap<unknown, Action> {
    return this.#index(`going ${target} ${referencedColumns}`, () => {
      const leaving = this.#of(target).filter(action => givesUp(action, referencedColumns))
      return indexed(leaving, action => keyBefore(action, referencedColumns))
    })
  }

  #of(target: string): readonly Action[] {
    return this.places.get(target) as readonly Action[]
  }

  #index(name: string, make: () => ReadonlyMap<unknown, Action>): ReadonlyMap<unknown, Action> {
    const found = this.#indexes.get(name) ?? make()
    this.#indexes.set(name, found)
    return found
  }
}

function indexed(actions: readonly Action[], keyOf: (action: Action) => unknown): Map<unknown, Action> {
  const index = new Map<unknown, Action>()
  for (const action of actions) {
    const key = keyOf(action)
    if (key !== null) index.set(key, action)
  }
  return index
}

function changes({ values }: Action, columns: readonly string[]): boolean {
  return columns.some(name => values.has(name))
}

function givesUp(action: Action, columns: readonly string[]): boolean {
  if (action.operation !== 'update') return action.operation === 'delete'
  return changes(action, columns) && keyBefore(action, columns) !== keyAfter(action, columns)
}

/** The row of the table above is there first, and goes last. */
function orderParts(graph: Graph, { instances }: Known): void {
  for (const actions of instances.values()) {
    actions.forEach((action, i) => {
      const next = actions[i + 1]
      if (next === undefined || next.place === action.place) return
      if (action.operation !== 'update') graph.order(action, next, { type: 'part' })
    })
  }
}

/** What another instance is about to get. */
function orderTaken(graph: Graph, { instances }: Known, action: Action): void {
  for (const [name, value] of action.values) {
    if (!('from' in value)) continue
    const giving = instances.get(value.from)?.find(each => gives(each, value))
    if (giving === undefined || isPart(action, giving)) continue
    // A row may refer to itself at once, where it knows its key.
    if (giving === action && boundOf(value) !== null) continue
    graph.order(giving, action, { type: 'needs', way: wayOf(action, name) })
  }
}

function gives({ operation, place, values }: Action, { column }: Taken): boolean {
  const own = place.bySlot.get(column.slot)
  return own !== undefined && (operation === 'insert' || (operation === 'update' && values.has(own.name)))
}

/** The parts of one row are ordered as such. */
function isPart(action: Action, other: Action): boolean {
  return action.instance === other.instance && action.place !== other.place
}

function wayOf({ place }: Action, name: string): Way {
  return place.references.find(({ columns }) => columns.includes(name)) ?? { columns: [name], key: null }
}

function orderReference(graph: Graph, known: Known, action: Action, reference: Reference): void {
  if (!known.places.has(reference.target)) return
  const { columns } = reference
  if (action.operation !== 'delete' && changes(action, columns)) {
    const key = keyAfter(action, columns)
    const giving = key === null ? undefined : known.coming(reference).get(key)
    if (giving !== undefined && !isSameRow(action, giving)) {
      graph.order(giving, action, { type: 'needs', way: reference })
    }
  }
  if (!givesUp(action, columns)) return
  const going = new Set(keysBefore(action, columns).map(key => known.going(reference).get(key)))
  for (const other of going) {
    if (other === undefined || isSameRow(action, other)) continue
    graph.order(action, other, { type: 'leaves', way: reference })
  }
}

function isSameRow(action: Action, other: Action): boolean {
  return action === other || (action.instance !== null && action.instance === other.instance)
}

function orderUniques(graph: Graph, actions: readonly Action[]): void {
  const [first] = actions as readonly [Action]
  for (const unique of first.place.uniques) orderUnique(graph, actions, unique)
}

function orderUnique(graph: Graph, actions: readonly Action[], unique: UniqueKey): void {
  const { columns } = unique
  const leaving = actions.filter(action => givesUp(action, columns))
  if (leaving.length === 0) return
  const index = indexed(leaving, action => keyBefore(action, columns))
  for (const action of actions) {
    if (action.operation === 'delete' || !changes(action, columns)) continue
    const key = keyAfter(action, columns)
    const giving = key === null ? undefined : index.get(key)
    if (giving !== undefined && giving !== action) graph.order(giving, action, { type: 'takes', unique })
  }
}
