/** Decides which pairs keep a plain name where several join the same two tables. Looks at nothing but names of the database. */

import type { RelationshipPair } from '../../types/relationship.js'
import { byCodePoint, byCodePoints } from '../schema/compare.js'
import type { KeyName } from './key-name.js'
import { isSameName } from './same-name.js'

/**
 * Gives the pairs whose collection keeps the plain name: a key that is the only one between its tables; of several, the
 * one best named after its target, and none where none is. So a key that joins one named after its target renames nothing;
 * one that joins a single key with another name does (`orders` becomes `ordersByBuyer`), for nothing tells which came first.
 * A self reference keeps it only where it is named after its table.
 */
export function plainKeys(names: ReadonlyMap<RelationshipPair, KeyName>): RelationshipPair[] {
  const closeness = (pair: RelationshipPair): number => names.get(pair)?.closeness ?? 4
  return groupsOf([...names.keys()], directedEnds).flatMap(group => {
    if (group.length === 1 && !group.some(isSelf)) return group
    return group
      .filter(pair => closeness(pair) < 4)
      .sort((a, b) => closeness(a) - closeness(b) || byCodePoints(a.owning.columns, b.owning.columns))
      .slice(0, 1)
  })
}

/**
 * Gives the many-to-many pairs that keep the plain name: an association that is the only one between its tables; of
 * several, the one that is named after both (`post_tag`), and none where none is.
 */
export function plainAssociations(pairs: readonly RelationshipPair[]): RelationshipPair[] {
  return groupsOf(pairs, undirectedEnds).flatMap(group => {
    if (group.length === 1) return group
    return group
      .filter(isNamedAfterBoth)
      .sort((a, b) => byCodePoint(a.key, b.key))
      .slice(0, 1)
  })
}

function isNamedAfterBoth({ owning: { sourceTable, targetTable, through } }: RelationshipPair): boolean {
  const table = through?.table as string
  return (
    isSameName(table, `${sourceTable}_${targetTable}`) || isSameName(table, `${targetTable}_${sourceTable}`)
  )
}

/** True where both ends are one table. */
export function isSelf({ owning: one }: RelationshipPair): boolean {
  return one.sourceSchema === one.targetSchema && one.sourceTable === one.targetTable
}

function directedEnds({ owning }: RelationshipPair): readonly string[] {
  return [owning.sourceSchema, owning.sourceTable, owning.targetSchema, owning.targetTable]
}

function undirectedEnds({ owning }: RelationshipPair): readonly string[] {
  const ends = [
    [owning.sourceSchema, owning.sourceTable],
    [owning.targetSchema, owning.targetTable],
  ]
  return ends.sort(byCodePoints).flat()
}

function groupsOf(
  pairs: readonly RelationshipPair[],
  endsOf: (pair: RelationshipPair) => readonly string[],
): RelationshipPair[][] {
  const groups = new Map<string, RelationshipPair[]>()
  for (const pair of pairs) {
    const ends = JSON.stringify(endsOf(pair))
    const group = groups.get(ends)
    if (group === undefined) groups.set(ends, [pair])
    else group.push(pair)
  }
  return [...groups.values()]
}
