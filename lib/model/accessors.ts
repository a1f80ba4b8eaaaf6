/** Defines the accessors of a model's columns and relationships. Reads and changes hidden state; queries only through the loader. */

import type { ColumnDeclaration, ModelClass } from '../declaration/declaration.js'
import { MappingError } from '../errors.js'
import { columnValueOf } from '../instance/column-value.js'
import { type Instance, isInstance, loadedOf, relate, slotOf } from '../instance/instance.js'
import { isOwning } from '../instance/leads-to.js'
import { noteChange } from '../instance/noting.js'
import { handOut } from '../instance/relation.js'
import { statusOf } from '../instance/status.js'
import { isMutable } from '../instance/stored.js'
import { unread } from '../instance/unread.js'
import { computedOf, lazyOf, lazyValueOf } from '../loading/lazy.js'
import type { Loader } from '../loading/loader.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'
import { membersOf } from '../mapping/members.js'
import { compositeReaders } from './composites.js'
import { chainOf } from './layer.js'
import { type Writer, writersOf } from './writers.js'

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
  const writers = writersOf(mapping, loader)
  const names = accessorNames(mapping).filter(name => !isInherited(mapping, name))
  return new Map(
    names.map(name => {
      const read = readers.get(name)
      const write = writers.get(name) as Writer
      return [name, read === undefined ? missingDescriptor(mapping, name) : descriptorOf(name, read, write)]
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

function descriptorOf(name: string, read: Reader, write: Writer): PropertyDescriptor {
  return {
    configurable: true,
    enumerable: true,
    get(this: unknown): unknown {
      return isInstance(this) ? read(this) : undefined
    },
    set(this: object, value: unknown): void {
      if (isInstance(this)) write(this, value)
      // An object that a plain class has made is no instance, and its own business.
      else Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true })
    },
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

/** Gives the value where it was read, and otherwise what can be awaited for it. */
function columnReader(mapping: Mapping, column: ColumnMapping, loader: Loader): Reader {
  const load = (instance: Instance): PromiseLike<unknown> =>
    lazyValueOf(mapping, column.property, () => loader.columns.load(instance, mapping, column))
  const read: Reader = instance => {
    const value = columnValueOf(instance, column)
    return value === unread ? load(instance) : value
  }
  return isMutable(column) ? notingReader(read, loader) : read
}

/** What is given can be changed in place from here on. */
function notingReader(read: Reader, loader: Loader): Reader {
  return instance => {
    noteChange(instance, loader.journal)
    return read(instance)
  }
}

/** Gives the related value where it is known, and otherwise what can be awaited for it. */
function relationshipReader(relationship: RelationshipMapping, loader: Loader): Reader {
  return instance => {
    const loaded = knownOf(instance, relationship)
    if (loaded === undefined) {
      return lazyOf(instance, relationship, async () => {
        const value = await loader.load(instance, relationship)
        return relationship.collection
          ? handOut(instance, relationship, value as Instance[], loader.journal)
          : value
      })
    }
    return relationship.collection
      ? handOut(instance, relationship, loaded as Instance[], loader.journal)
      : loaded
  }
}

/** A key that is empty refers to nothing, and nothing refers to a new instance: no statement is needed to know it. */
function knownOf(instance: Instance, relationship: RelationshipMapping): unknown {
  const loaded = loadedOf(instance, relationship.index)
  if (loaded !== undefined) return loaded
  const isKnown =
    relationship.columns.some(column => slotOf(instance, column.slot) === null) ||
    (!isOwning(relationship) && statusOf(instance) === 'new')
  if (!isKnown) return undefined
  const nothing = relationship.collection ? [] : null
  relate(instance, relationship.index, nothing)
  return nothing
}
