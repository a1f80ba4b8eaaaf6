/** Places the relationships of tables on the classes that share their rows. Decides no key and no name. */

import type { InferredRelationship } from '../../../types/relationship.js'
import type { RelationshipDeclaration } from '../../declaration/declaration.js'
import { targetOf } from '../../declaration/target.js'
import type { RelationshipDraft } from '../build-relationships.js'
import { isAtOrUnder as isMappingUnder } from '../lineage.js'
import type { ColumnMapping } from '../mapping.js'
import { type ClassNode, isAtOrUnder } from './classes.js'

/** What relationships are placed by. */
export interface Placing {
  /** The classes of every hierarchy, parents first. */
  readonly nodes: readonly ClassNode[]
  /** What is declared of a side. */
  readonly declared: ReadonlyMap<InferredRelationship, RelationshipDeclaration>
}

/** Gives new relationships to the classes that have them, and leads them to the classes that they name. */
export function placeRelationships(
  sides: ReadonlyMap<InferredRelationship, RelationshipDraft>,
  placing: Placing,
): void {
  for (const [side, relationship] of sides) {
    leadOn(relationship, placing.declared.get(side), placing)
    give(relationship, placing.declared.get(side), placing)
  }
  for (const relationship of sides.values()) {
    // What is reached from a class above need not be what the way back gives.
    const { inverse, source } = relationship
    if (inverse === null || inverse.collection || isMappingUnder(source, inverse.target)) continue
    relationship.inverse = null
  }
}

function leadOn(
  relationship: RelationshipDraft,
  declared: RelationshipDeclaration | undefined,
  { nodes }: Placing,
): void {
  const there = nodes.filter(({ ground }) => ground === relationship.target)
  if (there.length === 0) return
  const named = declared === undefined ? undefined : nodeNamed(relationship, declared, nodes)
  const holders = topmost(there.filter(each => hasAll(each, relationship.referencedColumns)))
  const found = named ?? (holders.length === 1 ? holders[0] : there[0])
  const target = (found as ClassNode).mapping
  Object.assign(relationship, { target, info: { ...relationship.info, target: target.name } })
}

/** The class that a declared relationship names; a class that joins another can be found by the other's key. */
function nodeNamed(
  { source, name }: RelationshipDraft,
  declared: RelationshipDeclaration,
  nodes: readonly ClassNode[],
): ClassNode | undefined {
  const target = targetOf(declared.target, `relationship "${source.name}.${name}"`)
  return nodes.find(({ declaration }) =>
    typeof target === 'string'
      ? declaration.name === target || declaration.table === target
      : declaration.model === target,
  )
}

function give(
  relationship: RelationshipDraft,
  declared: RelationshipDeclaration | undefined,
  { nodes }: Placing,
): void {
  const { source: ground, name } = relationship
  const here = nodes.filter(node => node.ground === ground)
  if (here.length === 0) return
  const declaring = here.filter(
    ({ declaration }) => declared !== undefined && declaration.relationships.get(name) === declared,
  )
  const holders = topmost(
    declaring.length > 0 ? declaring : here.filter(each => hasAll(each, relationship.columns)),
  )
  const [owner] = holders as [ClassNode, ...ClassNode[]]
  const source = owner.mapping
  const classes = nodes.filter(node => holders.some(holder => isAtOrUnder(node, holder)))
  Object.assign(relationship, {
    source,
    index: nextIndex(nodes, owner),
    info: { ...relationship.info, model: source.name },
  })
  for (const { mapping } of classes) {
    const known = mapping.relationships.get(name)
    // What a class below has of its own stays.
    if (known === undefined || isMappingUnder(source, known.source))
      mapping.relationships.set(name, relationship)
  }
}

function hasAll({ mapping }: ClassNode, columns: readonly ColumnMapping[]): boolean {
  const slots = new Set(mapping.columns.map(({ slot }) => slot))
  return columns.every(({ slot }) => slots.has(slot))
}

function topmost(nodes: readonly ClassNode[]): readonly ClassNode[] {
  return nodes.filter(({ parent }) => parent === null || !nodes.includes(parent))
}

/** Related values have one place in all classes of a hierarchy. */
function nextIndex(nodes: readonly ClassNode[], node: ClassNode): number {
  const root = rootOf(node)
  const indexes = nodes
    .filter(each => rootOf(each) === root)
    .flatMap(({ mapping }) => [...mapping.relationships.values()].map(({ index }) => index))
  return Math.max(-1, ...indexes) + 1
}

function rootOf(node: ClassNode): ClassNode {
  return node.parent === null ? node : rootOf(node.parent)
}
