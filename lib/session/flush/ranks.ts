/** Gives tables an order in which each comes behind those that it refers to, directly or through others. Looks at no rows. */

import { inCreationOrder } from '../../declaration/creation-order.js'
import { type Place, placesOf } from './place.js'

/** Gives the place of each table in the order; those that nobody refers to may stand anywhere. */
export function ranksOf(places: ReadonlySet<Place>): ReadonlyMap<Place, number> {
  // Nothing has to be looked up for a single one.
  if (places.size === 1) return new Map([...places].map(place => [place, 0]))
  return new Map(inCreationOrder(places, targetsOf).map((place, i) => [place, i]))
}

/** What the tables in between refer to counts, too, as the database may write these by itself. */
function* targetsOf({ ground, above }: Place): Generator<Place> {
  if (above !== null) yield above
  for (const { info, target } of ground.relationships.values()) {
    if (info.kind === 'manyToOne') yield* placesOf(target)
  }
}
