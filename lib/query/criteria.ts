/** What a query asks for, put together step by step: immutable, and checked as it comes. Runs nothing. */

import { typeOf } from '../dialect/refused-value.js'
import { QueryError } from '../errors.js'
import type { Mapping } from '../mapping/mapping.js'
import { conditionsOf, hasOf, listOf, type Subject } from './conditions.js'
import { columnOf, pathOf } from './lookup.js'
import { changedSelection } from './selection.js'
import { type Condition, type Joined, type Modifier, type QueryState, wholeOf } from './state.js'
import { grow } from './tree.js'
import { loadRequestOf, orderTermOf, wholeNumber } from './validate.js'

/** Makes another of the same class, around another state. */
type Again = (state: QueryState) => Criteria

let access: (criteria: Criteria) => QueryState

/** What a query asks for. */
export class Criteria {
  readonly #state: QueryState
  readonly #again: Again

  constructor(state: QueryState, again: Again) {
    this.#state = state
    this.#again = again
  }

  static {
    access = criteria => criteria.#state
  }

  /** Keeps what meets the condition; see `conditionsOf` for its forms. */
  where(...inputs: unknown[]): this {
    return this.#and(this.#conditionOf(inputs))
  }

  orWhere(...inputs: unknown[]): this {
    return this.#join(this.#conditionOf(inputs), true)
  }

  whereNot(...inputs: unknown[]): this {
    const condition = this.#conditionOf(inputs)
    return this.#and({ type: 'group', conditions: [{ or: false, condition }], negated: true })
  }

  whereIn(property: unknown, values: unknown): this {
    return this.#and(listOf(this.#subject(property), values, false))
  }

  whereNotIn(property: unknown, values: unknown): this {
    return this.#and(listOf(this.#subject(property), values, true))
  }

  whereNull(property: unknown): this {
    return this.#and({ type: 'null', column: columnOf(this.#mapping, property), negated: false })
  }

  whereNotNull(property: unknown): this {
    return this.#and({ type: 'null', column: columnOf(this.#mapping, property), negated: true })
  }

  whereHas(path: unknown, refine?: unknown): this {
    return this.#having(path, refine, false)
  }

  whereHasNot(path: unknown, refine?: unknown): this {
    return this.#having(path, refine, true)
  }

  orderBy(property: unknown, direction?: unknown, nulls?: unknown): this {
    return this.#change({
      order: [...this.#state.order, orderTermOf(this.#mapping, property, direction, nulls)],
    })
  }

  limit(value: unknown): this {
    return this.#change({ limit: wholeNumber('limit', value, 0) })
  }

  offset(value: unknown): this {
    return this.#change({ offset: wholeNumber('offset', value, 0) })
  }

  /** Asks for the rows that the model's scope leaves out, too. */
  unscoped(): this {
    return this.#change({ unscoped: true })
  }

  /** Means every row, where no condition keeps any out: what changes rows asks for it. */
  everything(): this {
    return this.#change({ everything: true })
  }

  /** Loads relationships with the query: paths, or one path with options and what refines it. */
  with(...inputs: unknown[]): this {
    const { paths, strategy, refine } = loadRequestOf(this.#mapping, inputs)
    let { tree } = this.#state
    for (const path of paths) {
      const target = pathOf(this.#mapping, path).at(-1)?.target as Mapping
      const refined = refine === undefined ? null : this.#refined(target, refine)
      tree = grow(tree, this.#mapping, path, { strategy, refine: refined })
    }
    return this.#change({ tree })
  }

  /** Reads these properties alone with each instance, beside keys; the others when they are awaited. */
  only(...properties: unknown[]): this {
    return this.#change({ selection: changedSelection(this.#state, 'only', properties) })
  }

  /** Leaves these properties to be read when they are awaited. */
  defer(...properties: unknown[]): this {
    return this.#change({ selection: changedSelection(this.#state, 'defer', properties) })
  }

  /** Reads these properties with each instance, deferred or not. */
  undefer(...properties: unknown[]): this {
    return this.#change({ selection: changedSelection(this.#state, 'undefer', properties) })
  }

  /** Changes the statement through knex's own builder. */
  modify(modifier: Modifier): this {
    if (typeof modifier !== 'function') {
      throw new QueryError('QUERY_INVALID', `Expected modify(builder => …), got ${typeOf(modifier)}`)
    }
    return this.#change({ modifiers: [...this.#state.modifiers, modifier] })
  }

  get #mapping(): Mapping {
    return this.#state.mapping
  }

  #subject(property: unknown): Subject {
    return { mapping: this.#mapping, column: columnOf(this.#mapping, property) }
  }

  #change(change: Partial<QueryState>): this {
    return this.#again({ ...this.#state, ...change }) as this
  }

  #and(condition: Condition): this {
    return this.#join(condition, false)
  }

  #join(condition: Condition, or: boolean): this {
    return this.#change({ conditions: [...this.#state.conditions, { or, condition }] })
  }

  #conditionOf(inputs: readonly unknown[]): Condition {
    const [first] = inputs
    if (inputs.length !== 1 || typeof first !== 'function') return conditionsOf(this.#mapping, inputs)
    const refined = this.#refined(this.#mapping, first)
    return { type: 'group', conditions: conditionsIn(refined, this.#through(refined)), negated: false }
  }

  #having(path: unknown, refine: unknown, negated: boolean): this {
    const steps = pathOf(this.#mapping, path)
    const target = steps.at(-1)?.target as Mapping
    const { unscoped, ...refined } = refine === undefined ? wholeOf(target) : this.#refined(target, refine)
    const conditions = conditionsIn({ ...refined, unscoped: false }, this.#through(refined))
    return this.#change({
      conditions: [...this.#state.conditions, ...hasOf(steps, { conditions, unscoped, negated })],
    })
  }

  #through({ mapping }: { readonly mapping: Mapping }): string {
    return `filter model "${this.#mapping.name}" through a query of model "${mapping.name}"`
  }

  #refined(target: Mapping, refine: unknown): QueryState {
    return refinedBy(this.#again(wholeOf(target)), refine)
  }
}

/** Gives what was asked for. */
export function stateOf(criteria: Criteria): QueryState {
  return access(criteria)
}

/** Gives criteria that run nowhere, for every row of a model. */
export function criteriaOf(mapping: Mapping): Criteria {
  const again: Again = state => new Criteria(state, again)
  return again(wholeOf(mapping))
}

/** Gives what a function makes of criteria. Throws `QueryError` where it gives anything else. */
export function refinedBy(criteria: Criteria, refine: unknown): QueryState {
  const { mapping } = stateOf(criteria)
  if (typeof refine !== 'function') {
    throw new QueryError(
      'QUERY_INVALID',
      `Expected a function that changes a query of model "${mapping.name}", got ${typeOf(refine)}`,
    )
  }
  const refined: unknown = refine(criteria)
  if (refined instanceof Criteria && stateOf(refined).mapping === mapping) return stateOf(refined)
  throw new QueryError(
    'QUERY_INVALID',
    `Expected the function to return the query of model "${mapping.name}" that it was given, changed; got ${typeOf(refined)}`,
  )
}

/** Gives the conditions alone; what would change which rows there are in another way is refused. */
export function conditionsIn(state: QueryState, attempt: string): readonly Joined[] {
  const { conditions, limit, offset, modifiers, unscoped } = state
  const more = unscoped ? 'unscoped' : 'limit, offset or modify'
  if (limit === null && offset === null && modifiers.length === 0 && !unscoped) return conditions
  throw new QueryError('QUERY_INVALID', `Cannot ${attempt} with ${more}: only its conditions count`)
}
