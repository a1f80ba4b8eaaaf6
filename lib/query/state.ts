/** What a query asks for, as immutable data. Builds no SQL. */

import type { Knex } from 'knex'
import type { LoadStrategy } from '../../types/relationship.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import type { Selection } from './selection.js'

/** One column compared with one value. */
export interface Comparison {
  readonly type: 'compare'
  readonly column: ColumnMapping
  readonly operator: string
  readonly value: unknown
}

/** One condition; its values are already what the driver binds. */
export type Condition =
  | Comparison
  | {
      readonly type: 'list'
      readonly column: ColumnMapping
      readonly values: readonly unknown[]
      readonly hasNull: boolean
      readonly negated: boolean
    }
  | { readonly type: 'null'; readonly column: ColumnMapping; readonly negated: boolean }
  | {
      readonly type: 'between'
      readonly column: ColumnMapping
      readonly low: unknown
      readonly high: unknown
      readonly negated: boolean
    }
  /** Comes after a row with these values in this order; for reading on where a page ended. */
  | { readonly type: 'after'; readonly order: readonly OrderTerm[]; readonly values: readonly unknown[] }
  | { readonly type: 'group'; readonly conditions: readonly Joined[]; readonly negated: boolean }
  | {
      readonly type: 'has'
      readonly relationship: RelationshipMapping
      readonly conditions: readonly Joined[]
      readonly negated: boolean
      /** True where the target's scope is lifted. */
      readonly unscoped: boolean
    }

/** A condition and how it joins the one before it. */
export interface Joined {
  readonly or: boolean
  readonly condition: Condition
}

/** One column to order by; `nulls` null leaves the place of NULL to the database. */
export interface OrderTerm {
  readonly column: ColumnMapping
  readonly descending: boolean
  readonly nulls: 'first' | 'last' | null
}

/** One relationship to load with the query. */
export interface Branch {
  /** Null: chosen by rule. */
  readonly strategy: LoadStrategy | null
  /** Conditions, order and limit for what it gives; null: all of it. */
  readonly refine: QueryState | null
  readonly tree: LoadTree
}

/** What to load with the query, by relationship. */
export type LoadTree = ReadonlyMap<RelationshipMapping, Branch>

/** Changes the knex builder of a query in place, or returns another. */
export type Modifier = (builder: Knex.QueryBuilder) => unknown

/** A whole query. */
export interface QueryState {
  readonly mapping: Mapping
  readonly conditions: readonly Joined[]
  readonly order: readonly OrderTerm[]
  readonly limit: number | null
  readonly offset: number | null
  readonly tree: LoadTree
  readonly modifiers: readonly Modifier[]
  /** True where the model's scope is lifted. */
  readonly unscoped: boolean
  /** True where every row is meant to be changed, should no condition keep any out. */
  readonly everything: boolean
  /** Which columns come with the rows. */
  readonly selection: Selection
  /** What rows hold behind all that their instances do. */
  readonly carried: readonly ColumnMapping[]
}

/** Keeps what also meets these conditions, whatever those so far are joined by. */
export function narrowed(state: QueryState, conditions: readonly Joined[]): QueryState {
  if (state.conditions.length === 0) return { ...state, conditions }
  const before: Condition = { type: 'group', conditions: state.conditions, negated: false }
  return { ...state, conditions: [{ or: false, condition: before }, ...conditions] }
}

const none: readonly never[] = []
const noTree: LoadTree = new Map()

/** The query for every row of a model. */
export function wholeOf(mapping: Mapping): QueryState {
  return {
    mapping,
    conditions: none,
    order: none,
    limit: null,
    offset: null,
    tree: noTree,
    modifiers: none,
    unscoped: false,
    everything: false,
    selection: null,
    carried: none,
  }
}
