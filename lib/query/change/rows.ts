/** Writes which rows a bulk change is about: by the query's own conditions, or by the keys of the rows that it gives. */

import { revealed } from '../../dialect/concealed.js'
import type { Fragment } from '../../dialect/contract.js'
import { MappingError, QueryError } from '../../errors.js'
import type { ColumnMapping, Mapping } from '../../mapping/mapping.js'
import { compileRoot } from '../compile.js'
import { computedIn } from '../computed.js'
import type { QueryContext } from '../context.js'
import { scopeOf } from '../own-conditions.js'
import { render } from '../render.js'
import type { Condition, Joined, QueryState } from '../state.js'
import { barePlan } from '../statement-plan.js'
import { whereOf } from '../where.js'
import type { Writer } from '../writer.js'
import type { ChangedTable } from './tables.js'
import { isVacuous } from './vacuous.js'

/** Refuses what changes rows that nobody asked for, and what a change does not look at. `what` is "update" or "delete". */
export function refuseChange(state: QueryState, what: 'update' | 'delete'): void {
  const { mapping, tree, selection, conditions, limit, everything } = state
  const attempt = `Cannot ${what} rows of model "${mapping.name}"`
  refuseView(mapping, attempt)
  if (tree.size > 0 || selection !== null) {
    throw new QueryError(
      'QUERY_INVALID',
      `${attempt} with with, only, defer or undefer: no instances come of it; leave them out`,
    )
  }
  if (everything || limit !== null || !isVacuous(conditions)) return
  const why = conditions.length === 0 ? 'no condition was given' : 'its conditions came to nothing'
  throw new QueryError(
    'CONDITION_MISSING',
    `${attempt}: ${why}, and every row would be hit; if that is meant, say everything(), as in ${mapping.name}.everything().${what}(…)`,
  )
}

/** Refuses to write the rows of a view. Throws `MappingError` READ_ONLY. */
export function refuseView({ table: { kind, name } }: Mapping, attempt: string): void {
  if (kind !== 'view' && kind !== 'materializedView') return
  throw new MappingError('READ_ONLY', `${attempt}: "${name}" is a view; write the tables that it is made of`)
}

/** Tells whether the query's conditions can be written over a table of which every row that they keep is one of the model's. */
export function isDirect({ mapping, conditions, limit, offset, modifiers, unscoped }: QueryState): boolean {
  const { inheritance } = mapping
  if (limit !== null || offset !== null || modifiers.length > 0) return false
  const scope = unscoped ? [] : scopeOf(mapping)
  if (computedIn(mapping, [...conditions, ...scope]).length > 0) return false
  return inheritance === null || inheritance.parts.length === 1
}

/** Writes the conditions of a query that `isDirect`, over a row of the table under this alias; empty for every row. */
export function directWhere(writer: Writer, alias: string, state: QueryState): string {
  const { mapping, conditions, unscoped } = state
  const scope = unscoped ? [] : scopeOf(mapping)
  const own = identityConditions(mapping)
  const parts = [own, conditions].filter(list => list.length > 0).map(list => whereOf(writer, alias, list))
  if (scope.length > 0) {
    parts.push(
      writer.within(mapping, `the scope of model "${mapping.name}"`, () => whereOf(writer, alias, scope)),
    )
  }
  return parts.map(text => `(${text})`).join(' and ')
}

/** Classes beside this one may be kept in the same table. */
function identityConditions({ inheritance }: Mapping): Joined[] {
  const { identities = null, discriminator = null } = inheritance ?? {}
  if (identities === null || discriminator === null) return []
  const condition: Condition = {
    type: 'list',
    column: discriminator.column,
    values: identities.map(revealed),
    hasNull: false,
    negated: false,
  }
  return [{ or: false, condition }]
}

/** Writes a SELECT of these columns, unread by codecs, of the rows that a query gives. */
export function selectOf(
  { executor }: QueryContext,
  state: QueryState,
  columns: readonly ColumnMapping[],
  read: (quoted: string, column: ColumnMapping) => string = quoted => quoted,
): Fragment {
  const parts = compileRoot(executor.dialect, { ...state, carried: columns }, barePlan(state.mapping))
  const list = columns.map(column => read(`t0.${column.quoted}`, column)).join(', ')
  const isLimited = state.limit !== null || state.offset !== null
  return render(executor.knex, { ...parts, list, order: isLimited ? parts.order : '' }, state.modifiers)
}

/** Writes that a row of a table is one of those that a SELECT of its keys gives. */
export function amongText(alias: string, { keys }: ChangedTable, select: string): string {
  const names = keys.map(({ own }) => `${alias}.${own}`)
  return `${names.length === 1 ? names.join('') : `(${names.join(', ')})`} in (${select})`
}

/** Refuses to look for rows by a key that there is none of. Throws `MappingError` NO_PRIMARY_KEY. */
export function requireKey({ name, key, table }: Mapping, what: 'update' | 'delete'): void {
  if (key.length > 0) return
  throw new MappingError(
    'NO_PRIMARY_KEY',
    `Cannot ${what} rows of model "${name}" with limit, offset, modify or computed properties: table "${table.name}" has no primary key to find them by`,
  )
}

/** Refuses keys that a driver has rounded: they are those of other rows. Throws `ValueError`. */
export function refuseInexact(
  rows: readonly (readonly unknown[])[],
  columns: readonly ColumnMapping[],
): void {
  for (const row of rows) {
    columns.forEach(({ codec }, i) => {
      const value = row[i]
      // The codec knows, and says what to choose.
      if (typeof value === 'number' && !Number.isSafeInteger(value)) codec.decode?.(value)
    })
  }
}
