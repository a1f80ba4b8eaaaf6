/** Grows the tree of relationships that a query loads with its rows. */

import type { LoadStrategy } from '../../types/relationship.js'
import type { Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { isTiedBack } from './gives-first.js'
import { pathOf } from './lookup.js'
import type { Branch, LoadTree, QueryState } from './state.js'

/** What `with` says about the last relationship of a path. */
export interface BranchChoice {
  readonly strategy: LoadStrategy | null
  readonly refine: QueryState | null
}

/** Adds a dotted path to a tree; what was chosen for its earlier steps stays. */
export function grow(tree: LoadTree, mapping: Mapping, path: unknown, choice: BranchChoice): LoadTree {
  return growSteps(tree, pathOf(mapping, path), choice)
}

function growSteps(tree: LoadTree, steps: readonly RelationshipMapping[], choice: BranchChoice): LoadTree {
  const [relationship, ...rest] = steps as [RelationshipMapping, ...RelationshipMapping[]]
  const known = tree.get(relationship)
  const branch: Branch =
    rest.length === 0
      ? { ...choice, tree: merged(known?.tree, choice.refine?.tree ?? new Map()) }
      : {
          strategy: eager(known?.strategy),
          refine: known?.refine ?? null,
          tree: growSteps(known?.tree ?? new Map(), rest, choice),
        }
  return new Map(tree).set(relationship, branch)
}

/** A path that goes on loads its steps, whatever an earlier call said about leaving one unloaded. */
function eager(strategy: LoadStrategy | null | undefined): LoadStrategy | null {
  return strategy === 'joined' || strategy === 'selectin' ? strategy : null
}

/** Puts two trees together; the second's choices win where both name a relationship, and what is below both stays. */
export function merged(first: LoadTree | undefined, second: LoadTree): LoadTree {
  const tree = new Map(first)
  for (const [relationship, branch] of second) {
    tree.set(relationship, { ...branch, tree: merged(tree.get(relationship)?.tree, branch.tree) })
  }
  return tree
}

/**
 * Adds the relationships that are always loaded. One that leads back where the path came from, or that the path has
 * been through, stays lazy: two models that always load each other would never end.
 */
export function withDefaults(
  mapping: Mapping,
  tree: LoadTree,
  path: readonly RelationshipMapping[],
): LoadTree {
  const full = new Map(tree)
  for (const relationship of mapping.relationships.values()) {
    const { lazy } = relationship.info
    if (lazy !== 'joined' && lazy !== 'selectin') continue
    if (full.has(relationship) || path.includes(relationship)) continue
    if (path.at(-1)?.inverse === relationship && (relationship.collection || isTiedBack(relationship)))
      continue
    full.set(relationship, { strategy: lazy, refine: null, tree: new Map() })
  }
  return full
}
