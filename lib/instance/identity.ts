/** Gives what tells an instance of a hierarchy from all others by its key. Two different keys never give the same. */

import { lineageOf } from '../mapping/lineage.js'
import type { Mapping } from '../mapping/mapping.js'
import { keyOf } from './key.js'

/** Gives the model that a model shares its rows and its key with: the topmost. */
export function rootOf(mapping: Mapping): Mapping {
  return lineageOf(mapping).at(-1) as Mapping
}

/**
 * Gives a Map key for raw key values of a model, among all instances of its root; null where one of them is null. What the
 * driver gave and what is bound for the same value give the same.
 */
export function identityOf(mapping: Mapping, values: readonly unknown[]): unknown {
  return mapping.key.length === 0 ? null : keyOf(values)
}
