/** Finds what is wrong with foreign keys, by their structure alone. Reads no row. */

import type { Column, ColumnKind, ForeignKey, Table } from '../../types/schema.js'
import { isUnique } from '../schema/is-unique.js'
import { quotedNames } from '../schema/printable.js'
import { coverageOf } from './covered.js'
import type { Finding, LintSeverity } from './finding.js'
import { columnOf, found, type Ground, indexCure, listId, placeOf, targetOf, uniqueCure } from './ground.js'
import { retyped } from './retyped.js'

/** Finds keys whose target is not there, or is no key. */
export function brokenKeys(ground: Ground, table: Table): readonly Finding[] {
  return table.foreignKeys.flatMap(key => {
    const { columns, referencedSchema: schema, referencedTable: name, referencedColumns } = key
    const target = targetOf(ground, key)
    const place = placeOf(ground, { schema, name })
    // What is in a schema that was not read may well be there.
    if (target === undefined && !ground.schema.schemas.includes(schema)) return []
    if (target === undefined || referencedColumns.length === 0) {
      const what = target === undefined ? `table "${place}", which is not there` : `no key of "${place}"`
      const message = `the key over ${quotedNames(columns)} refers to ${what}: no value of it can be written`
      return [found(ground, table, { code: 'keyTargetMissing', severity: 'error', columns, message })]
    }
    if (isUnique(target, referencedColumns)) return []
    const message = `the key over ${quotedNames(columns)} refers to ${quotedNames(referencedColumns)} of "${place}", which no unique key is about`
    const cure = uniqueCure(ground, target, referencedColumns)
    return [found(ground, table, { code: 'keyTargetNotUnique', severity: 'error', columns, message, cure })]
  })
}

/** Finds keys that lead back to their rows by reading them all; keys over the same columns once. */
export function keysWithoutIndex(ground: Ground, table: Table): readonly Finding[] {
  const lists = new Map(table.foreignKeys.map(({ columns }) => [listId(columns), columns]))
  return [...lists.values()].flatMap(columns => {
    const coverage = coverageOf(table, columns)
    if (coverage === 'all') return []
    const code = 'keyWithoutIndex'
    const cure = indexCure(ground, table, columns)
    const over = `the key over ${quotedNames(columns)}`
    if (coverage === 'some') {
      const message = `an index begins with some of the columns of ${over} alone: what refers to a row is found by reading more rows than that`
      return [found(ground, table, { code, severity: 'info', columns, message, cure })]
    }
    const message = `no index begins with ${over}: to find what refers to a row, and to delete that row, every row is read`
    return [found(ground, table, { code, severity: 'warning', columns, message, cure })]
  })
}

/** Finds columns of keys that hold other values than what they refer to. */
export function keyTypes(ground: Ground, table: Table): readonly Finding[] {
  return table.foreignKeys.flatMap(key => {
    const target = targetOf(ground, key)
    if (target === undefined) return []
    return key.columns.flatMap((name, place) => {
      const own = columnOf(table, name)
      const other = columnOf(target, key.referencedColumns[place] ?? '')
      const severity = own && other && differenceOf(ground, own, other)
      return severity ? [mismatch({ ground, table, key, target, severity }, own, other)] : []
    })
  })
}

interface Mismatched {
  readonly ground: Ground
  readonly table: Table
  readonly key: ForeignKey
  readonly target: Table
  readonly severity: LintSeverity
}

function mismatch({ ground, table, target, severity }: Mismatched, own: Column, other: Column): Finding {
  const message = `"${own.name}" is ${typeText(own)}, and refers to "${other.name}" of "${placeOf(ground, target)}", which is ${typeText(other)}`
  return found(ground, table, {
    code: 'keyTypeMismatch',
    severity,
    columns: [own.name],
    message,
    // The wider of both is no mistake; rather its target wants to be as wide.
    cure: severity === 'info' ? [] : retyped(ground, table, own.name, other),
  })
}

function typeText({ type }: Column): string {
  return type === '' ? 'of no type' : type
}

const numbers: ReadonlySet<ColumnKind> = new Set(['integer', 'bigint', 'decimal', 'float', 'boolean'])

/** How bad it is that two columns are of these types; null where they hold the same. */
function differenceOf(ground: Ground, own: Column, other: Column): LintSeverity | null {
  // A type that is not understood may be any.
  if (own.kind === 'other' || other.kind === 'other') return null
  const isNumber = [own, other].map(({ kind }) => numbers.has(kind))
  if (isNumber[0] !== isNumber[1]) return 'error'
  if (isNumber[0]) return numbersDiffer(own, other) ? severityOf(ground, own, other) : null
  if (own.kind !== other.kind) return 'error'
  // A column without a length holds all that one with a length does, and where types have no names, no length is held to.
  const isShorter =
    own.baseType !== null && own.length !== null && own.length < (other.length ?? Number.POSITIVE_INFINITY)
  return isShorter ? 'warning' : null
}

/** What can hold more than it refers to still finds it. */
function severityOf({ dialect }: Ground, own: Column, other: Column): LintSeverity {
  const [limit, most] = [own, other].map(
    column => dialect.inspection.limitOf(column) ?? Number.POSITIVE_INFINITY,
  ) as [number, number]
  return isWhole(own) && isWhole(other) && limit > most ? 'info' : 'warning'
}

function isWhole({ kind }: Column): boolean {
  return kind === 'integer' || kind === 'bigint'
}

/** Where types have no names of the server's own, every number is stored alike. */
function numbersDiffer(own: Column, other: Column): boolean {
  if (own.baseType === null || other.baseType === null) return false
  return own.baseType.name !== other.baseType.name || own.scale !== other.scale
}
