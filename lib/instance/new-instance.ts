/** Gives what a new instance stands on: a row of nulls. Makes no instance, and writes no row. */

import type { Mapping } from '../mapping/mapping.js'
import type { Standing } from './instance.js'
import { LoadGroup } from './load-group.js'

/** Gives a row of nulls in a load group of its own; whoever makes the instance puts it into the block, and calls it new. */
export function standingOf(mapping: Mapping): Standing {
  const group = new LoadGroup(mapping)
  const block = group.blockOf(mapping)
  group.close()
  return [new Array(mapping.width).fill(null), 0, block]
}
