/**
 * Tells which lazy loads may share a statement. Who asks can matter: a scope, a where or a computed property may read the
 * tenant of the caller, and what one tenant's rows lead to is not for another's. Runs nothing.
 */

import { revealed } from '../dialect/concealed.js'
import type { Fragment } from '../dialect/contract.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { compileColumns } from '../query/compile-columns.js'
import type { Executor } from '../query/executor.js'
import type { Branch } from '../query/state.js'
import { nodesOf, type StatementPlan } from '../query/statement-plan.js'
import { isSteady } from '../query/steady.js'
import { relatedStatement } from './related.js'

/** The load of a relationship and of all that comes with it. */
interface Load {
  readonly relationship: RelationshipMapping
  readonly branch: Branch
  readonly path: readonly RelationshipMapping[]
}

/** Whether a relationship's load is the same whoever asks; asked for each read and the same for ever. */
const steady = new WeakMap<RelationshipMapping, boolean>()

/** Gives what tells the load of a relationship from the others of its tick: itself, where it is the same whoever asks. */
export function footprintOf(executor: Executor, relationship: RelationshipMapping): unknown {
  if (steady.get(relationship) === true) return relationship
  const branch = { strategy: null, refine: null, tree: new Map() }
  const statements = statementsOf(executor, { relationship, branch, path: [relationship] })
  const alike = statements.every(isAlike)
  steady.set(relationship, alike)
  if (alike) return relationship
  return [
    `${relationship.source.name}.${relationship.name}`,
    ...statements.map(({ statement }) => textOf(statement)),
  ].join('\n')
}

/** Gives the same for a column that is read on demand; columns of the table share theirs. */
export function columnFootprintOf(executor: Executor, mapping: Mapping, column: ColumnMapping): string {
  return column.expression === null ? '' : textOf(compileColumns(executor.dialect, mapping, [column], []))
}

/** One statement of a load. */
interface Loading {
  readonly relationship: RelationshipMapping
  readonly plan: StatementPlan
  readonly statement: Fragment
}

function statementsOf(executor: Executor, { relationship, branch, path }: Load): Loading[] {
  const first = relatedStatement(executor, relationship, { branch, path }, [])
  const rest = nodesOf(first.plan.root).flatMap(node => node.deferred)
  return [{ relationship, ...first }, ...rest.flatMap(load => statementsOf(executor, load))]
}

function isAlike({ relationship, plan }: Loading): boolean {
  return relationship.filter === null && nodesOf(plan.root).every(isSteady)
}

function textOf({ sql, bindings }: Fragment): string {
  const values = bindings
    .map(revealed)
    .map(value => `${typeof value}:${Buffer.isBuffer(value) ? value.toString('hex') : value}`)
  return JSON.stringify([sql, values])
}
