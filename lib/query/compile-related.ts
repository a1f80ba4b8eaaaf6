/** Writes the SELECT that brings what a relationship gives for a list of keys. Runs nothing. */

import type { Knex } from 'knex'
import type { Fragment, KeyTable } from '../dialect/contract.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { JoinWriter } from './compile.js'
import type { Executor } from './executor.js'
import { nothing, type Parts } from './parts.js'
import { render } from './render.js'
import type { QueryState } from './state.js'
import type { StatementPlan } from './statement-plan.js'
import { equal, orderOf, quotedOf, Writer, whereOf } from './where.js'

/**
 * Writes the statement that brings what a relationship gives for a list of keys. Its first column is the position of
 * the key that the row belongs to, so that the database alone decides which keys match.
 */
export function compileRelated(
  { dialect, knex }: Executor,
  relationship: RelationshipMapping,
  refine: QueryState,
  related: { readonly plan: StatementPlan; readonly keys: readonly (readonly unknown[])[] },
): Fragment {
  const writer = new Writer(dialect)
  const alias = writer.alias()
  const keys = dialect.keyTable(relationship.columns.map(({ column }) => column))
  const from = relatedSource(writer, alias, relationship, { keys, lists: keys.bindings(related.keys) })
  const where =
    refine.conditions.length === 0 ? nothing : writer.section(() => whereOf(writer, alias, refine.conditions))
  // A key finds one row at most where the relationship gives one instance.
  const order = relationship.collection ? orderOf(alias, refine.order, relationship.target.order) : ''
  const { position } = keys
  const limited = refine.limit !== null || refine.offset !== null
  const source = limited
    ? ranked(knex, alias, refine, { from, where, order, position })
    : { from, where, position }
  const joined = new JoinWriter(writer, alias, related.plan.root)
  const parts = {
    list: `${source.position} as p, ${joined.list()}`,
    from: source.from,
    joins: joined.joins,
    where: source.where,
    order: [order, ...joined.orders].filter(text => text !== '').join(', '),
    limit: null,
    offset: null,
  }
  // What is modified has to come before what is counted.
  return render(knex, parts, limited ? [] : refine.modifiers)
}

function relatedSource(
  writer: Writer,
  alias: string,
  { through, target, referencedColumns, indexed }: RelationshipMapping,
  { keys, lists }: { readonly keys: KeyTable; readonly lists: readonly unknown[] },
): Fragment {
  const narrow = indexed ? null : keys.narrow
  const joined = (from: string, table: string, names: readonly string[]): string => {
    const match = names.map((name, i) => `${table}.${name} = ${keys.values[i]}`).join(' and ')
    return `${keys.source} join ${narrow === null ? from : narrow(from, names)} ${table} on ${match}`
  }
  const bindings = narrow === null ? lists : [...lists, ...lists]
  if (through === null) return { sql: joined(target.from, alias, quotedOf(referencedColumns)), bindings }
  const association = writer.alias()
  const far = equal(alias, quotedOf(referencedColumns), association, through.targetColumns)
  const near = joined(through.from, association, through.sourceColumns)
  return { sql: `${near} join ${target.from} ${alias} on ${far}`, bindings }
}

/** Wraps the source so that each key keeps only its own first rows. */
function ranked(
  knex: Knex,
  alias: string,
  refine: QueryState,
  source: { from: Fragment; where: Fragment; order: string; position: string },
): { from: Fragment; where: Fragment; position: string } {
  const [position, rank] = freeNames(refine.mapping)
  const columns = quotedOf(refine.mapping.columns).map(quoted => `${alias}.${quoted}`)
  const over = `partition by ${source.position}${source.order === '' ? '' : ` order by ${source.order}`}`
  const list = [
    ...columns,
    `${source.position} as ${position}`,
    `row_number() over (${over}) as ${rank}`,
  ].join(', ')
  const whole: Parts = { ...source, list, joins: nothing, order: '', limit: null, offset: null }
  const { sql, bindings } = render(knex, whole, refine.modifiers)
  const first = refine.offset ?? 0
  const last = refine.limit === null ? Number.MAX_SAFE_INTEGER : first + refine.limit
  return {
    from: { sql: `(${sql}) ${alias}`, bindings },
    where: { sql: `${alias}.${rank} > ? and ${alias}.${rank} <= ?`, bindings: [first, last] },
    position: `${alias}.${position}`,
  }
}

/** Two names that no column of the table has. */
function freeNames(mapping: Mapping): readonly [string, string] {
  const taken = new Set(mapping.table.columns.map(column => column.name.toLowerCase()))
  let mark = 'automap'
  while (taken.has(`${mark}_position`) || taken.has(`${mark}_rank`)) mark += '_'
  return [`${mark}_position`, `${mark}_rank`]
}
