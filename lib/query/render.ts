/**
 * Makes one statement of a SELECT's parts. Its own text is written directly, as knex's builder costs more than many
 * a query takes; the builder is used where the caller wants to change it.
 */

import type { Knex } from 'knex'
import type { Fragment } from '../dialect/contract.js'
import { type Parts, textOf } from './compile.js'
import type { Modifier } from './state.js'

/** Gives the statement's text and bindings, after the modifiers have had their say. */
export function render(knex: Knex, parts: Parts, modifiers: readonly Modifier[]): Fragment {
  if (modifiers.length === 0) return textOf(parts)
  const raw = (fragment: Fragment): Knex.Raw => knex.raw(fragment.sql, fragment.bindings as Knex.RawBinding[])
  let builder: Knex.QueryBuilder = knex.queryBuilder().select(knex.raw(parts.list)).from(raw(parts.from))
  if (parts.joins.sql !== '') builder = builder.joinRaw(parts.joins.sql, parts.joins.bindings as Knex.Value[])
  if (parts.where.sql !== '') builder = builder.where(raw({ ...parts.where, sql: `(${parts.where.sql})` }))
  if (parts.order !== '') builder = builder.orderByRaw(parts.order)
  if (parts.limit !== null) builder = builder.limit(parts.limit)
  if (parts.offset !== null) builder = builder.offset(parts.offset)
  for (const modify of modifiers) {
    const changed = modify(builder)
    if (isBuilder(changed)) builder = changed
  }
  const { sql, bindings } = builder.toSQL()
  return { sql, bindings }
}

function isBuilder(value: unknown): value is Knex.QueryBuilder {
  return typeof value === 'object' && value !== null && 'toSQL' in value
}
