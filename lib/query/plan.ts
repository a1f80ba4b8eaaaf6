/** Tells which statements a query would run, and why; runs nothing. */

import type { Plan, PlannedStatement } from '../../types/plan.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { type Deferred, nodesOf, type PlanNode, type StatementPlan } from './statement-plan.js'

/** Writes the statements that follow another. */
export interface Following {
  readonly deferring: Deferring
  /** Writes the one that brings some columns of a class. */
  readonly later: (mapping: Mapping, columns: readonly ColumnMapping[]) => string
}

/** Writes the statement of a deferred relationship; the loading room's part. */
export type Deferring = (deferred: Deferred) => { readonly plan: StatementPlan; readonly sql: string }

/** Lists the statements in the order they run, with what rides along in each. */
export function planOf(
  root: { readonly plan: StatementPlan; readonly sql: string },
  following: Following,
): Plan {
  const first = root.plan.root
  const statements: PlannedStatement[] = [
    { path: '', model: first.mapping.name, strategy: 'root', sql: root.sql, reason: 'the query itself' },
    ...below(root.plan, following),
  ]
  return { statements, toString: () => statements.map(lineOf).join('\n') }
}

/** What comes or is left in one statement, then the statements of their own, in the order that they are loaded. */
function below(plan: StatementPlan, following: Following): PlannedStatement[] {
  const nodes = nodesOf(plan.root)
  return [
    ...nodes.flatMap(node => [...node.children.map(joinedEntry), ...leftEntries(node)]),
    ...nodes.flatMap(node => [
      ...laterEntries(node, following),
      ...node.deferred.flatMap(deferred => deferredEntries(deferred, following)),
    ]),
  ]
}

function laterEntries({ mapping, later, path }: PlanNode, following: Following): PlannedStatement[] {
  const classes = mapping.inheritance?.classes ?? []
  return classes.flatMap(each => {
    const columns = later.filter(column => each.columns.includes(column))
    if (columns.length === 0) return []
    const reason = 'what it adds to the rows, where one is of this class'
    const sql = following.later(each, columns)
    return [{ path: pathText(path), model: each.name, strategy: 'selectin' as const, sql, reason }]
  })
}

function leftEntries(node: PlanNode): PlannedStatement[] {
  return [...node.strategies].map(([relationship, strategy]) => ({
    path: pathText([...node.path, relationship]),
    model: relationship.target.name,
    strategy: 'select',
    sql: null,
    reason:
      strategy === 'raise' ? 'asked for; its lazy load is refused' : 'asked for; loaded when it is awaited',
  }))
}

function joinedEntry(child: PlanNode): PlannedStatement {
  const { path, mapping, inner, reason } = child
  return { path: pathText(path), model: mapping.name, strategy: 'joined', inner, sql: null, reason }
}

function deferredEntries(deferred: Deferred, following: Following): PlannedStatement[] {
  const { plan, sql } = following.deferring(deferred)
  const { relationship, path, reason } = deferred
  return [
    { path: pathText(path), model: relationship.target.name, strategy: 'selectin', sql, reason },
    ...below(plan, following),
  ]
}

function pathText(path: readonly RelationshipMapping[]): string {
  return path.map(step => step.name).join('.')
}

function lineOf({ path, model, strategy, inner, sql, reason }: PlannedStatement): string {
  const how = strategy === 'joined' ? (inner ? 'inner join' : 'left join') : strategy
  const subject = path === '' ? model : `${path} (${model})`
  return `${subject}: ${how}, ${reason}${sql === null ? '' : `\n  ${sql}`}`
}
