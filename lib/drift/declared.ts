/** Tells where declared classes and a database disagree, as drift. Compares nothing itself: the boot has. */

import type { Report } from '../../types/report.js'
import type { Snapshot } from '../../types/snapshot.js'
import { type Drift, drift, sortedDrift } from './finding.js'
import { tableOf } from './pairs.js'

/** Gives what the report says of classes, frozen and sorted; the snapshot, where it is given, tells the tables. */
export function driftOfDeclared(
  { declarations }: Pick<Report, 'declarations'>,
  snapshot: Snapshot | null = null,
): readonly Drift[] {
  return sortedDrift(
    declarations.map(({ model, property, code, message }) => {
      const known = snapshot?.models.find(({ name }) => name === model)
      const table = snapshot === null || known === undefined ? null : tableOf(snapshot, known)
      const column = known?.columns.find(({ name }) => name === property)?.column ?? null
      return drift(code, { model, property, table, column }, message)
    }),
  )
}
