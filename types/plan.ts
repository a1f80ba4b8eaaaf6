/** What a query tells about itself, and the pages it is cut into, as plain data. */

/** A statement as knex would send it. */
export interface Sql {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/** One statement of a plan, or one relationship that rides along in another. */
export interface PlannedStatement {
  /** The relationships walked from the query's model; empty for the query itself. */
  readonly path: string
  /** The model whose instances it brings. */
  readonly model: string
  /** `root`: the query itself; `select`: left to be loaded when it is awaited. */
  readonly strategy: 'root' | 'joined' | 'selectin' | 'select'
  /** For `joined`: whether the join is an inner one. */
  readonly inner?: boolean
  /** Null where it has no statement of its own. */
  readonly sql: string | null
  /** Why this strategy, one sentence. */
  readonly reason: string
}

/** Which statements a query runs, and why; `String(plan)` is the text. */
export interface Plan {
  /** In the order they run. */
  readonly statements: readonly PlannedStatement[]
  /** Gives the plan as text. */
  toString(): string
}

/** Which page is wanted. */
export interface PageRequest {
  /** From 1. */
  readonly page: number
  /** How many instances one page holds, at least 1. */
  readonly perPage: number
}

/** One page of a query's instances. */
export interface Page<T> {
  readonly items: T[]
  /** How many instances all pages hold. */
  readonly total: number
  /** From 1. */
  readonly page: number
  /** How many pages there are; 0 where nothing matches. */
  readonly pages: number
  readonly perPage: number
}
