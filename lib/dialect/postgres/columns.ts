/** Turns the row of a column into a column. Runs no query. */

import type { Column } from '../../../types/schema.js'
import { defaultTextOf, type Expressions } from './expressions.js'
import type { ColumnRow, TableRows } from './rows.js'
import type { TypeReader, UnderstoodType } from './types.js'

const identities: ReadonlyMap<string | null, Column['identity']> = new Map<string | null, Column['identity']>(
  [
    ['a', 'always'],
    ['d', 'byDefault'],
  ],
)

const generations: ReadonlyMap<string | null, Column['generated']> = new Map<
  string | null,
  Column['generated']
>([
  ['s', 'stored'],
  ['v', 'virtual'],
])

/** Gives the column; what it does not say itself comes from its type's domain. */
export function columnOf(
  row: ColumnRow,
  table: TableRows,
  typeOf: TypeReader,
  expressions: Expressions,
): Column {
  const type = typeOf(row.type, row.modifier)
  const identity = identities.get(row.identity) ?? null
  return {
    name: row.name,
    type: row.typeText,
    kind: type.kind,
    elementKind: type.elementKind,
    baseType: type.baseType,
    enum: type.enum,
    domain: type.domain,
    nullable: isNullable(row, table, type),
    default: row.hasDefault ? defaultTextOf(row, expressions) : type.default,
    hasDefault: row.hasDefault || identity !== null || type.default !== null,
    identity,
    autoIncrement:
      identity !== null || (row.fromSequence && (type.kind === 'integer' || type.kind === 'bigint')),
    generated: generations.get(row.generated) ?? null,
    collation: row.collation === type.collation ? null : row.collation,
    comment: row.comment,
    length: type.length,
    precision: type.precision,
    scale: type.scale,
    readable: row.readable,
  }
}

/** The flag of a column is also set by a not-null constraint that old rows may still break. */
function isNullable(row: ColumnRow, { relation, constraints }: TableRows, type: UnderstoodType): boolean {
  if (relation.kind === 'v' || relation.kind === 'm') return true
  if (!type.nullable) return false
  if (!row.notNull) return true
  return constraints.some(({ kind, columns }) => kind === 'n' && columns[0] === row.name)
}
