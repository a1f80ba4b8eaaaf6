/** Which of the rows to be written come before which. Decides nothing: it keeps what it is told. */

import type { ForeignKey } from '../../../types/schema.js'
import type { Waiting } from '../../dialect/contract.js'
import type { UniqueKey } from '../../schema/unique-keys.js'
import type { Action } from './action.js'

/** Columns that refer to another row, and the key that watches over it; null where no database does. */
export interface Way {
  readonly columns: readonly string[]
  readonly key: ForeignKey | null
}

/**
 * Why one comes before another: `part` as both are parts of one row; `needs` as the later one refers to what the earlier writes;
 * `leaves` as the earlier one refers to what the later takes away; `takes` as the later gets a value that the earlier gives up.
 */
export type Reason =
  | { readonly type: 'part' }
  | { readonly type: 'needs' | 'leaves'; readonly way: Way }
  | { readonly type: 'takes'; readonly unique: UniqueKey }

/** One that comes before another. */
export interface Edge {
  readonly before: Action
  readonly after: Action
  readonly reason: Reason
}

/** A constraint that is to be looked at when the transaction commits. */
export type Deferred = Waiting

/** What is to be written, and what comes before what. */
export class Graph {
  readonly #actions = new Set<Action>()
  /** Most rows wait for nothing, or have nothing wait for them. */
  readonly #incoming = new Map<Action, Set<Edge>>()
  readonly #outgoing = new Map<Action, Set<Edge>>()
  /** What has to wait until the transaction commits, each constraint once. */
  readonly deferred: Map<Deferred['constraint'], Deferred> = new Map()

  constructor(actions: Iterable<Action>) {
    for (const action of actions) this.add(action)
  }

  /** In the order in which they were added. */
  get actions(): Iterable<Action> {
    return this.#actions
  }

  add(action: Action): void {
    this.#actions.add(action)
  }

  /** Says that one comes before another. */
  order(before: Action, after: Action, reason: Reason): void {
    const edge = { before, after, reason }
    keep(this.#incoming, after, edge)
    keep(this.#outgoing, before, edge)
  }

  /** Takes back that one comes before another. */
  release(edge: Edge): void {
    this.#incoming.get(edge.after)?.delete(edge)
    this.#outgoing.get(edge.before)?.delete(edge)
  }

  /** What an action waits for. */
  before(action: Action): ReadonlySet<Edge> {
    return this.#incoming.get(action) ?? none
  }

  /** What waits for an action. */
  after(action: Action): ReadonlySet<Edge> {
    return this.#outgoing.get(action) ?? none
  }
}

const none: ReadonlySet<Edge> = new Set()

function keep(edges: Map<Action, Set<Edge>>, action: Action, edge: Edge): void {
  const known = edges.get(action)
  if (known === undefined) edges.set(action, new Set([edge]))
  else known.add(edge)
}
