/** Makes the relationships of keys that the database does not have. Looks for none that it has. */

import type { RelationshipPair } from '../../types/relationship.js'
import type { ForeignKey, Schema } from '../../types/schema.js'
import { DeclarationError } from '../errors.js'
import { associationPair } from '../relationship/association.js'
import { directPair } from '../relationship/direct-pair.js'
import { byCodePoints } from '../schema/compare.js'
import { isUnique } from '../schema/is-unique.js'
import { didYouMean } from '../schema/suggest.js'
import { isSameKey, virtualKey } from './declared-keys.js'
import { columnNamed, columnsNamed, invalid, type NamedTable } from './declared-model.js'
import type { RelationshipRequest } from './relationship-candidates.js'

/**
 * Gives the pair that a relationship declares by columns; null where it declares none, or where the database lacks one of
 * them. Throws `DeclarationError` where the declaration does not tell which columns refer to which.
 */
export function virtualPair(schema: Schema, request: RelationshipRequest): RelationshipPair | null {
  if (request.secondary !== null) return throughPair(schema, request, request.secondary)
  const join = request.declared.primaryJoin === null ? joinOfKey(request) : joinOf(request)
  if (join === null) return null
  const [owner, other, columns, referencedColumns] = join
  const referencedSchema = other.table.schema
  const referencedTable = other.table.name
  const key = virtualKey({ name: null, columns, referencedSchema, referencedTable, referencedColumns })
  return directPair(schema, owner.table, key)
}

type Join = readonly [
  owner: NamedTable,
  other: NamedTable,
  columns: readonly string[],
  referencedColumns: readonly string[],
]

/** Either side may hold the key: the one that `foreignKey` names columns of, or the one that the other's are no key for. */
function joinOf(request: RelationshipRequest): Join | null {
  const { source, target, declared, subject } = request
  const join = [...(declared.primaryJoin as ReadonlyMap<string, string>)]
  const what = `relationship "${subject}"`
  const near = columnsNamed(
    source,
    join.map(([from]) => from),
    what,
  )
  const far = columnsNamed(
    target,
    join.map(([, to]) => to),
    what,
  )
  if (near === null || far === null) return null
  const ownedBySource: Join = [source, target, near, far]
  const ownedByTarget: Join = [target, source, far, near]
  if (declared.foreignKey !== null) {
    const named: readonly (string | undefined)[] = declared.foreignKey.map(name => columnNamed(source, name))
    return near.every(column => named.includes(column)) ? ownedBySource : ownedByTarget
  }
  const isKey = { near: isUnique(source.table, near), far: isUnique(target.table, far) }
  if (isKey.near !== isKey.far) return isKey.far ? ownedBySource : ownedByTarget
  if (declared.uselist !== null) return declared.uselist ? ownedByTarget : ownedBySource
  // One table in two: what is not the row's own identity is what refers.
  if (isKey.near)
    return isPrimaryKey(source, near) && !isPrimaryKey(target, far) ? ownedByTarget : ownedBySource
  throw ambiguous(
    `Cannot tell which side of "${subject}" holds the key: no key covers its columns in either table; name the key's columns with foreignKey, or say uselist`,
  )
}

/** A key alone refers to the other side's primary key. */
function joinOfKey(request: RelationshipRequest): Join | null {
  const { source, target, subject } = request
  const names = request.declared.foreignKey as readonly string[]
  const found = ownerOf(request, names)
  if (found === null) return lacking([source, target], names, subject)
  const { owner, columns } = found
  const other = owner === source ? target : source
  const referenced = other.table.primaryKey?.columns ?? []
  if (referenced.length === columns.length) return [owner, other, columns, referenced]
  throw ambiguous(
    `Cannot relate "${subject}" by columns ${listed(names)}: table "${other.table.name}" has no primary key of as many columns; equate the columns with primaryJoin`,
  )
}

interface KeyOwner {
  readonly owner: NamedTable
  readonly columns: readonly string[]
}

/** Gives the side that has the columns; null where neither has all of them. */
function ownerOf(
  { source, target, declared, subject }: RelationshipRequest,
  names: readonly string[],
): KeyOwner | null {
  const owners = [source, target].flatMap((owner): KeyOwner[] => {
    const columns = names.map(name => columnNamed(owner, name))
    return columns.includes(undefined) ? [] : [{ owner, columns: columns as string[] }]
  })
  // A table's own primary key is rarely what refers.
  const likely = owners.filter(({ owner, columns }) => !isPrimaryKey(owner, columns))
  const [first, second] = likely.length > 0 ? likely : owners
  if (second === undefined) return first ?? null
  // Within one table both ways are the same key.
  if (source.table === target.table) return second
  if (declared.uselist !== null) return declared.uselist ? second : (first as KeyOwner)
  throw ambiguous(
    `Cannot tell which side of "${subject}" holds the key: both tables have columns ${listed(names)}; say uselist, or equate the columns with primaryJoin`,
  )
}

/** Throws for columns that there are not; what is declared and the database lacks has been reported. */
function lacking(ends: readonly NamedTable[], names: readonly string[], subject: string): null {
  const knows = (end: NamedTable, name: string): boolean =>
    columnNamed(end, name) !== undefined || end.missing.has(name)
  if (ends.some(end => names.every(name => knows(end, name)))) return null
  const tables = [...new Set(ends.map(({ table }) => `table "${table.name}"`))].join(' or ')
  const known = ends.flatMap(({ columns, missing }) => [...columns.keys(), ...missing.keys()])
  const unknown = names.find(name => !ends.some(end => knows(end, name)))
  const hint = unknown === undefined ? '' : didYouMean(unknown, known)
  throw invalid(
    `Cannot relate "${subject}" by columns ${listed(names)}: no such columns in ${tables}${excludedBy(ends, names)}${hint}`,
  )
}

function excludedBy(ends: readonly NamedTable[], names: readonly string[]): string {
  const name = names.find(each => ends.some(({ excluded }) => excluded.has(each)))
  return name === undefined ? '' : `, as "${name}" is excluded`
}

function throughPair(
  schema: Schema,
  request: RelationshipRequest,
  secondary: NamedTable,
): RelationshipPair | null {
  const { source, target, declared, subject } = request
  const what = `relationship "${subject}"`
  const said = {
    near: joinedKey(secondary, [source, declared.secondary?.source ?? null], what),
    far: joinedKey(secondary, [target, declared.secondary?.target ?? null], what),
  }
  if (said.near === null || said.far === null) return null
  const near = said.near ?? onlyKey(secondary, [source, said.far], request)
  const far = said.far ?? onlyKey(secondary, [target, near], { subject, declared: { foreignKey: null } })
  const [first, second] = byCodePoints(near.columns, far.columns) <= 0 ? [near, far] : [far, near]
  return associationPair(schema, secondary.table, [first, second])
}

/** Gives the key that a join equates; undefined where none is declared, null where the database lacks a column of it. */
function joinedKey(
  secondary: NamedTable,
  [end, join]: readonly [NamedTable, ReadonlyMap<string, string> | null],
  what: string,
): ForeignKey | null | undefined {
  if (join === null) return undefined
  const referencedColumns = columnsNamed(end, [...join.keys()], what)
  const columns = columnsNamed(secondary, [...join.values()], what)
  if (referencedColumns === null || columns === null) return null
  const [referencedSchema, referencedTable] = [end.table.schema, end.table.name]
  const wanted = { columns, referencedSchema, referencedTable, referencedColumns }
  const key = secondary.table.foreignKeys.find(each => isSameKey(each, wanted))
  return key ?? virtualKey({ name: null, ...wanted })
}

/** Gives the only key of an association table to one end, but for that which leads to the other. */
function onlyKey(
  secondary: NamedTable,
  [end, other]: readonly [NamedTable, ForeignKey | undefined],
  {
    subject,
    declared: { foreignKey },
  }: { readonly subject: string; readonly declared: Pick<RelationshipRequest['declared'], 'foreignKey'> },
): ForeignKey {
  const { table } = secondary
  const named: readonly (string | undefined)[] | null =
    foreignKey?.map(name => columnNamed(secondary, name)) ?? null
  const keys = table.foreignKeys.filter(
    key =>
      key !== other &&
      key.referencedSchema === end.table.schema &&
      key.referencedTable === end.table.name &&
      (named === null || key.columns.every(column => named.includes(column))),
  )
  const [only, ...more] = keys
  if (only !== undefined && more.length === 0) return only
  throw ambiguous(
    `Cannot relate "${subject}" through table "${table.name}": it has ${only === undefined ? 'no such key' : 'several keys'} to table "${end.table.name}"; say which columns lead where with secondary: { table, source, target }`,
  )
}

function isPrimaryKey({ table }: NamedTable, columns: readonly string[]): boolean {
  const key = table.primaryKey?.columns ?? []
  return key.length === columns.length && columns.every(column => key.includes(column))
}

function ambiguous(message: string): DeclarationError {
  return new DeclarationError('RELATIONSHIP_AMBIGUOUS', message)
}

function listed(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ')
}
