/** Finds a model of a snapshot by its name, or its table's. Guesses nothing. */

import type { Snapshot, SnapshotModel } from '../../types/snapshot.js'
import { tableText } from '../schema/key-text.js'
import { didYouMean } from '../schema/suggest.js'
import { CommandError } from './exit.js'

/** Gives the model. Throws `CommandError` where there is none. */
export function modelNamed({ models, structure }: Snapshot, name: string): SnapshotModel {
  const tests: readonly ((model: SnapshotModel) => string)[] = [
    model => model.name,
    ({ schema, table }) => tableText(structure, schema, table),
    ({ table }) => table,
    ({ schema, table }) => `${schema}.${table}`,
  ]
  for (const test of tests) {
    const found = models.find(model => test(model) === name)
    if (found !== undefined) return found
  }
  const known = models.flatMap(model => [model.name, model.table])
  throw new CommandError(`Cannot find "${name}": no model or table is called so${didYouMean(name, known)}`)
}
