/** Answers what the keys in an instance's own row lead to. Loads nothing, and changes nothing. */

import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { isSamePart } from './identity.js'
import { blockOf, type Instance, isInstance, loadedOf, slotOf } from './instance.js'
import { sessionOf } from './session-of.js'
import { statusOf } from './status.js'

/** True where the key of a relationship is in the row of the instance that has it. */
export function isOwning({ info }: RelationshipMapping): boolean {
  return info.kind === 'manyToOne'
}

interface Owning {
  readonly list: readonly RelationshipMapping[]
  /** Of how many relationships the model had: what is reflected later may add some. */
  readonly of: number
}

/** By model: each assignment and each row of a flush asks for it. */
const owning = new WeakMap<Mapping, Owning>()

/** Lists the relationships of an instance whose keys are in its own row. */
export function owningOf(instance: Instance): readonly RelationshipMapping[] {
  const { mapping } = blockOf(instance)
  const of = mapping.relationships.size
  const known = owning.get(mapping)
  if (known?.of === of) return known.list
  const list = [...mapping.relationships.values()].filter(isOwning)
  owning.set(mapping, { list, of })
  return list
}

/** Gives the raw values of a relationship's key. */
export function keyIn(instance: Instance, { columns }: RelationshipMapping): unknown[] {
  return columns.map(({ slot }) => slotOf(instance, slot))
}

/** True where two raw keys of a relationship are one. */
export function isSameKey(
  { columns }: RelationshipMapping,
  one: readonly unknown[],
  other: readonly unknown[],
): boolean {
  return columns.every((column, i) => isSamePart(column, one[i], other[i]))
}

/** True where a key leads to an instance; of one that has no key yet, where it may. */
export function stillLeads(
  relationship: RelationshipMapping,
  target: unknown,
  key: readonly unknown[],
): boolean {
  if (!isInstance(target)) return false
  const { columns, referencedColumns } = relationship
  return columns.every((column, i) => {
    const part = slotOf(target, (referencedColumns[i] as ColumnMapping).slot)
    return isUnknown(target, part) || isSamePart(column, part, key[i])
  })
}

/** True where a part of a key was assigned that a related instance does not have yet, and that is no other key's. */
export function isContradicted(
  instance: Instance,
  { columns, referencedColumns }: RelationshipMapping,
  target: unknown,
  slots: ReadonlySet<number>,
): boolean {
  if (!isInstance(target)) return false
  return columns.some((column, i) => {
    const part = slotOf(target, (referencedColumns[i] as ColumnMapping).slot)
    return slots.has(column.slot) && isUnknown(target, part) && !isShared(instance, column, columns)
  })
}

function isUnknown(target: Instance, part: unknown): boolean {
  return part === null && statusOf(target) === 'new'
}

/** True where a column is part of another key of the instance's row than of this one. */
export function isShared(
  instance: Instance,
  { slot }: ColumnMapping,
  columns: readonly ColumnMapping[],
): boolean {
  const own = slotsText(columns)
  return owningOf(instance).some(
    each =>
      !each.info.viewOnly &&
      each.columns.some(column => column.slot === slot) &&
      slotsText(each.columns) !== own,
  )
}

function slotsText(columns: readonly ColumnMapping[]): string {
  return columns.map(({ slot }) => slot).join()
}

/** Gives what a relationship leads to, as far as that is loaded, or in the instance's session; undefined where it is neither. */
export function atHand(instance: Instance, relationship: RelationshipMapping): unknown {
  const loaded = loadedOf(instance, relationship.index)
  return loaded === undefined ? inSession(instance, relationship) : loaded
}

/** Gives what the session of an instance has for its key. */
export function inSession(instance: Instance, relationship: RelationshipMapping): Instance | undefined {
  const { target, referencedColumns } = relationship
  const session = sessionOf(instance)
  const key = keyIn(instance, relationship)
  if (session === null || key.includes(null)) return undefined
  const places = target.key.map(({ slot }) => referencedColumns.findIndex(column => column.slot === slot))
  if (places.length !== key.length || places.includes(-1)) return undefined
  return (
    session.known(
      target,
      places.map(place => key[place]),
    ) ?? undefined
  )
}
