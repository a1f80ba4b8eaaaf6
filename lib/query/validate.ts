/** Checks the small arguments of a query: numbers, directions, strategies, pages. */

import type { PageRequest } from '../../types/plan.js'
import type { LoadStrategy } from '../../types/relationship.js'
import { typeOf } from '../dialect/refused-value.js'
import { QueryError } from '../errors.js'
import type { Mapping } from '../mapping/mapping.js'
import { columnOf } from './lookup.js'
import type { OrderTerm } from './state.js'

const strategies: ReadonlySet<unknown> = new Set(['select', 'joined', 'selectin', 'raise'])

/** Gives a whole number. Anything else is refused, as knex would run the query without it. */
export function wholeNumber(name: string, value: unknown, least: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
  const got = typeof value === 'number' ? String(value) : typeOf(value)
  throw new QueryError(
    'QUERY_INVALID',
    `Expected ${name} to be a whole number of at least ${least}, got ${got}`,
  )
}

/** Gives an order term. Only the words themselves are accepted, as knex writes `nulls` into the SQL as it comes. */
export function orderTermOf(
  mapping: Mapping,
  property: unknown,
  direction: unknown,
  nulls: unknown,
): OrderTerm {
  const column = columnOf(mapping, property)
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc') {
    throw new QueryError(
      'QUERY_INVALID',
      `Cannot order by "${column.property}": direction must be 'asc' or 'desc'`,
    )
  }
  if (nulls !== undefined && nulls !== 'first' && nulls !== 'last') {
    throw new QueryError(
      'QUERY_INVALID',
      `Cannot order by "${column.property}": nulls must be 'first' or 'last'`,
    )
  }
  return { column, descending: direction === 'desc', nulls: nulls ?? null }
}

/** What `with` was given. */
export interface LoadRequest {
  readonly paths: readonly string[]
  /** Null: chosen by rule. */
  readonly strategy: LoadStrategy | null
  /** Builds on a query of what the path leads to; undefined: all of it. */
  readonly refine: unknown
}

/** Reads what `with` was given: paths, or one path with options and what refines it. */
export function loadRequestOf(mapping: Mapping, inputs: readonly unknown[]): LoadRequest {
  const paths = inputs.filter(input => typeof input === 'string')
  const strategy = inputs.reduce<LoadStrategy | null>((chosen, input) => strategyOf(input) ?? chosen, null)
  const refine = inputs.find(input => typeof input === 'function')
  if (paths.length > 0 && (paths.length === 1 || paths.length === inputs.length)) {
    return { paths, strategy, refine }
  }
  throw new QueryError(
    'QUERY_INVALID',
    `Cannot load with model "${mapping.name}": expected with(path, …), with(path, { lazy }) or with(path, query => …)`,
  )
}

/** Reads the options of `with`; null for what is no object, or names no strategy. */
export function strategyOf(options: unknown): LoadStrategy | null {
  if (typeof options === 'string' || typeof options === 'function') return null
  const entries =
    typeof options === 'object' && options !== null ? Object.entries(options) : [['options', options]]
  for (const [name, value] of entries) {
    if (name !== 'lazy' || !strategies.has(value)) {
      throw new QueryError(
        'QUERY_INVALID',
        "Expected the options of with() to be { lazy: 'joined' | 'selectin' | 'select' | 'raise' }",
      )
    }
  }
  return (entries[0]?.[1] ?? null) as LoadStrategy | null
}

/** Checks what `paginate` was given. */
export function pageOf(request: unknown): PageRequest {
  const { page, perPage } = isPlain(request) ? (request as Partial<PageRequest>) : {}
  return { page: wholeNumber('page', page, 1), perPage: wholeNumber('perPage', perPage, 1) }
}

/** Tells an object that only holds named values, of whatever realm, from one of a class. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
