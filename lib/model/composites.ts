/** Reads the value objects of an instance: made of its columns, once while they stay the same. Writes none. */

import { columnValueOf } from '../instance/column-value.js'
import type { Instance } from '../instance/instance.js'
import { unread } from '../instance/unread.js'
import { lazyValueOf } from '../loading/lazy.js'
import type { Loader } from '../loading/loader.js'
import type { Mapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import { type Composite, compositeOf, partColumns } from '../query/composite.js'

/** What an instance's columns were when its object was made. */
interface Made {
  readonly values: readonly unknown[]
  readonly object: unknown
}

/**
 * Gives what reads each value object: null where all its parts are, and what can be awaited where one was not read with
 * the row.
 */
export function compositeReaders(
  mapping: Mapping,
  loader: Loader,
): Map<string, (instance: Instance) => unknown> {
  const composites = [...membersOf(mapping).keys()]
    .map(property => compositeOf(mapping, property))
    .filter(composite => composite !== null)
  return new Map(composites.map(composite => [composite.property, readerOf(composite, loader)]))
}

function readerOf(composite: Composite, loader: Loader): (instance: Instance) => unknown {
  const made = new WeakMap<Instance, Made>()
  const { mapping, property } = composite
  const read = (instance: Instance): unknown => {
    const columns = partColumns(composite)
    const values = columns.map(column => columnValueOf(instance, column))
    if (values.includes(unread)) {
      return lazyValueOf(mapping, property, async () => {
        // Asked for in one tick, they come in one statement.
        await Promise.all(columns.map(column => loader.columns.load(instance, mapping, column)))
        return read(instance)
      })
    }
    if (values.every(value => value === null)) return null
    const known = made.get(instance)
    if (known?.values.every((value, i) => isSame(value, values[i]))) return known.object
    const object = objectOf(composite, values)
    made.set(instance, { values, object })
    return object
  }
  return read
}

/** Each read gives a date of its own. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || (one instanceof Date && other instanceof Date && +one === +other)
}

function objectOf({ declaration }: Composite, values: readonly unknown[]): unknown {
  return declaration.make(
    Object.fromEntries([...declaration.parts.keys()].map((part, i) => [part, values[i]])),
  )
}
