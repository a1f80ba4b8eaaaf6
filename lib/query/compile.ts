/** Writes the SELECT of a planned statement, as parts that can be put together as text or into a knex builder. */

import type { Dialect, Fragment } from '../dialect/contract.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { nothing, type Parts, textOf } from './parts.js'
import type { Branch, QueryState } from './state.js'
import type { PlanNode, StatementPlan } from './statement-plan.js'
import { equal, orderOf, quotedOf, readOf, Writer, whereOf } from './where.js'

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
export class JoinWriter {
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
      items.push(...itemsOf(node, alias))
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
    const { refine } = child.branch as Branch
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

/** What a table gives to the select list; what is not read keeps its place, so that rows have one layout. */
function itemsOf({ reads, unread, offset }: PlanNode, alias: string): string[] {
  const items: string[] = []
  for (const column of reads) items[column.slot] = `${readOf(alias, column)} as c${offset + column.slot}`
  for (const slot of unread) items[slot] = `null as c${offset + slot}`
  return items
}
