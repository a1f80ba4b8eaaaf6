/** Loads one relationship for many instances in one statement, and everything below it that was asked for. */

import type { LoadStrategy } from '../../types/relationship.js'
import type { Fragment, Row } from '../dialect/contract.js'
import { type Instance, loadedOf, relate, stateOf } from '../instance/instance.js'
import { keyOf, slotsOf } from '../instance/key.js'
import { sessionOf } from '../instance/session-of.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
import { compileRelated } from '../query/compile-related.js'
import type { Executor } from '../query/executor.js'
import { addOnce, type Folded, fold, tieBack } from '../query/fold.js'
import { afterLoad, beforeLoad, isHooked } from '../query/load-hooks.js'
import { loadingRelated } from '../query/purpose.js'
import { type Branch, wholeOf } from '../query/state.js'
import { planStatement, type StatementPlan } from '../query/statement-plan.js'
import { merged } from '../query/tree.js'
import { knownTargets } from './known-targets.js'
import { readLater } from './read-columns.js'

/** How a relationship is loaded. */
export interface RelatedLoad {
  readonly branch: Branch
  readonly path: readonly RelationshipMapping[]
  readonly strategy: LoadStrategy
}

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
      await loadRelated(executor, sources, relationship, { branch, path, strategy: 'selectin' })
    }
  }
}

/**
 * Loads a relationship into these instances, over what they may already hold of it; in a session, and where an instance was
 * changed, it keeps that. Instances without a key get null or an empty array without a statement, and those whose related one
 * the session has, that one. Throws `QueryError`.
 */
export async function loadRelated(
  executor: Executor,
  sources: readonly Instance[],
  relationship: RelationshipMapping,
  load: RelatedLoad,
): Promise<void> {
  const { wanted, keyless } = wantedOf(sources, relationship)
  const isAsked = executor.unit === null || load.branch.refine !== null
  const lacking = isAsked ? wanted : withoutKnown(executor, wanted, relationship, load)
  if (lacking.length > 0) await loadKeys(executor, lacking, relationship, load)
  for (const instance of keyless) {
    if (!isKept(executor, instance, relationship)) {
      relate(instance, relationship.index, relationship.collection ? [] : null)
    }
  }
}

/** Relates those that the session has, and gives the others. */
function withoutKnown(
  executor: Executor,
  wanted: readonly Wanted[],
  relationship: RelationshipMapping,
  load: RelatedLoad,
): readonly Wanted[] {
  const keys = wanted.map(({ key }) => key)
  const known = knownTargets(executor, relationship, () => relatedPlan(executor, relationship, load), keys)
  if (known === null) return wanted
  wanted.forEach((one, i) => {
    const target = known[i]
    if (target != null) one.found.push(target)
  })
  const found = wanted.filter(one => one.found.length > 0)
  for (const one of found) assignTo(executor, one, relationship)
  return wanted.filter(one => one.found.length === 0)
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
  load: RelatedLoad,
): Promise<void> {
  const keys = wanted.map(one => one.key)
  const { plan, statement } = relatedStatement(executor, relationship, load, keys)
  const purpose = loadingRelated(relationship, load.strategy)
  if (isHooked(plan, 'beforeLoad')) await beforeLoad(plan, purpose)
  const rows = await executor.run(statement, purpose)
  const folded = fold(plan, rows, relationship.through !== null || !relationship.collection, executor.unit)
  const served = wanted.reduce((count, { sources }) => count + sources.length, 0)
  executor.events.tellLoad(purpose, { length: served }, rows)
  await loadDeferred(executor, plan, folded)
  if (folded.made !== null) await afterLoad(folded.made, executor.unit)
  // From here on others see what is related.
  assign(executor, wanted, { relationship, rows, folded })
}

/** Compiles the statement that loads a relationship for a list of keys. */
export function relatedStatement(
  executor: Executor,
  relationship: RelationshipMapping,
  load: Omit<RelatedLoad, 'strategy'>,
  keys: readonly (readonly unknown[])[],
): { plan: StatementPlan; statement: Fragment } {
  const refine = load.branch.refine ?? wholeOf(relationship.target)
  const plan = relatedPlan(executor, relationship, load)
  return { plan, statement: compileRelated(executor, relationship, refine, { plan, keys }) }
}

function relatedPlan(
  { dialect }: Executor,
  { target }: RelationshipMapping,
  { branch, path }: Omit<RelatedLoad, 'strategy'>,
): StatementPlan {
  const refine = branch.refine ?? wholeOf(target)
  const tree = merged(refine.tree, branch.tree)
  const { selection } = refine
  const layout = { features: dialect.features, offset: 1, modified: refine.modifiers.length > 0, selection }
  return planStatement(target, tree, path, layout)
}

/** What a statement brought for a relationship. */
interface Brought {
  readonly relationship: RelationshipMapping
  readonly rows: readonly Row[]
  readonly folded: Folded
}

function assign(executor: Executor, wanted: readonly Wanted[], brought: Brought): void {
  const { relationship, rows, folded } = brought
  rows.forEach((row, i) => {
    const one = wanted[Number(row[0])] as Wanted
    const related = folded.roots[i] as Instance
    if (one.known === null) one.found.push(related)
    else addOnce(one.found, related, one.known)
  })
  for (const one of wanted) assignTo(executor, one, relationship)
}

function assignTo(
  executor: Executor,
  { key, sources, found }: Wanted,
  relationship: RelationshipMapping,
): void {
  const { unit } = executor
  for (const source of sources) {
    if (isKept(executor, source, relationship)) continue
    if (isRekeyed(source, relationship, key)) {
      relate(source, relationship.index, undefined)
      continue
    }
    // Two instances of one row each own their array, as callers may change it.
    relate(source, relationship.index, relationship.collection ? [...found] : (found[0] ?? null))
    // What is no part of a session is not what its instances lead to.
    if (unit !== null && sessionOf(source) !== unit) continue
    for (const related of found) tieBack(relationship, source, related)
  }
}

/** True where what is there is not to be replaced, as somebody may have it, or have put it there meanwhile. */
function isKept({ unit }: Executor, source: Instance, { index }: RelationshipMapping): boolean {
  return loadedOf(source, index) !== undefined && (unit !== null || stateOf(source) !== undefined)
}

/** True where the key has been changed since it was asked for. */
function isRekeyed(source: Instance, { columns }: RelationshipMapping, key: readonly unknown[]): boolean {
  return stateOf(source) !== undefined && slotsOf(source, columns).some((slot, i) => slot !== key[i])
}
