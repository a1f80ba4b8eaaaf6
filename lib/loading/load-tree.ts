/** Loads relationships into instances that a caller already has; what is loaded stays as it is. */

import { type Instance, isInstance, loadedOf } from '../instance/instance.js'
import type { RelationshipMapping } from '../mapping/mapping.js'
import type { Executor } from '../query/executor.js'
import type { LoadTree } from '../query/state.js'
import { noteRelated } from './note-loads.js'
import { loadRelated } from './related.js'

/** Loads a tree of relationships, a statement for each that is lacking. Throws `QueryError`. */
export async function loadTree(
  executor: Executor,
  instances: readonly Instance[],
  tree: LoadTree,
  path: readonly RelationshipMapping[] = [],
): Promise<void> {
  for (const [relationship, branch] of tree) {
    const lacking = instances.filter(instance => loadedOf(instance, relationship.index) === undefined)
    const steps = [...path, relationship]
    if (lacking.length > 0) {
      noteRelated(executor.journal, lacking, relationship)
      await loadRelated(executor, lacking, relationship, {
        branch: { ...branch, tree: new Map() },
        path: steps,
        strategy: 'selectin',
      })
    }
    const related = new Set(
      instances.flatMap(instance => loadedOf(instance, relationship.index)).filter(isInstance),
    )
    await loadTree(executor, [...related], branch.tree, steps)
  }
}
