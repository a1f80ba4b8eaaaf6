/**
 * Decides, for one statement, which relationships it joins and which get statements of their own, and lays out its
 * row: every table's columns side by side, by position. Writes no SQL.
 */

import type { LoadStrategy } from '../../types/relationship.js'
import type { Features } from '../dialect/contract.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { givesFirst } from './gives-first.js'
import { type Reading, readingOf, type Selection } from './selection.js'
import { isWhole, tableCount } from './shared/rows.js'
import type { Branch, LoadTree } from './state.js'
import { withDefaults } from './tree.js'

/** A relationship that gets a statement of its own. */
export interface Deferred {
  readonly relationship: RelationshipMapping
  readonly branch: Branch
  /** From the root of the whole query. */
  readonly path: readonly RelationshipMapping[]
  readonly reason: string
}

/** One table in a statement. */
export interface PlanNode extends Reading {
  readonly mapping: Mapping
  /** Null at the root. */
  readonly relationship: RelationshipMapping | null
  readonly branch: Branch | null
  readonly path: readonly RelationshipMapping[]
  readonly inner: boolean
  /** True where it and every table above it has a primary key, so that its rows can be told apart. */
  readonly keyed: boolean
  readonly reason: string
  /** Where its columns begin in a row. */
  readonly offset: number
  readonly children: readonly PlanNode[]
  readonly deferred: readonly Deferred[]
  /** Strategies for later lazy loads that the query chose over the relationship's own. */
  readonly strategies: ReadonlyMap<RelationshipMapping, LoadStrategy>
}

/** One statement: its root table and what is joined to it. */
export interface StatementPlan {
  readonly root: PlanNode
  /** True where a joined collection makes several rows of one root. */
  readonly multiplied: boolean
  /** How many values a row holds. */
  readonly width: number
  /** The tables whose rows are followed by statements of their own, parents first. */
  readonly deferring: readonly PlanNode[]
}

/** Lists the tables of a statement, parents first. */
export function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(nodesOf)]
}

/** What planning one statement uses up. */
interface Budget {
  readonly features: Features
  readonly modified: boolean
  joins: number
  columns: number
  multiplied: boolean
}

/** What a statement has to fit into. */
export interface Layout {
  readonly features: Features
  /** The row position of its first column. */
  readonly offset: number
  /** True where the caller changes the statement by `modify`. */
  readonly modified: boolean
  /** Which columns of the root come with its rows. */
  readonly selection: Selection
}

/** Plans the statement that reads a model. */
export function planStatement(
  mapping: Mapping,
  tree: LoadTree,
  path: readonly RelationshipMapping[],
  { features, offset, modified, selection }: Layout,
): StatementPlan {
  const budget: Budget = {
    features,
    modified,
    joins: tableCount(mapping),
    columns: offset,
    multiplied: false,
  }
  const keyed = mapping.key.length > 0
  const root = planNode(
    { mapping, relationship: null, branch: null, path, inner: true, keyed, reason: '', selection },
    tree,
    budget,
  )
  const deferring = nodesOf(root).filter(isDeferring)
  return { root, multiplied: budget.multiplied, width: budget.columns, deferring }
}

/** Tells whether statements of their own follow for the rows of a table. */
export function isDeferring({ deferred, later }: PlanNode): boolean {
  return deferred.length + later.length > 0
}

/** Plans the statement that reads what the query carries and nothing else, whatever is always loaded with it. */
export function barePlan(mapping: Mapping): StatementPlan {
  const start = {
    mapping,
    relationship: null,
    branch: null,
    path: [],
    inner: true,
    keyed: mapping.key.length > 0,
  }
  const reading = { reads: [], unread: [], later: [] }
  const root = {
    ...start,
    ...reading,
    reason: '',
    offset: 0,
    children: [],
    deferred: [],
    strategies: new Map(),
  }
  return { root, multiplied: false, width: 0, deferring: [] }
}

interface NodeStart
  extends Pick<PlanNode, 'mapping' | 'relationship' | 'branch' | 'path' | 'inner' | 'keyed' | 'reason'> {
  readonly selection: Selection
}

function planNode(start: NodeStart, tree: LoadTree, budget: Budget): PlanNode {
  const offset = budget.columns
  budget.columns += start.mapping.width
  const children: PlanNode[] = []
  const deferred: Deferred[] = []
  const strategies = new Map<RelationshipMapping, LoadStrategy>()
  for (const [relationship, branch] of withDefaults(start.mapping, tree, start.path)) {
    const path = [...start.path, relationship]
    if (branch.strategy === 'select' || branch.strategy === 'raise') {
      strategies.set(relationship, branch.strategy)
      continue
    }
    const choice = choose(start, relationship, branch, budget)
    if (!choice.joined) deferred.push({ relationship, branch, path, reason: choice.reason })
    else children.push(joinedNode(start, relationship, { branch, path, reason: choice.reason }, budget))
  }
  return { ...start, ...readingOf(start.mapping, start.selection), offset, children, deferred, strategies }
}

function joinedNode(
  parent: NodeStart,
  relationship: RelationshipMapping,
  step: Pick<Deferred, 'branch' | 'path' | 'reason'>,
  budget: Budget,
): PlanNode {
  budget.joins += joinCount(relationship)
  budget.multiplied ||= relationship.collection
  const surety = parent.inner && step.branch.refine === null ? suretyOf(relationship) : null
  const inner = surety !== null
  const why = inner ? `${step.reason}; inner, as ${surety} vouches for the key` : step.reason
  const mapping = relationship.target
  const keyed = parent.keyed && mapping.key.length > 0
  const selection = step.branch.refine?.selection ?? null
  return planNode(
    { ...step, reason: why, mapping, relationship, inner, keyed, selection },
    step.branch.tree,
    budget,
  )
}

function joinCount({ through, target }: RelationshipMapping): number {
  return tableCount(target) + (through === null ? 0 : 1)
}

/**
 * Who vouches that a row's key finds another; null where nobody does. What a scope leaves out is not found, nor is a row of
 * another class.
 */
function suretyOf(relationship: RelationshipMapping): string | null {
  const { collection, validated, innerJoin, filter, info, target } = relationship
  if (target.scope !== null || !isWhole(target)) return null
  if (!collection && validated && !info.nullable && filter === null) return 'the database'
  return innerJoin ? 'its declaration' : null
}

/** The rule: to-one joins, to-many gets a statement of its own, so that no row is multiplied. */
function choose(
  parent: NodeStart,
  relationship: RelationshipMapping,
  branch: Branch,
  budget: Budget,
): { joined: boolean; reason: string } {
  if (branch.strategy === 'selectin') return { joined: false, reason: 'asked for' }
  const obstacle = obstacleOf(parent, relationship, branch, budget)
  if (obstacle !== null) return { joined: false, reason: obstacle }
  if (branch.strategy === 'joined') return { joined: true, reason: 'asked for' }
  if (relationship.collection)
    return { joined: false, reason: 'a collection; joined, it would multiply the rows' }
  if (branch.refine !== null) return { joined: false, reason: 'refined' }
  return { joined: true, reason: 'to one' }
}

/** Why a relationship cannot be joined, whatever was asked for; null where it can. */
function obstacleOf(
  parent: NodeStart,
  relationship: RelationshipMapping,
  branch: Branch,
  budget: Budget,
): string | null {
  const { target, collection } = relationship
  if (budget.joins + joinCount(relationship) > budget.features.maxJoins) {
    return `one statement joins at most ${budget.features.maxJoins} tables`
  }
  if (budget.columns + target.width > budget.features.maxResultColumns) {
    return `one statement returns at most ${budget.features.maxResultColumns} columns`
  }
  if (collection && !(parent.keyed && target.key.length > 0)) {
    return 'without primary keys joined rows cannot be told apart'
  }
  if (collection && budget.modified) return 'what modify counts are rows, and joined they would be more'
  if (givesFirst(relationship)) return 'of several rows it gives the first'
  const { refine } = branch
  if (refine !== null && (refine.limit !== null || refine.offset !== null)) return 'a limit counts per parent'
  if (refine !== null && refine.modifiers.length > 0) return 'modify works on a statement of its own'
  return null
}
