/** Defines the accessors of a model's columns and relationships. Reads hidden state; queries only through the loader. */

import type { ColumnDeclaration, ModelClass } from '../declaration/declaration.js'
import { MappingError } from '../errors.js'
import { columnValueOf } from '../instance/column-value.js'
import { type Instance, isInstance, loadedOf, relate, slotOf } from '../instance/instance.js'
import { unread } from '../instance/unread.js'
import { computedOf, lazyOf, lazyValueOf } from '../loading/lazy.js'
import type { Loader } from '../loading/loader.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import { compositeReaders } from './composites.js'
import { chainOf } from './layer.js'

type Reader = (instance: Instance) => unknown

/** The names that each layer's prototype was given here, so that those for an earlier automap can go again. */
const defined = new WeakMap<object, readonly string[]>()

/**
 * Defines every accessor of a mapping on the prototype of a layer, in place of those that an earlier automap needed. What is
 * written by hand above the layer stays as it is. On the prototype itself accessors give undefined.
 */
export function defineAccessors(layer: ModelClass, mapping: Mapping, loader: Loader): void {
  const { prototype } = layer
  for (const name of defined.get(prototype) ?? []) Reflect.deleteProperty(prototype, name)
  const descriptors = [...descriptorsOf(mapping, loader), ...foreignDescriptors(layer, mapping)].filter(
    ([name]) => !isWrittenAbove(layer, name),
  )
  for (const [name, descriptor] of descriptors) Object.defineProperty(prototype, name, descriptor)
  defined.set(
    prototype,
    descriptors.map(([name]) => name),
  )
}

/** Lists every name that instances answer to by an accessor. */
export function accessorNames(mapping: Mapping): readonly string[] {
  const { columns, relationships, declaration, inheritance } = mapping
  const inherited =
    inheritance === null || inheritance.parent === null ? [] : accessorNames(inheritance.parent)
  const declared = [...membersOf(mapping).keys(), ...(declaration?.relationships.keys() ?? [])]
  return [
    ...new Set([
      ...inherited,
      ...columns.map(({ property }) => property),
      ...relationships.keys(),
      ...declared,
    ]),
  ]
}

function isWrittenAbove(layer: ModelClass, name: string): boolean {
  const [, ...above] = chainOf(layer)
  return above.some(
    ({ prototype }) => Object.hasOwn(prototype, name) && !defined.get(prototype)?.includes(name),
  )
}

function descriptorsOf(mapping: Mapping, loader: Loader): Map<string, PropertyDescriptor> {
  const readers = readersOf(mapping, loader)
  const names = accessorNames(mapping).filter(name => !isInherited(mapping, name))
  return new Map(
    names.map(name => {
      const read = readers.get(name)
      return [name, read === undefined ? missingDescriptor(mapping, name) : descriptorOf(mapping, name, read)]
    }),
  )
}

/** What a class shares with the one above it, the accessors of that one read. */
function isInherited(mapping: Mapping, name: string): boolean {
  const parent = mapping.inheritance?.parent ?? null
  return (
    parent !== null &&
    accessorNames(parent).includes(name) &&
    parent.properties.get(name) === mapping.properties.get(name) &&
    parent.relationships.get(name) === mapping.relationships.get(name) &&
    membersOf(parent).get(name) === membersOf(mapping).get(name)
  )
}

/** An accessor of a class above that has rows of another kind would look into the wrong slots. */
function foreignDescriptors(layer: ModelClass, mapping: Mapping): [string, PropertyDescriptor][] {
  const known = new Set(accessorNames(mapping))
  const [, ...above] = chainOf(layer)
  const names = new Set(above.flatMap(({ prototype }) => defined.get(prototype) ?? []))
  return [...names].filter(name => !known.has(name)).map(name => [name, missingDescriptor(mapping, name)])
}

function descriptorOf(mapping: Mapping, name: string, read: Reader): PropertyDescriptor {
  return {
    configurable: true,
    enumerable: true,
    get(this: unknown): unknown {
      return isInstance(this) ? read(this) : undefined
    },
    set: () => refuseWrite(mapping, name),
  }
}

function readersOf(mapping: Mapping, loader: Loader): Map<string, Reader> {
  const readers = new Map<string, Reader>()
  for (const column of mapping.columns) readers.set(column.property, columnReader(mapping, column, loader))
  for (const [name, read] of compositeReaders(mapping, loader)) readers.set(name, read)
  for (const relationship of mapping.relationships.values()) {
    readers.set(relationship.name, relationshipReader(relationship, loader))
  }
  for (const [name, member] of membersOf(mapping)) {
    if (member.member === 'computed' && member.get !== null) readers.set(name, computedOf(member.get))
  }
  return readers
}

/** What a class declares and the database lacks; listed nowhere, as reading it throws. */
function missingDescriptor(mapping: Mapping, name: string): PropertyDescriptor {
  const refuse = (): never => refuseMissing(mapping, name)
  return {
    configurable: true,
    enumerable: false,
    get(this: unknown): unknown {
      return isInstance(this) ? refuse() : undefined
    },
    set: refuse,
  }
}

function refuseMissing({ name: model, table, declaration }: Mapping, name: string): never {
  const member = declaration?.members.get(name)
  if (member === undefined && declaration?.relationships.has(name) !== true) {
    throw new MappingError(
      'PROPERTY_UNKNOWN',
      `Cannot use "${model}.${name}": a class above has it, and table "${table.name}" has no column or key for it`,
    )
  }
  if (member === undefined) {
    throw new MappingError(
      'RELATIONSHIP_UNKNOWN',
      `Cannot use "${model}.${name}": the declared relationship fits nothing in the database; the report's declarations say why`,
    )
  }
  // Members of other kinds always have a reader.
  const column = (member as ColumnDeclaration).name ?? name
  throw new MappingError(
    'PROPERTY_UNKNOWN',
    `Cannot use "${model}.${name}": table "${table.name}" has no column "${column}". Add the column, or remove the property from the class`,
  )
}

function refuseWrite(mapping: Mapping, name: string): never {
  throw new MappingError(
    'READ_ONLY',
    `Cannot set "${mapping.name}.${name}": instances are not written back. Update table "${mapping.table.name}" through knex`,
  )
}

/** Gives the value where it was read, and otherwise what can be awaited for it. */
function columnReader(mapping: Mapping, column: ColumnMapping, loader: Loader): Reader {
  return instance => {
    const value = columnValueOf(instance, column)
    if (value !== unread) return value
    return lazyValueOf(mapping, column.property, () => loader.columns.load(instance, mapping, column))
  }
}

/** Gives the related value where it is known, and otherwise what can be awaited for it. */
function relationshipReader(relationship: RelationshipMapping, loader: Loader): Reader {
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
