/**
 * Remembers, weakly, whose collections were looked at, where what is taken out of one is deleted: it may have been put into another,
 * and an array tells nobody of that. Compares nothing with the database.
 */

import type { RelationshipMapping } from '../mapping/mapping.js'
import { blockOf, type Instance, loadedOf, stateOf } from './instance.js'
import type { Block } from './load-group.js'
import { membersIn } from './state.js'
import { statusOf } from './status.js'

/** The blocks of the owners, each once. One of several owners costs no more than one of a single one. */
interface Held {
  readonly known: WeakSet<Block>
  blocks: WeakRef<Block>[]
  /** How many there may be before those that are gone are taken out. */
  limit: number
}

const smallest = 64

const everyone = new WeakMap<RelationshipMapping, Held>()

/** Remembers the owner of a collection that can be changed from here on. */
export function rememberHolder(owner: Instance, side: RelationshipMapping): void {
  if (!side.info.cascade.includes('deleteOrphan')) return
  const held = everyone.get(side) ?? { known: new WeakSet(), blocks: [], limit: smallest }
  everyone.set(side, held)
  const block = blockOf(owner)
  if (held.known.has(block)) return
  held.known.add(block)
  if (held.blocks.length >= held.limit) {
    held.blocks = held.blocks.filter(each => each.deref() !== undefined)
    held.limit = Math.max(smallest, held.blocks.length * 2)
  }
  held.blocks.push(new WeakRef(block))
}

/** How many blocks are remembered for a relationship, those that are being let go of among them. */
export function holdersOf(side: RelationshipMapping): number {
  return everyone.get(side)?.blocks.length ?? 0
}

/** Gives by member who holds it now without having held it before; one whose row was deleted holds nothing. */
export function newHolders(
  side: RelationshipMapping,
  members: ReadonlySet<Instance>,
): ReadonlyMap<Instance, Instance> {
  const found = new Map<Instance, Instance>()
  if (members.size === 0) return found
  for (const owner of living(side)) {
    const before = membersIn(stateOf(owner)).get(side.index)
    if (before === undefined || statusOf(owner) === 'deleted') continue
    for (const each of [loadedOf(owner, side.index)].flat() as Instance[]) {
      if (members.has(each) && !before.includes(each)) found.set(each, owner)
    }
  }
  return found
}

function living(side: RelationshipMapping): readonly Instance[] {
  return (everyone.get(side)?.blocks ?? []).flatMap(each => each.deref()?.members ?? [])
}
