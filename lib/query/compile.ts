/** Writes the SELECT of a planned statement, as parts that can be put together as text or into a knex builder. */

import type { Dialect, Fragment } from '../dialect/contract.js'
import type { ColumnMapping, RelationshipMapping } from '../mapping/mapping.js'
import { sourceColumns, useOf } from './computed.js'
import { relatedConditions, relatedOrder } from './own-conditions.js'
import { nothing, type Parts, textOf } from './parts.js'
import { writerFor } from './source.js'
import type { Branch, QueryState } from './state.js'
import type { PlanNode, StatementPlan } from './statement-plan.js'
import { equal, orderOf, quotedOf, readOf, relatedWhere, whereOf } from './where.js'
import type { Use, Writer } from './writer.js'

/** Writes the statement that brings a query's own rows. */
export function compileRoot(dialect: Dialect, state: QueryState, plan: StatementPlan): Parts {
  const writer = writerFor(dialect)
  const alias = writer.alias()
  const total = totalOrderOf(state)
  const use = useOfState(state, total, plan.root.reads)
  const whole = sourceOf(writer, alias, state, use)
  // A limit counts roots, so it has to be applied before a joined collection multiplies them.
  const inner = plan.multiplied && (state.limit !== null || state.offset !== null)
  const own = { order: orderOf(alias, state.order, total), limit: state.limit, offset: state.offset }
  const columns = sourceColumns(state.mapping, use)
  const source = inner ? derived(alias, columns, { ...whole, ...own }) : whole
  const joined = new JoinWriter(writer, alias, plan.root)
  const carried = state.carried.map((column, i) => `${readOf(alias, column)} as c${plan.width + i}`)
  return {
    list: [...joined.list(), ...carried].join(', '),
    joins: joined.joins,
    from: source.from,
    where: source.where,
    order: [own.order, ...joined.orders].filter(text => text !== '').join(', '),
    limit: inner ? null : state.limit,
    offset: inner ? null : state.offset,
  }
}

/** What a statement uses of the rows of a query's own model. */
export function useOfState(
  { mapping, conditions, order, carried, unscoped }: QueryState,
  ...columns: readonly (readonly ColumnMapping[])[]
): Use {
  const ordered = order.map(term => term.column)
  return useOf(mapping, unscoped, conditions, ordered, carried, ...columns)
}

/** A key orders totally and cheaply. Without one, rows are sorted only where strategies have to agree on an order. */
export function totalOrderOf(state: QueryState): readonly ColumnMapping[] {
  return state.tree.size > 0 ? state.mapping.order : state.mapping.key
}

function sourceOf(
  writer: Writer,
  alias: string,
  { mapping, conditions }: QueryState,
  use: Use,
): Pick<Parts, 'from' | 'where'> {
  return {
    from: writer.section(() => `${writer.source(mapping, use)} ${alias}`),
    where: conditions.length === 0 ? nothing : writer.section(() => whereOf(writer, alias, conditions)),
  }
}

/** Wraps a source, limited, as a table with the same columns under the same alias. */
function derived(
  alias: string,
  columns: readonly string[],
  parts: Omit<Parts, 'list' | 'joins'>,
): Pick<Parts, 'from' | 'where'> {
  const list = columns.map(quoted => `${alias}.${quoted}`).join(', ')
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

  /** `t0.col as c0`, …, in the order of the plan's offsets. */
  list(): string[] {
    const items: string[] = []
    for (const [node, alias] of this.#aliases) {
      items.push(...itemsOf(node, alias))
    }
    return items
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
    const conditions = relatedConditions(relationship, refine)
    const order = relatedOrder(relationship, refine)
    if (relationship.collection) this.orders.push(orderOf(target, order, child.mapping.order))
    const ordered = order.map(term => term.column)
    const link = this.#linkOf(relationship, source, target, {
      join: child.inner ? ' join' : ' left join',
      use: useOf(
        child.mapping,
        refine?.unscoped ?? false,
        conditions,
        ordered,
        child.mapping.order,
        child.reads,
      ),
    })
    if (refine === null && relationship.filter === null) return link
    return `${link} and (${relatedWhere(this.#writer, target, relationship, conditions)})`
  }

  /** The referenced column stands on the left, as its collation decides what is equal. */
  #linkOf(
    { through, columns, referencedColumns, target: mapping }: RelationshipMapping,
    source: string,
    target: string,
    { join, use }: { readonly join: string; readonly use: Use },
  ): string {
    const from = this.#writer.source(mapping, use)
    const referenced = quotedOf(referencedColumns)
    if (through === null) {
      return `${join} ${from} ${target} on ${equal(target, referenced, source, quotedOf(columns))}`
    }
    const association = this.#writer.alias()
    const near = equal(association, through.sourceColumns, source, quotedOf(columns))
    const far = equal(target, referenced, association, through.targetColumns)
    return `${join} ${through.from} ${association} on ${near}${join} ${from} ${target} on ${far}`
  }
}

/** What a table gives to the select list; what is not read keeps its place, so that rows have one layout. */
function itemsOf({ reads, unread, offset }: PlanNode, alias: string): string[] {
  const items: string[] = []
  for (const column of reads) items[column.slot] = `${readOf(alias, column)} as c${offset + column.slot}`
  for (const slot of unread) items[slot] = `null as c${offset + slot}`
  return items
}
