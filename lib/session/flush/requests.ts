/** Says how a step is written: by which columns rows are found, what is set, what comes back. Runs nothing. */

import type {
  Assignment,
  DeleteRequest,
  Dialect,
  Fragment,
  InsertRequest,
  UpdateRequest,
  WriteColumn,
} from '../../dialect/contract.js'
import { storedValue } from '../../instance/edit.js'
import { blockOf, type Instance, slotOf } from '../../instance/instance.js'
import { unread } from '../../instance/unread.js'
import type { ColumnMapping, Mapping, VersionMapping } from '../../mapping/mapping.js'
import { nextVersion } from '../../mapping/next-version.js'
import { assignedText } from '../../query/expression.js'
import { writerFor } from '../../query/source.js'
import { returnedColumn } from '../../writing/returned.js'
import { writeColumn } from '../../writing/target.js'
import type { Action, Found } from './action.js'
import { type PlaceColumn, placesOf } from './place.js'
import type { Step } from './steps.js'
import { boundOf } from './value.js'

/** What comes back with the rows of a step. */
export interface Returned {
  readonly columns: readonly ColumnMapping[]
  readonly fragments: readonly Fragment[]
  /** What cannot come back with them, and is read afterwards. */
  readonly later: readonly ColumnMapping[]
  /** What is read on demand, and was not known before. */
  readonly unread: readonly ColumnMapping[]
}

/** Gives the columns that the rows of a step come back with: all that are read with an instance, and what is written. */
export function returnedBy(dialect: Dialect, step: Step): Returned {
  const { place, actions, columns: written } = step
  const mapping = mappingOf(step)
  if (mapping === null) return { columns: [], fragments: [], later: [], unread: [] }
  const own = [...place.columns.values()].filter(
    column => !column.mapping.deferred || written.includes(column) || isKnown(actions, column.mapping),
  )
  const columns: ColumnMapping[] = []
  const fragments: Fragment[] = []
  const later: ColumnMapping[] = []
  const demanded: ColumnMapping[] = []
  const add = (column: ColumnMapping, quoted: string): void => {
    const fragment = returnedColumn(dialect, { from: place.from, mapping }, column, quoted)
    if (fragment === null) later.push(column)
    else {
      columns.push(column)
      fragments.push(fragment)
    }
  }
  for (const column of own) add(column.mapping, column.write.quoted)
  if (place.above === null) {
    const { now, onDemand } = computedOf(mapping, step)
    // What is computed of several tables can be read when all of them are written.
    if (placesOf(mapping).length > 1) later.push(...now)
    else for (const column of now) add(column, column.quoted)
    demanded.push(...onDemand)
    if (mapping.version?.kind === 'system') add(mapping.version.column, mapping.version.column.quoted)
  }
  return { columns, fragments, later, unread: demanded }
}

/** The class whose rows are written; of several that share a table any. */
function mappingOf({ actions }: Step): Mapping | null {
  const [{ instance }] = actions as readonly [Action]
  return instance === null ? null : blockOf(instance).mapping
}

/** A new instance has null in place of everything that it was not given. */
function isKnown(actions: readonly Action[], { slot }: ColumnMapping): boolean {
  return actions.some(
    ({ operation, instance }) => operation === 'insert' || slotOf(instance as Instance, slot) !== unread,
  )
}

function computedOf(
  { columns }: Mapping,
  { operation, actions }: Step,
): { now: ColumnMapping[]; onDemand: ColumnMapping[] } {
  const computed = columns.filter(({ expression }) => expression !== null)
  const isNow = (column: ColumnMapping): boolean =>
    !column.deferred || (operation === 'update' && isKnown(actions, column))
  return {
    now: computed.filter(isNow),
    onDemand: operation === 'insert' ? computed.filter(each => !isNow(each)) : [],
  }
}

/** Gives the request for the INSERT of a step's rows. */
export function insertRequest(
  { place, columns, actions }: Step,
  { columns: returned, fragments }: Returned,
): InsertRequest {
  const rows = actions.map(({ values }) =>
    columns.map(({ name }) => boundOf(values.get(name) ?? { bound: null })),
  )
  const match = place.key.map(key => ({
    given: columns.indexOf(key),
    returned: returned.indexOf(key.mapping),
  }))
  const isMatched = match.length > 0 && match.every(({ given, returned: back }) => given >= 0 && back >= 0)
  return {
    from: place.from,
    columns: columns.map(({ write }) => write),
    rows,
    returning: isPairs(actions) ? null : fragments,
    ...(isMatched && { match }),
  }
}

/** The rows of associations have no instance that waits for anything. */
function isPairs(actions: readonly Action[]): boolean {
  return actions.every(({ instance }) => instance === null)
}

/** Gives the request for the UPDATE of a step's rows; each is found by what the database holds, its version among that. */
export function updateRequest(dialect: Dialect, step: Step, { fragments }: Returned): UpdateRequest {
  const { place, actions, columns } = step
  const [first] = actions as readonly [Action]
  const set = columns.filter(({ name }) => !isStamp(first, name))
  const version = versionOf(step)
  const next = version === null || version.kind === 'system' ? null : version
  const { keys, rows } = foundBy(step)
  const setting = [...set.map(({ write }) => write), ...(next === null ? [] : [writeColumn(next.column)])]
  // What is set to what it is has the database keep a new version.
  const touched = setting.length === 0 && first.values.size === 0 ? place.key : []
  return {
    from: place.from,
    keys,
    set: [...setting, ...touched.map(({ write }) => write)],
    assign: columns
      .filter(({ name }) => isStamp(first, name))
      .map(column => assignmentOf(dialect, step, column)),
    rows: actions.flatMap((action, i) => {
      const values = set.map(({ name }) => boundOf(action.values.get(name) as { readonly bound: unknown }))
      const versions = next === null ? [] : [nextBound(next, action)]
      const kept = touched.map(({ mapping }) => storedValue(action.instance as Instance, mapping))
      return (rows[i] as unknown[][]).map(found => [...found, ...values, ...versions, ...kept])
    }),
    returning: fragments,
  }
}

function isStamp({ values }: Action, name: string): boolean {
  const value = values.get(name)
  return value !== undefined && 'stamp' in value
}

function nextBound(version: VersionMapping, { instance }: Action): unknown {
  return nextVersion(version, storedValue(instance as Instance, version.column))?.bound
}

function assignmentOf(
  dialect: Dialect,
  step: Step,
  { name, mapping: column, write }: PlaceColumn,
): Assignment {
  const [{ values }] = step.actions as readonly [Action]
  const { stamp } = values.get(name) as { readonly stamp: unknown }
  const writer = writerFor(dialect)
  const sql = writer.section(() =>
    assignedText(writer, dialect.writing.rowOf(step.place.from), {
      mapping: mappingOf(step) as Mapping,
      column,
      expression: () => stamp,
    }),
  )
  return { quoted: write.quoted, sql }
}

/** Gives the request for the DELETE of a step's rows. */
export function deleteRequest(step: Step): DeleteRequest {
  const { keys, rows } = foundBy(step)
  return { from: step.place.from, keys, rows: rows.flat() }
}

/** The version is in the first table of a row. */
function versionOf(step: Step): VersionMapping | null {
  const mapping = mappingOf(step)
  return mapping !== null && placesOf(mapping)[0] === step.place ? mapping.version : null
}

/** What rows are found by; an action without an instance may find several. */
function foundBy(step: Step): {
  readonly keys: readonly WriteColumn[]
  readonly rows: readonly unknown[][][]
} {
  const { place, actions } = step
  const [{ found }] = actions as readonly [Action]
  if (found !== null) {
    return {
      keys: found.columns.map(name => (place.columns.get(name) as PlaceColumn).write),
      rows: actions.map(action => (action.found as Found).rows.map(row => row.map(boundOf))),
    }
  }
  const version = versionOf(step)
  const columns = [...place.key.map(({ mapping }) => mapping), ...(version === null ? [] : [version.column])]
  return {
    keys: [
      ...place.key.map(({ write }) => write),
      ...(version === null ? [] : [writeColumn(version.column)]),
    ],
    rows: actions.map(({ instance }) => [columns.map(column => storedValue(instance as Instance, column))]),
  }
}
