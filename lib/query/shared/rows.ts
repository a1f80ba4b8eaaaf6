/** Answers which tables the rows of a class come from that it shares with classes above and below it. Writes no SQL. */

import type { ColumnMapping, InheritanceMapping, Mapping, TablePart } from '../../mapping/mapping.js'

const none: readonly never[] = []

/** Gives the tables of classes below that these columns need, each after the one that it adds to. */
export function partsBelow(
  { inheritance }: Mapping,
  ...columns: readonly (readonly ColumnMapping[])[]
): readonly TablePart[] {
  if (inheritance === null || inheritance.below.length === 0) return none
  const needed = new Set(columns.flatMap(list => list.flatMap(column => partsOf(inheritance, column))))
  return inheritance.below.filter(part => needed.has(part))
}

/** The tables of the first class that has the column; what it computes may be made of any of them. */
function partsOf({ classes }: InheritanceMapping, column: ColumnMapping): readonly TablePart[] {
  const holder = classes.find(({ properties }) => properties.get(column.property) === column)
  return holder?.inheritance?.parts ?? none
}

/** Gives the class that computes a property: this one, or the first below that has it. */
export function holderOf(mapping: Mapping, column: ColumnMapping): Mapping {
  const classes = mapping.inheritance?.classes ?? none
  return classes.find(({ properties }) => properties.get(column.property) === column) ?? mapping
}

/** Gives every column that these tables have. */
export function columnsOfParts(parts: readonly TablePart[]): ColumnMapping[] {
  return parts.flatMap(part => part.columns.map(({ column }) => column))
}

/** Tells how many tables a statement joins that reads a model. */
export function tableCount({ inheritance }: Mapping): number {
  return inheritance === null ? 1 : inheritance.parts.length + inheritance.below.length
}

/** Tells whether every row of a model's table is one of its rows, as it is of no other table. */
export function isWhole({ inheritance }: Mapping): boolean {
  return inheritance === null || (inheritance.parts.length === 1 && inheritance.identities === null)
}
