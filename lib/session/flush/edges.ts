/** Finds which rows have to be written before which: by keys, by what is unique, by parts of one row. Breaks no circle. */

import type { Instance } from '../../instance/instance.js'
import type { UniqueKey } from '../../schema/unique-keys.js'
import { type Action, textAfter, textBefore, textsBefore } from './action.js'
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
  readonly #indexes = new Map<string, ReadonlyMap<string, Action>>()

  constructor(actions: readonly Action[]) {
    this.places = grouped(actions, ({ place }) => place.id)
    const own = actions.filter(({ instance }) => instance !== null)
    this.instances = grouped(own, ({ instance }) => instance as Instance)
  }

  /** Those of a table that give these columns new values, by the texts of them. */
  coming({ target, referencedColumns }: Reference): ReadonlyMap<string, Action> {
    return this.#index(`coming ${target} ${referencedColumns}`, () => {
      const writing = this.#of(target).filter(
        action => action.operation === 'insert' || changes(action, referencedColumns),
      )
      return indexed(writing, action => textAfter(action, referencedColumns))
    })
  }

  /** Those of a table that take values away from these columns, by the texts of them. */
  going({ target, referencedColumns }: Reference): ReadonlyMap<string, Action> {
    return this.#index(`going ${target} ${referencedColumns}`, () => {
      const leaving = this.#of(target).filter(action => givesUp(action, referencedColumns))
      return indexed(leaving, action => textBefore(action, referencedColumns))
    })
  }

  #of(target: string): readonly Action[] {
    return this.places.get(target) ?? []
  }

  #index(name: string, make: () => ReadonlyMap<string, Action>): ReadonlyMap<string, Action> {
    const found = this.#indexes.get(name) ?? make()
    this.#indexes.set(name, found)
    return found
  }
}

function indexed(actions: readonly Action[], textOf: (action: Action) => string | null): Map<string, Action> {
  const index = new Map<string, Action>()
  for (const action of actions) {
    const text = textOf(action)
    if (text !== null) index.set(text, action)
  }
  return index
}

function changes({ values }: Action, columns: readonly string[]): boolean {
  return columns.some(name => values.has(name))
}

function givesUp(action: Action, columns: readonly string[]): boolean {
  if (action.operation !== 'update') return action.operation === 'delete'
  return changes(action, columns) && textBefore(action, columns) !== textAfter(action, columns)
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
    const text = textAfter(action, columns)
    const giving = text === null ? undefined : known.coming(reference).get(text)
    if (giving !== undefined && !isSameRow(action, giving)) {
      graph.order(giving, action, { type: 'needs', way: reference })
    }
  }
  if (!givesUp(action, columns)) return
  const going = new Set(textsBefore(action, columns).map(text => known.going(reference).get(text)))
  for (const other of going) {
    if (other === undefined || isSameRow(action, other)) continue
    graph.order(action, other, { type: 'leaves', way: reference })
  }
}

function isSameRow(action: Action, other: Action): boolean {
  return action === other || (action.instance !== null && action.instance === other.instance)
}

function orderUniques(graph: Graph, actions: readonly Action[]): void {
  const [first] = actions
  for (const unique of first?.place.uniques ?? []) orderUnique(graph, actions, unique)
}

function orderUnique(graph: Graph, actions: readonly Action[], unique: UniqueKey): void {
  const { columns } = unique
  const leaving = actions.filter(action => givesUp(action, columns))
  if (leaving.length === 0) return
  const index = indexed(leaving, action => textBefore(action, columns))
  for (const action of actions) {
    if (action.operation === 'delete' || !changes(action, columns)) continue
    const text = textAfter(action, columns)
    const giving = text === null ? undefined : index.get(text)
    if (giving !== undefined && giving !== action) graph.order(giving, action, { type: 'takes', unique })
  }
}
