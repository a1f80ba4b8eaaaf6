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
  readonly #incoming = new Map<Action, Set<Edge>>()
  readonly #outgoing = new Map<Action, Set<Edge>>()
  /** What has to wait until the transaction commits, each constraint once. */
  readonly deferred: Map<Deferred['constraint'], Deferred> = new Map()

  constructor(actions: Iterable<Action>) {
    for (const action of actions) this.add(action)
  }

  /** In the order in which they were added. */
  get actions(): Iterable<Action> {
    return this.#incoming.keys()
  }

  add(action: Action): void {
    this.#incoming.set(action, new Set())
    this.#outgoing.set(action, new Set())
  }

  /** Says that one comes before another. */
  order(before: Action, after: Action, reason: Reason): void {
    const edge = { before, after, reason }
    this.before(after).add(edge)
    this.after(before).add(edge)
  }

  /** Takes back that one comes before another. */
  release(edge: Edge): void {
    this.before(edge.after).delete(edge)
    this.after(edge.before).delete(edge)
  }

  /** What an action waits for. */
  before(action: Action): Set<Edge> {
    return this.#incoming.get(action) as Set<Edge>
  }

  /** What waits for an action. */
  after(action: Action): Set<Edge> {
    return this.#outgoing.get(action) as Set<Edge>
  }
}
