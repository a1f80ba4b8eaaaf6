/** Writes the SELECT of a planned statement, as parts that can be put together as text or into a knex builder. */

import type { Dialect, Fragment, KeyTable } from '../dialect/contract.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import type { QueryState } from './state.js'
import type { PlanNode, StatementPlan } from './statement-plan.js'
import { equal, orderOf, quotedOf, readOf, Writer, whereOf } from './where.js'

/** A SELECT in parts; `where` and `order` may be empty. */
export interface Parts {
  readonly list: string
  readonly from: Fragment
  readonly joins: Fragment
  readonly where: Fragment
  readonly order: string
  readonly limit: number | null
  readonly offset: number | null
}

const nothing: Fragment = { sql: '', bindings: [] }

/** Writes the statement that brings a query's own rows. */
export function compileRoot(dialect: Dialect, state: QueryState, plan: StatementPlan): Parts {
  const writer = new Writer(dialect)
  const alias = writer.alias()
  const total = totalOrderOf(state)
  const whole = sourceOf(writer, alias, state)
  // A limit counts roots, so it has to be applied before a joined collection multiplies them.
  const inner = plan.multiplied && (state.limit !== null || state.offset !== null)
  const own = { order: orderOf(alias, state.order, total), limit: state.limit, offset: state.offset }
  const source = inner ? derived(alias, state.mapping, { ...whole, ...own }) : whole
  const joined = new JoinWriter(writer, alias, plan.root)
  return {
    list: joined.list(),
    joins: joined.joins,
    from: source.from,
    where: source.where,
    order: [own.order, ...joined.orders].filter(text => text !== '').join(', '),
    limit: inner ? null : state.limit,
    offset: inner ? null : state.offset,
  }
}

/** A key orders totally and cheaply. Without one, rows are sorted only where strategies have to agree on an order. */
export function totalOrderOf(state: QueryState): readonly ColumnMapping[] {
  return state.tree.size > 0 ? state.mapping.order : state.mapping.key
}

function sourceOf(writer: Writer, alias: string, state: QueryState): Pick<Parts, 'from' | 'where'> {
  return {
    from: { sql: `${state.mapping.from} ${alias}`, bindings: [] },
    where:
      state.conditions.length === 0
        ? nothing
        : writer.section(() => whereOf(writer, alias, state.conditions)),
  }
}

/** Wraps a source, limited, as a table with the same columns under the same alias. */
function derived(
  alias: string,
  mapping: Mapping,
  parts: Omit<Parts, 'list' | 'joins'>,
): Pick<Parts, 'from' | 'where'> {
  const list = quotedOf(mapping.columns)
    .map(quoted => `${alias}.${quoted}`)
    .join(', ')
  const { sql, bindings } = textOf({ ...parts, list, joins: nothing })
  return { from: { sql: `(${sql}) ${alias}`, bindings }, where: nothing }
}

/** Writes the joins of a plan, and from them the select list and what the order ends with. */
class JoinWriter {
  readonly joins: Fragment
  readonly orders: string[] = []
  readonly #aliases = new Map<PlanNode, string>()
  readonly #writer: Writer

  constructor(writer: Writer, alias: string, root: PlanNode) {
    this.#writer = writer
    this.#aliases.set(root, alias)
    this.joins = writer.section(() => this.#joinsOf(root))
  }

  /** `t0.col as c0, …`, in the order of the plan's offsets. */
  list(): string {
    const items: string[] = []
    for (const [node, alias] of this.#aliases) {
      for (const column of node.mapping.columns) {
        items.push(`${readOf(alias, column)} as c${node.offset + column.slot}`)
      }
    }
    return items.join(', ')
  }

  #joinsOf(parent: PlanNode): string {
    return parent.children.map(child => this.#joinOf(parent, child) + this.#joinsOf(child)).join('')
  }

  #joinOf(parent: PlanNode, child: PlanNode): string {
    const relationship = child.relationship as RelationshipMapping
    const source = this.#aliases.get(parent) as string
    const target = this.#writer.alias()
    this.#aliases.set(child, target)
    const refine = child.branch?.refine ?? null
    if (relationship.collection) {
      this.orders.push(orderOf(target, refine?.order ?? [], child.mapping.order))
    }
    const filter = refine === null ? '' : ` and (${whereOf(this.#writer, target, refine.conditions)})`
    return this.#linkOf(relationship, source, target, child) + filter
  }

  /** The referenced column stands on the left, as its collation decides what is equal. */
  #linkOf(relationship: RelationshipMapping, source: string, target: string, child: PlanNode): string {
    const { through, columns, referencedColumns } = relationship
    const join = child.inner ? ' join' : ' left join'
    const referenced = quotedOf(referencedColumns)
    if (through === null) {
      return `${join} ${child.mapping.from} ${target} on ${equal(target, referenced, source, quotedOf(columns))}`
    }
    const association = this.#writer.alias()
    const near = equal(association, through.sourceColumns, source, quotedOf(columns))
    const far = equal(target, referenced, association, through.targetColumns)
    return `${join} ${through.from} ${association} on ${near}${join} ${child.mapping.from} ${target} on ${far}`
  }
}

/**
 * Writes the statement that brings what a relationship gives for a list of keys. Its first column is the position of
 * the key that the row belongs to, so that the database alone decides which keys match.
 */
export function compileRelated(
  dialect: Dialect,
  relationship: RelationshipMapping,
  refine: QueryState,
  related: { readonly plan: StatementPlan; readonly keys: readonly (readonly unknown[])[] },
): Parts {
  const writer = new Writer(dialect)
  const alias = writer.alias()
  const keys = dialect.keyTable(relationship.columns.map(({ column }) => column))
  const from = {
    sql: relatedSource(writer, alias, relationship, keys),
    bindings: keys.bindings(related.keys),
  }
  const where =
    refine.conditions.length === 0 ? nothing : writer.section(() => whereOf(writer, alias, refine.conditions))
  // A key finds one row at most where the relationship gives one instance.
  const order = relationship.collection ? orderOf(alias, refine.order, relationship.target.order) : ''
  const { position } = keys
  const limited = refine.limit !== null || refine.offset !== null
  const source = limited ? ranked(alias, refine, { from, where, order, position }) : { from, where, position }
  const joined = new JoinWriter(writer, alias, related.plan.root)
  return {
    list: `${source.position} as p, ${joined.list()}`,
    from: source.from,
    joins: joined.joins,
    where: source.where,
    order: [order, ...joined.orders].filter(text => text !== '').join(', '),
    limit: null,
    offset: null,
  }
}

function relatedSource(
  writer: Writer,
  alias: string,
  relationship: RelationshipMapping,
  keys: KeyTable,
): string {
  const { through, target, referencedColumns } = relationship
  const match = (table: string, columns: readonly string[]): string =>
    columns.map((column, i) => `${table}.${column} = ${keys.values[i]}`).join(' and ')
  if (through === null) {
    return `${keys.source} join ${target.from} ${alias} on ${match(alias, quotedOf(referencedColumns))}`
  }
  const association = writer.alias()
  const far = equal(alias, quotedOf(referencedColumns), association, through.targetColumns)
  const near = match(association, through.sourceColumns)
  return `${keys.source} join ${through.from} ${association} on ${near} join ${target.from} ${alias} on ${far}`
}

/** Wraps the source so that each key keeps only its own first rows. */
function ranked(
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
  const { sql, bindings } = textOf({ ...source, list, joins: nothing, order: '', limit: null, offset: null })
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

/** Puts the parts together as one text. */
export function textOf(parts: Parts): Fragment {
  const { list, from, joins, where, order, limit, offset } = parts
  const bindings = [...from.bindings, ...joins.bindings, ...where.bindings]
  let sql = `select ${list} from ${from.sql}${joins.sql}`
  if (where.sql !== '') sql += ` where ${where.sql}`
  if (order !== '') sql += ` order by ${order}`
  if (limit !== null || offset !== null) {
    // An offset without a limit is not SQL everywhere.
    sql += ' limit ? offset ?'
    bindings.push(limit ?? Number.MAX_SAFE_INTEGER, offset ?? 0)
  }
  return { sql, bindings }
}
