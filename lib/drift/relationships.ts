/** Compares the relationships of a model with what they were. Looks at no column. */

import type { ForeignKey } from '../../types/schema.js'
import type { Snapshot, SnapshotModel, SnapshotRelationship } from '../../types/snapshot.js'
import { keyText } from '../schema/key-text.js'
import { type Drift, type DriftCode, drift, type Subject } from './finding.js'
import { added, type Both, gone, inBoth, relationshipPairs, structureOf } from './pairs.js'

/** Gives what has changed about all relationships of a model that is in both. */
export function relationshipDrift(
  snapshots: Both<Snapshot>,
  models: Both<SnapshotModel>,
  subject: Subject,
): Drift[] {
  const pairs = relationshipPairs(models)
  const at = ({ name, columns, owning }: SnapshotRelationship): Subject => ({
    ...subject,
    property: name,
    column: owning && columns.length === 1 ? (columns[0] as string) : null,
  })
  return [
    ...gone(pairs).map(each =>
      drift(
        'relationshipGone',
        at(each),
        `it led to ${each.target} by ${each.key}, which relates nothing any more`,
      ),
    ),
    ...added(pairs).map(each =>
      drift('relationshipAdded', at(each), `it is new, and leads to ${each.target} by ${each.key}`),
    ),
    ...inBoth(pairs).flatMap(pair => changesOf(pair, at(pair.before))),
    ...inBoth(pairs).flatMap(pair => deletionOf(snapshots, models, pair, at(pair.before))),
  ]
}

function changesOf({ before, now }: Both<SnapshotRelationship>, subject: Subject): Drift[] {
  const found: Drift[] = []
  const add = (code: DriftCode, message: string): void => void found.push(drift(code, subject, message))
  if (before.name !== now.name) {
    add('nameMoved', `it is called "${now.name}" now: take the names from the snapshot, by option "snapshot"`)
  }
  if (before.kind !== now.kind) {
    add('relationshipChanged', `it was ${before.kind}, and is ${now.kind}: it gives ${giftOf(now)} now`)
  } else if (before.key !== now.key) {
    add('relationshipChanged', `it went by ${before.key}, and goes by ${now.key}`)
  } else if (before.nullable && !now.nullable) {
    add('relationshipRequired', 'it always finds its row now')
  } else if (!before.nullable && now.nullable) {
    add('relationshipNullable', 'it may give null now')
  }
  return found
}

function giftOf({ kind, target }: SnapshotRelationship): string {
  return kind === 'oneToMany' || kind === 'manyToMany' ? `a list of ${target}` : `one ${target} or null`
}

/** Only the side that has the key, so that it is told of once. */
function deletionOf(
  snapshots: Both<Snapshot>,
  models: Both<SnapshotModel>,
  pair: Both<SnapshotRelationship>,
  subject: Subject,
): Drift[] {
  const before = keyOf(snapshots.before, models.before, pair.before)
  const now = keyOf(snapshots.now, models.now, pair.now)
  if (before === undefined || now === undefined) return []
  return (['onDelete', 'onUpdate'] as const).flatMap(event => {
    if (before[event] === now[event]) return []
    const what =
      event === 'onDelete' ? 'when the row that it gives is deleted' : 'when the key of that row changes'
    const message = `what the database does ${what} was ${before[event]}, and is ${now[event]}`
    return [drift('deleteChanged', subject, message)]
  })
}

function keyOf(
  snapshot: Snapshot,
  model: SnapshotModel,
  { key, owning, through }: SnapshotRelationship,
): ForeignKey | undefined {
  if (!owning || through !== null) return undefined
  const table = structureOf(snapshot, model)
  return table.foreignKeys.find(each => keyText(snapshot.structure, table, each) === key)
}
