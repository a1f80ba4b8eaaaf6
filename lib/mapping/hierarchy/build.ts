/** Makes of the mappings of tables those of the classes that share their rows. Touches no other mapping. */

import type { InferredRelationship } from '../../../types/relationship.js'
import type { Table } from '../../../types/schema.js'
import type { Declaration, RelationshipDeclaration } from '../../declaration/declaration.js'
import type { Dialect } from '../../dialect/contract.js'
import type { Draft, RelationshipDraft } from '../build-relationships.js'
import type { DeclaredModel } from '../declared-model.js'
import { above } from '../inheritance.js'
import type { Mapping } from '../mapping.js'
import { type ClassNode, classesOf, discriminatorOf, type Hierarchy } from './classes.js'
import { placeRelationships } from './relationships.js'

/** What classes are made of. */
export interface ClassInput {
  readonly models: ReadonlyMap<Table, DeclaredModel>
  /** The mappings of an earlier boot. */
  readonly known: readonly Mapping[]
  readonly sides: ReadonlyMap<InferredRelationship, RelationshipDraft>
  readonly declared: ReadonlyMap<InferredRelationship, RelationshipDeclaration>
  readonly dialect: Pick<Dialect, 'quote' | 'isSameName'>
}

/** Gives the mappings of these tables, and in place of those that classes share the classes', parents first. */
export function withClasses(grounds: readonly Draft[], input: ClassInput): Mapping[] {
  const { models, known, sides, declared } = input
  const nodes = [...knownNodes(known, models)]
  const settled = new Set(known.map(mapping => mapping.inheritance?.ground ?? mapping))
  const byTable = new Map(grounds.map(ground => [ground.table, ground]))
  const groundOf = ({ table }: DeclaredModel): Draft => byTable.get(table) as Draft
  for (const hierarchy of hierarchiesOf([...models.values()], groundOf, input)) {
    if (!settled.has(groundOf(hierarchy.models[0] as DeclaredModel))) nodes.push(...nodesOf(hierarchy))
  }
  placeRelationships(sides, { nodes, declared })
  return grounds.flatMap((ground): Mapping[] => {
    const classes = nodes.filter(node => node.ground === ground)
    return classes.length === 0 ? [ground] : classes.map(({ mapping }) => mapping)
  })
}

/** A class that shares its rows with no other needs nothing more. */
function nodesOf(hierarchy: Hierarchy): readonly ClassNode[] {
  const [root, ...joined] = hierarchy.models as [DeclaredModel, ...DeclaredModel[]]
  if (joined.length > 0 || root.family.length > 1) return classesOf(hierarchy)
  const [owner] = root.family as [Declaration]
  if (owner.inheritance?.polymorphicOn != null) discriminatorOf(root, hierarchy)
  return []
}

function hierarchiesOf(
  models: readonly DeclaredModel[],
  groundOf: Hierarchy['groundOf'],
  { dialect }: ClassInput,
): readonly Hierarchy[] {
  const roots = models.filter(model => above(model, models).length === 0)
  return roots.map(root => {
    const below = models
      .map(model => ({ model, chain: above(model, models) }))
      .filter(({ chain }) => chain.includes(root))
      .sort((a, b) => a.chain.length - b.chain.length)
    const list = [root, ...below.map(({ model }) => model)]
    const polymorphicOn = root.declaration.inheritance?.polymorphicOn ?? null
    return { models: list, groundOf, dialect, polymorphicOn }
  })
}

function knownNodes(
  known: readonly Mapping[],
  models: ReadonlyMap<Table, DeclaredModel>,
): readonly ClassNode[] {
  const nodes = new Map<Mapping, ClassNode>()
  const depthOf = ({ inheritance }: Mapping): number =>
    inheritance === null || inheritance.parent === null ? 0 : 1 + depthOf(inheritance.parent)
  for (const mapping of known.toSorted((a, b) => depthOf(a) - depthOf(b))) {
    const { inheritance, declaration, table } = mapping
    if (inheritance === null) continue
    const { ground, parent } = inheritance
    nodes.set(mapping, {
      declaration: declaration as Declaration,
      model: models.get(table) as DeclaredModel,
      ground: ground as Draft,
      parent: parent === null ? null : (nodes.get(parent) as ClassNode),
      mapping: mapping as Draft,
    })
  }
  return [...nodes.values()]
}
