/** Turns an instance into plain data: what was read and loaded, but nothing sensitive. Loads nothing, and ends on cyclic graphs. */

import type { ColumnMapping, RelationshipMapping } from '../mapping/mapping.js'
import { isPlainObject } from '../schema/value-text.js'
import { columnValueOf } from './column-value.js'
import { blockOf, type Instance, isInstance, loadedOf, slotOf } from './instance.js'
import { unread } from './unread.js'

/** The instances on the way from the start, and those that were written in full. */
interface Walk {
  readonly path: Set<Instance>
  readonly done: Set<Instance>
}

/**
 * Gives plain data for an instance. An instance met again is written without its relationships, and one that leads
 * back to its own owner is left out, so that the size is bounded by what is loaded. A bigint becomes its digits, as
 * JSON has none.
 */
export function plainOf(instance: Instance): Record<string, unknown> {
  return write(instance, { path: new Set(), done: new Set() })
}

/** Lists the columns that an instance shows: those that were read, and are not sensitive. */
export function columnsOf(instance: Instance): ColumnMapping[] {
  const { columns } = blockOf(instance).mapping
  return columns.filter(column => !column.sensitive && slotOf(instance, column.slot) !== unread)
}

/** Lists the relationships of an instance that are loaded, with what they gave. */
export function relationshipsOf(instance: Instance): [relationship: RelationshipMapping, value: unknown][] {
  const relationships = [...blockOf(instance).mapping.relationships.values()]
  return relationships
    .map((relationship): [RelationshipMapping, unknown] => [
      relationship,
      loadedOf(instance, relationship.index),
    ])
    .filter(([, value]) => value !== undefined)
}

function write(instance: Instance, walk: Walk): Record<string, unknown> {
  const entries: [string, unknown][] = columnsOf(instance).map(column => [
    column.property,
    plainValue(columnValueOf(instance, column)),
  ])
  if (!walk.done.has(instance)) {
    walk.done.add(instance)
    walk.path.add(instance)
    for (const [relationship, value] of relationshipsOf(instance)) {
      const related = writeRelated(value, walk)
      if (related !== undefined) entries.push([relationship.name, related])
    }
    walk.path.delete(instance)
  }
  // Defines each property, so that none can reach the prototype.
  return Object.fromEntries(entries)
}

/** Undefined for one that leads back. */
function writeRelated(value: unknown, walk: Walk): unknown {
  if (Array.isArray(value)) {
    return value.filter(member => !walk.path.has(member)).map(member => writeRelated(member, walk))
  }
  if (!isInstance(value)) return value
  return walk.path.has(value) ? undefined : write(value, walk)
}

/** JSON and bytes are copied, as whoever changes what is given here does not mean to change the instance. */
function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue)
  if (Buffer.isBuffer(value)) return Buffer.from(value)
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainValue(each)]))
  }
  return typeof value === 'bigint' ? String(value) : value
}
