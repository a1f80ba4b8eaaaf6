/** Finds what a database's structure shows to be wrong, slow or risky. Reads no row; `rows.ts` does. */

import type { Snapshot } from '../../types/snapshot.js'
import { dialectNamed } from '../dialect/dialect.js'
import { requiredCycles, requiredSelfReferences } from './cycles.js'
import { type Finding, sortedFindings } from './finding.js'
import { groundOf, type Rule } from './ground.js'
import { invalidIndexes, redundantIndexes } from './indexes.js'
import { brokenKeys, keysWithoutIndex, keyTypes } from './keys.js'
import { nullableKeys, nullableUniques, smallKeys, withoutPrimaryKey } from './tables.js'

const rules: readonly Rule[] = [
  brokenKeys,
  keysWithoutIndex,

  keyTypes,
  requiredSelfReferences,
  withoutPrimaryKey,
  nullableKeys,
  nullableUniques,
  smallKeys,
  invalidIndexes,
  redundantIndexes,
]

/** Gives the findings, frozen, the worst first: the same for the same structure. */
export function lintOf({ structure }: Pick<Snapshot, 'structure'>): readonly Finding[] {
  const ground = groundOf(structure, dialectNamed(structure.dialect))
  const ofTables = structure.tables.flatMap(table => rules.flatMap(rule => rule(ground, table)))
  return sortedFindings([...ofTables, ...requiredCycles(ground)])
}
