/**
 * Makes one statement of a SELECT's parts. Its own text is written directly, as knex's builder costs more than many
 * a query takes; the builder is used where the caller wants to change it.
 */

import type { Knex } from 'knex'
import type { Fragment } from '../dialect/contract.js'
import { type Parts, textOf } from './parts.js'
import type { Modifier } from './state.js'

/** Gives the statement's text and bindings, after the modifiers have had their say. */
export function render(knex: Knex, parts: Parts, modifiers: readonly Modifier[]): Fragment {
  if (modifiers.length === 0) return textOf(parts)
  let builder = builderOf(knex, parts)
  for (const modify of modifiers) {
    const changed = modify(builder)
    if (isBuilder(changed)) builder = changed
  }
  const { sql, bindings } = builder.toSQL()
  return { sql: sql.replaceAll(mark, '?'), bindings }
}

function builderOf(knex: Knex, { list, from, joins, where, order, limit, offset }: Parts): Knex.QueryBuilder {
  const raw = ({ sql, bindings }: Fragment): Knex.Raw => knex.raw(marked(sql), bindings as Knex.RawBinding[])
  const builder = knex
    .queryBuilder()
    .select(raw({ sql: list, bindings: [] }))
    .from(raw(from))
  if (joins.sql !== '') builder.joinRaw(marked(joins.sql), joins.bindings as Knex.Value[])
  if (where.sql !== '') builder.where(raw({ ...where, sql: `(${where.sql})` }))
  if (order !== '') builder.orderByRaw(raw({ sql: order, bindings: [] }))
  if (limit !== null) builder.limit(limit)
  if (offset !== null) builder.offset(offset)
  return builder
}

/** Stands for a question mark inside a quoted name, which knex would take for a binding; no text holds it. */
const mark = '\u{10FFFE}'

function marked(sql: string): string {
  return sql.replace(/"[^"]*"|`[^`]*`|'[^']*'/g, quoted => quoted.replaceAll('?', mark))
}

function isBuilder(value: unknown): value is Knex.QueryBuilder {
  return typeof value === 'object' && value !== null && 'toSQL' in value
}
