/** A property that SQL computes, with the row or, as a hybrid, in queries alone. Writes no SQL. */

import type { ColumnBuilder, ColumnTrait } from '../../types/column.js'
import type {
  ComputedOptions,
  ComputedProperty,
  Expression,
  ExpressionColumns,
} from '../../types/computed.js'
import { isPlainObject } from '../schema/value-text.js'
import { checkKeys, expected, functionOrNull, invalid } from './check.js'
import { DeclaredColumn, declaredColumnOf } from './column.js'
import type { ColumnDeclaration, ComputedDeclaration, ExpressionFunction } from './declaration.js'

let declared: (builder: DeclaredComputed) => ComputedDeclaration

/** A computed property as it was declared. */
export class DeclaredComputed {
  readonly #computed: ComputedDeclaration

  static {
    declared = builder => builder.#computed
  }

  constructor(computed: ComputedDeclaration) {
    this.#computed = Object.freeze(computed)
  }
}

/** Gives what a computed property says. */
export function declaredComputedOf(builder: DeclaredComputed): ComputedDeclaration {
  return declared(builder)
}

/**
 * Declares a property that SQL computes. With a function it comes with the row; with `{ get, sql }` the getter computes it of
 * an instance at hand, and the SQL stands for it in queries.
 */
export function computed<V, T extends ColumnTrait = never, C extends object = ExpressionColumns>(
  type: ColumnBuilder<V, T>,
  sql: (columns: C) => Expression,
): ComputedProperty<V, Extract<T, 'deferred'>>
/** Declares a property that is computed of an instance at hand by `get`, and in queries by `sql`. */
export function computed<
  V,
  T extends ColumnTrait = never,
  R extends object = Readonly<Record<string, unknown>>,
  C extends object = ExpressionColumns,
>(type: ColumnBuilder<V, T>, options: ComputedOptions<V, R, C>): ComputedProperty<V>
export function computed(type: unknown, how: unknown): ComputedProperty<unknown, 'deferred'> {
  if (!(type instanceof DeclaredColumn)) {
    throw expected('the first argument of computed()', 'a type such as text()', type)
  }
  const column = declaredColumnOf(type)
  refuseIdleModifiers(column)
  const { get, sql } = howOf(how)
  if (get !== null && column.deferred) {
    throw invalid(
      'Cannot declare a computed property deferred() that has a getter: nothing of it is read with the row',
    )
  }
  return new DeclaredComputed({
    member: 'computed',
    type: column.type,
    sql,
    get,
    sensitive: column.sensitive,
    deferred: column.deferred,
  }) as unknown as ComputedProperty<unknown, 'deferred'>
}

function howOf(how: unknown): Pick<ComputedDeclaration, 'get' | 'sql'> {
  const what = 'the second argument of computed()'
  if (typeof how === 'function') return { get: null, sql: how as ExpressionFunction }
  if (!isPlainObject(how)) throw expected(what, 'a function that gives SQL, or { get, sql }', how)
  const given = checkKeys(how, what, ['get', 'sql'])
  const sql = functionOrNull<ExpressionFunction>(given.sql, `sql in ${what}`)
  if (sql === null) throw expected(`sql in ${what}`, 'a function', given.sql)
  return { get: functionOrNull(given.get, `get in ${what}`), sql }
}

const idle = [
  'primaryKey',
  'autoIncrement',
  'unique',
  'index',
  'default',
  'onUpdate',
  'references',
  'generated',
  'comment',
] as const satisfies (keyof ColumnDeclaration)[]

/** A computed property is no column: only its type, nullable(), sensitive() and deferred() mean something. */
function refuseIdleModifiers(column: ColumnDeclaration): void {
  const modifier = column.validators.length > 0 ? 'validate' : idle.find(each => column[each])
  if (modifier !== undefined) {
    throw invalid(
      `Cannot declare a computed property ${modifier}(): it is no column of the table. Leave it out`,
    )
  }
  if (column.name !== null) {
    throw invalid(
      `Cannot name a computed property "${column.name}": it is no column of the table. Leave it out`,
    )
  }
}
