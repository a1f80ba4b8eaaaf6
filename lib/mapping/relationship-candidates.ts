/** Finds the keys that a declared relationship can be, by columns. Knows no names of relationships, and guesses none. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { Table } from '../../types/schema.js'
import type { RelationshipDeclaration } from '../declaration/declaration.js'
import { columnNamed, type NamedTable } from './declared-model.js'

/** A declared relationship whose ends are known. */
export interface RelationshipRequest {
  readonly source: NamedTable
  readonly target: NamedTable
  readonly name: string
  /** `Model.property`. */
  readonly subject: string
  readonly declared: RelationshipDeclaration
  /** The association table; null where none is declared. */
  readonly secondary: NamedTable | null
}

/** One side of a key. */
export interface Side {
  readonly pair: RelationshipPair
  readonly owning: boolean
}

/** Gives a side's relationship. */
export function sideOf({ pair, owning }: Side): InferredRelationship {
  return owning ? pair.owning : pair.inverse
}

/** Gives the side that leads back. */
export function backOf({ pair, owning }: Side): Side {
  return { pair, owning: !owning }
}

/** Gives every side that joins the two tables in this direction and fits all that is declared. */
export function candidatesOf(
  request: RelationshipRequest,
  pairs: Iterable<RelationshipPair>,
): readonly Side[] {
  const joining = joiningSides(request, pairs)
  const fitting = joining.filter(side => fitsSecondary(request, side) && fitsColumns(request, side))
  // A direct key comes before a way through another table, unless that way is declared.
  const direct = fitting.filter(side => sideOf(side).through === null)
  return narrowed(direct.length > 0 ? direct : fitting, request.declared.uselist)
}

/** Gives every side that joins the two tables in this direction. */
export function joiningSides(
  { source, target }: RelationshipRequest,
  pairs: Iterable<RelationshipPair>,
): readonly Side[] {
  return [...pairs]
    .flatMap(pair => [
      { pair, owning: true },
      { pair, owning: false },
    ])
    .filter(side => {
      const { sourceSchema, sourceTable, targetSchema, targetTable } = sideOf(side)
      return (
        isTable(source.table, sourceSchema, sourceTable) && isTable(target.table, targetSchema, targetTable)
      )
    })
}

function isTable({ schema, name }: Table, otherSchema: string, otherName: string): boolean {
  return schema === otherSchema && name === otherName
}

function fitsSecondary({ secondary, source, target, declared }: RelationshipRequest, side: Side): boolean {
  if (secondary === null) return true
  const { through, columns, referencedColumns } = sideOf(side)
  if (through === null || !isTable(secondary.table, through.schema, through.table)) return false
  return (
    fitsJoin(declared.secondary?.source, [source, columns], [secondary, through.sourceColumns]) &&
    fitsJoin(declared.secondary?.target, [target, referencedColumns], [secondary, through.targetColumns])
  )
}

function fitsColumns({ declared, source, target, secondary }: RelationshipRequest, side: Side): boolean {
  const { columns, referencedColumns, through, owning } = sideOf(side)
  if (!fitsJoin(declared.primaryJoin, [source, columns], [target, referencedColumns])) return false
  if (declared.foreignKey === null) return true
  if (through !== null) return isColumns(declared.foreignKey, secondary, through.sourceColumns)
  return owning
    ? isColumns(declared.foreignKey, source, columns)
    : isColumns(declared.foreignKey, target, referencedColumns)
}

/** Without a table the names are those of the database. */
function isColumns(names: readonly string[], table: NamedTable | null, columns: readonly string[]): boolean {
  return (
    names.length === columns.length &&
    names.every(name => placeOf(columns, table === null ? name : columnNamed(table, name)) >= 0)
  )
}

function placeOf(columns: readonly (string | undefined)[], name: string | undefined): number {
  return name === undefined ? -1 : columns.indexOf(name)
}

type Columns = readonly [table: NamedTable, columns: readonly string[]]

/** True where a join, if one is declared, equates just these columns. */
function fitsJoin(
  join: ReadonlyMap<string, string> | null | undefined,
  near: Columns,
  far: Columns,
): boolean {
  if (join === null || join === undefined) return true
  const [nearTable, nearColumns] = near
  const [farTable, farColumns] = far
  if (join.size !== nearColumns.length) return false
  return [...join].every(([from, to]) => {
    const place = placeOf(nearColumns, columnNamed(nearTable, from))
    return place >= 0 && farColumns[place] === columnNamed(farTable, to)
  })
}

/** What gives many can be told to give one, and the reverse, where rows are found by the key of another table. */
function narrowed(sides: readonly Side[], uselist: boolean | null): readonly Side[] {
  if (uselist === null) return sides
  const natural = sides.filter(side => isCollection(sideOf(side)) === uselist)
  if (natural.length > 0) return natural
  return sides.filter(side => !side.owning && sideOf(side).through === null)
}

function isCollection({ kind }: InferredRelationship): boolean {
  return kind === 'oneToMany' || kind === 'manyToMany'
}
