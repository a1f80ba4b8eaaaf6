/** Tells which statements a query would run, and why; runs nothing. */

import type { Plan, PlannedStatement } from '../../types/plan.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
import { type Deferred, nodesOf, type PlanNode, type StatementPlan } from './statement-plan.js'

/** Writes the statement of a deferred relationship; the loading room's part. */
export type Deferring = (deferred: Deferred) => { readonly plan: StatementPlan; readonly sql: string }

/** Lists the statements in the order they run, with what rides along in each. */
export function planOf(
  root: { readonly plan: StatementPlan; readonly sql: string },
  deferring: Deferring,
): Plan {
  const first = root.plan.root
  const statements: PlannedStatement[] = [
    { path: '', model: first.mapping.name, strategy: 'root', sql: root.sql, reason: 'the query itself' },
    ...below(root.plan, deferring),
  ]
  return { statements, toString: () => statements.map(lineOf).join('\n') }
}

/** What comes or is left in one statement, then the statements of their own, in the order that they are loaded. */
function below(plan: StatementPlan, deferring: Deferring): PlannedStatement[] {
  const nodes = nodesOf(plan.root)
  return [
    ...nodes.flatMap(node => [...node.children.map(joinedEntry), ...leftEntries(node)]),
    ...nodes.flatMap(node => node.deferred.flatMap(deferred => deferredEntries(deferred, deferring))),
  ]
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

function deferredEntries(deferred: Deferred, deferring: Deferring): PlannedStatement[] {
  const { plan, sql } = deferring(deferred)
  const { relationship, path, reason } = deferred
  return [
    { path: pathText(path), model: relationship.target.name, strategy: 'selectin', sql, reason },
    ...below(plan, deferring),
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
