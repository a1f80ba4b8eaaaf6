/** Loads one relationship for many instances in one statement, and everything below it that was asked for. */

import type { Fragment, Row } from '../dialect/contract.js'
import { type Instance, relate } from '../instance/instance.js'
import { keyOf, slotsOf } from '../instance/key.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
import { compileRelated } from '../query/compile-related.js'
import type { Executor } from '../query/executor.js'
import { addOnce, type Folded, fold, tieBack } from '../query/fold.js'
import { type Branch, wholeOf } from '../query/state.js'
import { planStatement, type StatementPlan } from '../query/statement-plan.js'
import { merged } from '../query/tree.js'
import { readLater } from './read-columns.js'

/** Instances that share one key, and what the key found. */
interface Wanted {
  readonly key: readonly unknown[]
  readonly sources: Instance[]
  readonly found: Instance[]
  /** The members of `found`, where rows can repeat one; otherwise null. */
  readonly known: Set<Instance> | null
}

/** Loads what a folded statement deferred: columns of classes below, and relationships, and below them on. */
export async function loadDeferred(executor: Executor, plan: StatementPlan, folded: Folded): Promise<void> {
  for (const node of plan.deferring) {
    const sources = folded.byNode.get(node) as readonly Instance[]
    if (node.later.length > 0) await readLater(executor, sources, node.later)
    for (const { relationship, branch, path } of node.deferred) {
      await loadRelated(executor, sources, relationship, { branch, path })
    }
  }
}

/**
 * Loads a relationship into these instances, over what they may already hold of it. Instances without a key get null
 * or an empty array without a statement. Throws `QueryError`.
 */
export async function loadRelated(
  executor: Executor,
  sources: readonly Instance[],
  relationship: RelationshipMapping,
  load: { readonly branch: Branch; readonly path: readonly RelationshipMapping[] },
): Promise<void> {
  const { wanted, keyless } = wantedOf(sources, relationship)
  if (wanted.length > 0) await loadKeys(executor, wanted, relationship, load)
  for (const instance of keyless) relate(instance, relationship.index, relationship.collection ? [] : null)
}

function wantedOf(
  sources: readonly Instance[],
  relationship: RelationshipMapping,
): { wanted: Wanted[]; keyless: Instance[] } {
  const byKey = new Map<unknown, Wanted>()
  const keyless: Instance[] = []
  for (const instance of sources) {
    const key = slotsOf(instance, relationship.columns)
    const id = keyOf(key)
    const known = byKey.get(id)
    if (id === null) keyless.push(instance)
    else if (known !== undefined) known.sources.push(instance)
    else
      byKey.set(id, {
        key,
        sources: [instance],
        found: [],
        known: relationship.collection ? new Set() : null,
      })
  }
  return { wanted: [...byKey.values()], keyless }
}

async function loadKeys(
  executor: Executor,
  wanted: readonly Wanted[],
  relationship: RelationshipMapping,
  load: { readonly branch: Branch; readonly path: readonly RelationshipMapping[] },
): Promise<void> {
  const keys = wanted.map(one => one.key)
  const { plan, statement } = relatedStatement(executor, relationship, load, keys)
  const { source, name } = relationship
  const rows = await executor.run(statement, `load ${source.name}.${name}`)
  const folded = fold(plan, rows, relationship.through !== null || !relationship.collection)
  assign(wanted, relationship, rows, folded)
  await loadDeferred(executor, plan, folded)
}

/** Compiles the statement that loads a relationship for a list of keys. */
export function relatedStatement(
  executor: Executor,
  relationship: RelationshipMapping,
  load: { readonly branch: Branch; readonly path: readonly RelationshipMapping[] },
  keys: readonly (readonly unknown[])[],
): { plan: StatementPlan; statement: Fragment } {
  const { dialect } = executor
  const refine = load.branch.refine ?? wholeOf(relationship.target)
  const tree = merged(refine.tree, load.branch.tree)
  const { selection } = refine
  const layout = { features: dialect.features, offset: 1, modified: refine.modifiers.length > 0, selection }
  const plan = planStatement(relationship.target, tree, load.path, layout)
  return { plan, statement: compileRelated(executor, relationship, refine, { plan, keys }) }
}

function assign(
  wanted: readonly Wanted[],
  relationship: RelationshipMapping,
  rows: readonly Row[],
  folded: Folded,
): void {
  rows.forEach((row, i) => {
    const one = wanted[Number(row[0])] as Wanted
    const related = folded.roots[i] as Instance
    if (one.known === null) one.found.push(related)
    else addOnce(one.found, related, one.known)
  })
  for (const { sources, found } of wanted) {
    for (const source of sources) {
      // Two instances of one row each own their array, as callers may change it.
      relate(source, relationship.index, relationship.collection ? [...found] : (found[0] ?? null))
      for (const related of found) tieBack(relationship, source, related)
    }
  }
}
