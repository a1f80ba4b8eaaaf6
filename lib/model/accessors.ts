/** Defines the accessors of a model's columns and relationships. Reads hidden state; queries only through the loader. */

import { MappingError } from '../errors.js'
import { columnValueOf } from '../instance/column-value.js'
import { type Instance, isInstance, loadedOf, relate, slotOf } from '../instance/instance.js'
import { unread } from '../instance/unread.js'
import { lazyOf, lazyValueOf } from '../loading/lazy.js'
import type { Loader } from '../loading/loader.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'

/** Defines every accessor of a mapping on a prototype. On the prototype itself they give undefined. */
export function defineAccessors(prototype: object, mapping: Mapping, loader: Loader): void {
  const define = (name: string, read: (instance: Instance) => unknown): void => {
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: unknown): unknown {
        return isInstance(this) ? read(this) : undefined
      },
      set: () => refuseWrite(mapping, name),
    })
  }
  for (const column of mapping.columns) define(column.property, columnReader(mapping, column, loader))
  for (const relationship of mapping.relationships.values()) {
    define(relationship.name, relationshipReader(relationship, loader))
  }
}

function refuseWrite(mapping: Mapping, name: string): never {
  throw new MappingError(
    'READ_ONLY',
    `Cannot set "${mapping.name}.${name}": instances are not written back. Update table "${mapping.table.name}" through knex`,
  )
}

/** Gives the value where it was read, and otherwise what can be awaited for it. */
function columnReader(
  mapping: Mapping,
  column: ColumnMapping,
  loader: Loader,
): (instance: Instance) => unknown {
  return instance => {
    const value = columnValueOf(instance, column)
    if (value !== unread) return value
    return lazyValueOf(mapping, column.property, () => loader.columns.load(instance, mapping, column))
  }
}

/** Gives the related value where it is known, and otherwise what can be awaited for it. */
function relationshipReader(
  relationship: RelationshipMapping,
  loader: Loader,
): (instance: Instance) => unknown {
  return instance => {
    const loaded = loadedOf(instance, relationship.index)
    if (loaded !== undefined) return loaded
    if (relationship.columns.some(column => slotOf(instance, column.slot) === null)) {
      return keyless(instance, relationship)
    }
    return lazyOf(instance, relationship, () => loader.load(instance, relationship))
  }
}

/** A key that is empty refers to nothing, and no statement is needed to know it. */
function keyless(instance: Instance, relationship: RelationshipMapping): unknown {
  const nothing = relationship.collection ? [] : null
  relate(instance, relationship.index, nothing)
  return nothing
}
