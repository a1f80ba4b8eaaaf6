/** Finds what only the rows of a database tell. Changes none, and tells of none more than how many there are. */

import type { Knex } from 'knex'
import type { ForeignKey, Table } from '../../types/schema.js'
import type { Snapshot } from '../../types/snapshot.js'
import type { Dialect } from '../dialect/contract.js'
import { countText, quotedNames } from '../schema/printable.js'
import { type Candidate, candidatesIn } from './candidates.js'
import { catalogOf, type Told } from './catalog.js'
import { type Finding, sortedFindings } from './finding.js'
import {
  alterCure,
  columnOf,
  found,
  freeName,
  type Ground,
  groundOf,
  holdsRows,
  placeOf,
  quotedColumns,
  quotedTable,
  targetOf,
} from './ground.js'
import { redundantIndexes } from './indexes.js'
import {
  type Counted,
  countOrphans,
  type Looked,
  look,
  orphansOf,
  type Place,
  type Reference,
} from './look.js'
import { widened } from './retyped.js'

/** How much of a database is looked at. */
export interface LintRowsOptions {
  /** How many rows of each table, at most, are looked for what they refer to; default 100,000. */
  readonly limit?: number
  /** How many milliseconds one statement may take, where a server is there to end it; default 10,000. */
  readonly timeout?: number
  /** Called with how many looks are done, and how many there will be. */
  readonly onProgress?: (done: number, all: number) => void
}

/** Where rows are looked at, by what, and how many of them. */
interface Task {
  readonly ground: Ground
  readonly place: Place
  readonly limit: number
}

type Look = (task: Task) => Promise<readonly Finding[]>

/**
 * Gives the findings, frozen, the worst first. One connection of knex's pool does it all, one statement after another. What a
 * statement was refused for becomes a finding; rejects with the driver's own error where there was no answer at all.
 */
export async function lintRows(
  { knex, dialect }: { readonly knex: Knex; readonly dialect: Dialect },
  snapshot: Pick<Snapshot, 'structure' | 'models'>,
  { limit = 100_000, timeout = 10_000, onProgress }: LintRowsOptions = {},
): Promise<readonly Finding[]> {
  const ground = groundOf(snapshot.structure, dialect)
  const client: Knex.Client = knex.client
  const connection = await client.acquireConnection()
  const place: Place = { lease: { client, connection }, dialect, timeout }
  const findings: Finding[] = []
  try {
    const told = await catalogOf(ground, place)
    const looks = [
      ...ground.schema.tables.flatMap(table => unvalidatedLooks(ground, table, told)),
      ...candidatesIn(snapshot).map(candidateLook),
      ...numberLooks(ground),
    ]
    findings.push(...ground.schema.tables.flatMap(table => redundantIndexes(ground, table, told.ordersOf)))
    for (const [done, look] of looks.entries()) {
      findings.push(...(await look({ ground, place, limit })))
      onProgress?.(done + 1, looks.length)
    }
  } finally {
    await client.releaseConnection(connection)
  }
  return sortedFindings(findings)
}

/** Of the keys for which the database does not vouch. */
function unvalidatedLooks(ground: Ground, table: Table, { isUnvalidated }: Told): Look[] {
  if (!holdsRows(table)) return []
  return table.foreignKeys.flatMap(key => {
    const target = targetOf(ground, key)
    const isWhole = key.referencedColumns.length === key.columns.length
    return isUnvalidated(table, key) && target !== undefined && isWhole
      ? [declaredLook(table, key, target)]
      : []
  })
}

function declaredLook(table: Table, key: ForeignKey, target: Table): Look {
  const { columns, referencedColumns } = key
  return async ({ ground, place, limit }) => {
    const reference: Reference = { table, columns, target, referencedColumns }
    const looked = await countOrphans(place, orphansOf(ground, reference, limit))
    if ('code' in looked) return [notChecked(ground, reference, looked.code)]
    const { lost } = looked.value
    if (lost === 0) return notValidated(ground, table, key)
    const message = `the key over ${quotedNames(columns)} leads to no row of "${placeOf(ground, target)}" in ${shareText(looked.value, limit)}: the database did not look when they were written`
    return [found(ground, table, { code: 'orphanRows', severity: 'error', columns, message })]
  }
}

/** Where nothing is lost, the database may be asked to vouch for it, if it ever does. */
function notValidated(ground: Ground, table: Table, { name, columns }: ForeignKey): Finding[] {
  const cure =
    name === null ? [] : alterCure(ground, table, `validate constraint ${ground.dialect.quote(name)}`)
  if (cure.length === 0) return []
  const message = `the key over ${quotedNames(columns)} was declared without a look at the rows, so the database does not vouch for it`
  return [found(ground, table, { code: 'keyNotValidated', severity: 'warning', columns, message, cure })]
}

function candidateLook({ table, column, target, referenced }: Candidate): Look {
  const reference: Reference = { table, columns: [column], target, referencedColumns: [referenced] }
  return async ({ ground, place, limit }) => {
    const looked = await countOrphans(place, orphansOf(ground, reference, limit))
    if ('code' in looked) return [notChecked(ground, reference, looked.code)]
    return undeclared(ground, reference, looked.value, limit)
  }
}

/** Where not even half of the values lead there, it is something else that they refer to. */
function undeclared(ground: Ground, reference: Reference, counted: Counted, limit: number): Finding[] {
  const { table, columns, target, referencedColumns } = reference
  const { looked, lost } = counted
  if (looked === 0 || lost * 2 > looked) return []
  const name = placeOf(ground, target)
  const subject = `${quotedNames(columns)} looks like a key to "${name}" that is not declared`
  if (lost > 0) {
    const message = `${subject}, and leads to no row in ${shareText(counted, limit)}`
    return [found(ground, table, { code: 'undeclaredOrphans', severity: 'warning', columns, message })]
  }
  const message = `${subject}: all of ${sampleText(looked, limit)} lead to one`
  const quoted = ground.dialect.quote(freeName(ground, [table.name, ...columns], 'fkey'))
  const cure = alterCure(
    ground,
    table,
    `add constraint ${quoted} foreign key ${quotedColumns(ground, columns)} references ${quotedTable(ground, target)} ${quotedColumns(ground, referencedColumns)}`,
  )
  return [found(ground, table, { code: 'undeclaredKey', severity: 'info', columns, message, cure })]
}

/** Of the columns that number rows, and end. */
function numberLooks(ground: Ground): Look[] {
  const { limitOf, lastOf } = ground.dialect.inspection
  return ground.schema.tables.filter(holdsRows).flatMap(table =>
    table.columns.flatMap(column => {
      const end = column.autoIncrement ? limitOf(column) : null
      const query = end === null ? null : lastOf(table, column.name)
      return end === null || query === null
        ? []
        : [
            async ({ ground, place }: Task) =>
              numbered(ground, { table, column: column.name, end }, await look(place, query)),
          ]
    }),
  )
}

interface Numbered {
  readonly table: Table
  readonly column: string
  readonly end: number
}

function numbered(
  ground: Ground,
  { table, column, end }: Numbered,
  looked: Looked<readonly unknown[]>,
): Finding[] {
  const columns = [column]
  if ('code' in looked) return [notChecked(ground, { table, columns }, looked.code)]
  const share = Number(looked.value[0] ?? 0) / end
  if (share < 0.75) return []
  const { type } = columnOf(table, column) as { readonly type: string }
  const message = `"${column}" has used ${Math.floor(share * 100)} % of the numbers that ${type} has: when they end, no row can be inserted`
  const cure = widened(ground, table, column)
  const severity = share < 0.9 ? 'warning' : 'error'
  return [found(ground, table, { code: 'keyNearItsEnd', severity, columns, message, cure })]
}

function notChecked(
  ground: Ground,
  { table, columns }: Pick<Reference, 'table' | 'columns'>,
  code: string,
): Finding {
  const message = `${quotedNames(columns)} could not be looked at: the database refused to read it, or it took too long (${code})`
  return found(ground, table, { code: 'notChecked', severity: 'info', columns, message })
}

function shareText({ looked, lost }: Counted, limit: number): string {
  return `${lost.toLocaleString('en-US')} of ${sampleText(looked, limit)}`
}

function sampleText(looked: number, limit: number): string {
  const rows = countText(looked, 'row')
  return looked < limit ? `${rows} that have a value` : `the first ${rows} that have a value`
}
