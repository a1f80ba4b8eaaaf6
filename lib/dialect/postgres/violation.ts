/** Reads of PostgreSQL's errors which constraint refused a row. Never reads the texts that quote values. */

import type { RefusedBy } from '../refused-by.js'

type Kind = Pick<RefusedBy, 'kind' | 'size'>

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const kinds: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  ['23505', { kind: 'unique', size: null }],
  // What an exclusion constraint excludes is there already, too.
  ['23P01', { kind: 'unique', size: null }],
  ['23503', { kind: 'foreignKey', size: null }],
  ['23001', { kind: 'foreignKey', size: null }],
  ['23502', { kind: 'notNull', size: null }],
  ['23514', { kind: 'check', size: null }],
  ['22001', { kind: 'length', size: 'text' }],
  ['22003', { kind: 'length', size: 'number' }],
])

/** What the driver takes over from the server. */
type Field = 'code' | 'schema' | 'table' | 'column' | 'constraint' | 'dataType'
type Fields = Readonly<Partial<Record<Field, string>>>

/** Gives what an error tells; null for one that is about no constraint. */
export function violation(error: unknown): RefusedBy | null {
  const { code, schema, table, column, constraint, dataType } = error as Fields
  const found = kinds.get(code)
  if (found === undefined) return null
  return {
    ...found,
    schema: schema ?? null,
    table: table ?? null,
    columns: column === undefined ? [] : [column],
    constraint: constraint ?? null,
    domain: dataType ?? null,
  }
}
