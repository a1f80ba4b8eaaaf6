/** Writes the SELECT that brings what a relationship gives for a list of keys. Runs nothing. */

import type { Knex } from 'knex'
import type { Fragment, KeyTable } from '../dialect/contract.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { JoinWriter, useOfState } from './compile.js'
import { sourceColumns } from './computed.js'
import type { Executor } from './executor.js'
import { givesFirst } from './gives-first.js'
import { relatedConditions, relatedOrder } from './own-conditions.js'
import { nothing, type Parts } from './parts.js'
import { render } from './render.js'
import { keyBindings } from './sensitive.js'
import { writerFor } from './source.js'
import type { QueryState } from './state.js'
import type { StatementPlan } from './statement-plan.js'
import { equal, orderOf, quotedOf, relatedWhere } from './where.js'
import type { Use, Writer } from './writer.js'

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
  const writer = writerFor(dialect)
  const alias = writer.alias()
  const asked = askedOf(relationship, refine)
  const { conditions, mapping } = asked
  // A key finds one row at most where the relationship gives one instance.
  const total = relationship.collection || givesFirst(relationship) ? mapping.order : nobody
  const order = orderOf(alias, asked.order, total)
  const use = useOfState(asked, total, related.plan.root.reads)
  const keys = dialect.keyTable(relationship.columns.map(({ column }) => column))
  const lists = keyBindings(keys, relationship.columns, related.keys)
  const from = writer.section(() => relatedSource(writer, alias, relationship, { keys, lists, use }))
  const where =
    conditions.length === 0
      ? nothing
      : writer.section(() => relatedWhere(writer, alias, relationship, conditions))
  const { position } = keys
  const limited = refine.limit !== null || refine.offset !== null
  const source = limited
    ? ranked(knex, alias, refine, { from, where, order, position, use })
    : { from, where, position }
  const joined = new JoinWriter(writer, alias, related.plan.root)
  const parts = {
    list: [`${source.position} as p`, ...joined.list()].join(', '),
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

const nobody: readonly ColumnMapping[] = []

/** What is asked of the target, with what the relationship asks by itself. */
function askedOf(relationship: RelationshipMapping, refine: QueryState): QueryState {
  const conditions = relatedConditions(relationship, refine)
  const single = !relationship.collection && !givesFirst(relationship)
  return { ...refine, conditions, order: single ? [] : relatedOrder(relationship, refine) }
}

/** Bindings come in the order of the text: the keys, what narrows the near table, and what the target needs. */
function relatedSource(
  writer: Writer,
  alias: string,
  { through, target, referencedColumns, indexed }: RelationshipMapping,
  { keys, lists, use }: { readonly keys: KeyTable; readonly lists: readonly unknown[]; readonly use: Use },
): string {
  const narrow = indexed ? null : keys.narrow
  const joined = (from: () => string, table: string, names: readonly string[]): string => {
    const match = names.map((name, i) => `${table}.${name} = ${keys.values[i]}`).join(' and ')
    writer.bindings.push(...lists)
    const near = from()
    if (narrow !== null) writer.bindings.push(...lists)
    return `${keys.source} join ${narrow === null ? near : narrow(near, names)} ${table} on ${match}`
  }
  const source = (): string => writer.source(target, use)
  if (through === null) return joined(source, alias, quotedOf(referencedColumns))
  const association = writer.alias()
  const far = equal(alias, quotedOf(referencedColumns), association, through.targetColumns)
  const near = joined(() => through.from, association, through.sourceColumns)
  return `${near} join ${source()} ${alias} on ${far}`
}

/** Wraps the source so that each key keeps only its own first rows. */
function ranked(
  knex: Knex,
  alias: string,
  refine: QueryState,
  source: {
    from: Fragment
    where: Fragment
    order: string
    position: string
    use: Use
  },
): { from: Fragment; where: Fragment; position: string } {
  const [position, rank] = freeNames(refine.mapping)
  const columns = sourceColumns(refine.mapping, source.use).map(quoted => `${alias}.${quoted}`)
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

/** Two names that no column of the source has. */
function freeNames({ table, properties }: Mapping): readonly [string, string] {
  const names = [...table.columns, ...[...properties.values()].map(({ column }) => column)]
  const taken = new Set(names.map(({ name }) => name.toLowerCase()))
  let mark = 'automap'
  while (taken.has(`${mark}_position`) || taken.has(`${mark}_rank`)) mark += '_'
  return [`${mark}_position`, `${mark}_rank`]
}
