/** Accounts for every object that the catalog showed. Decides nothing. */

import type { InferredRelationship } from '../../types/relationship.js'
import type { Report, ReportedForeignKey, ReportedTable, SelectedTable } from '../../types/report.js'
import type { Schema, SchemaNote, Table } from '../../types/schema.js'
import { ReflectionError } from '../errors.js'
import type { ModelNames, Names } from '../naming/names.js'
import type { Inference, InferredKey } from '../relationship/inference.js'
import { byCodePoints } from '../schema/compare.js'
import { findTable } from '../schema/find-table.js'

/** What a boot has decided. */
export interface Decisions {
  readonly schema: Schema
  readonly selection: readonly SelectedTable[]
  readonly inference: Inference
  readonly names: Names
  /** Whether views were wanted. */
  readonly views: boolean
}

/** What becomes of an object that only a note tells of. */
const unseen: Partial<Record<SchemaNote['code'], Pick<ReportedTable, 'kind' | 'lost'>>> = {
  partition: { kind: 'partition', lost: false },
  shadowTable: { kind: 'shadowTable', lost: false },
  extensionObject: { kind: 'table', lost: false },
  brokenView: { kind: 'view', lost: true },
  unreadableTable: { kind: 'virtualTable', lost: true },
  reflectionFailed: { kind: 'table', lost: true },
}

/** The notes of what a mapped table lacks. */
const lacking: readonly SchemaNote['code'][] = ['unreadableColumn', 'temporalKey']

/** Gives the account: every table, partition, shadow table and foreign key once. */
export function reportOf({ schema, selection, inference, names, views }: Decisions): Report {
  const tables = [
    ...selection.map(selected => selectedTable(selected, names)),
    ...schema.notes.flatMap(note => unseenTable(schema, note, views)),
  ]
  const properties = propertiesOf(names)
  return {
    tables: tables.sort((a, b) => byCodePoints([a.schema, a.name, a.kind], [b.schema, b.name, b.kind])),
    foreignKeys: inference.foreignKeys.map(key => reportedKey(key, properties)),
    renamings: names.renamings,
    notes: schema.notes,
  }
}

function selectedTable({ table, mapped, reason, lost }: SelectedTable, names: Names): ReportedTable {
  const { schema, name, kind } = table
  const common = { schema, name, kind }
  if (!mapped) return { ...common, status: 'skipped', model: null, reason, lost }
  const { model } = names.models.get(table) as ModelNames
  return { ...common, status: 'mapped', model: model.name, reason: limitOf(table), lost: false }
}

function limitOf({ kind, primaryKey }: Table): string | null {
  if (kind === 'view' || kind === 'materializedView') return 'a view: its model only reads'
  return primaryKey === null
    ? 'no primary key: instances cannot be fetched by key, saved again or deleted'
    : null
}

function unseenTable(schema: Schema, note: SchemaNote, views: boolean): ReportedTable[] {
  const { code, schema: schemaName, table, message } = note
  const known = unseen[code]
  if (known === undefined || table === null || findTable(schema, schemaName, table) !== undefined) return []
  const lost = known.lost && (views || code !== 'brokenView')
  return [
    { schema: schemaName, name: table, ...known, lost, status: 'skipped', model: null, reason: message },
  ]
}

function reportedKey(
  { table, foreignKey, key, status, reason, lost, pair }: InferredKey,
  properties: ReadonlyMap<InferredRelationship, string>,
): ReportedForeignKey {
  const sides = pair === null ? [] : [pair.owning, pair.inverse]
  const relationships = sides.flatMap(side => properties.get(side) ?? [])
  const isLeftOut = pair !== null && relationships.length === 0
  return {
    schema: table.schema,
    table: table.name,
    columns: foreignKey.columns,
    key,
    constraint: foreignKey.name,
    status,
    relationships,
    reason: isLeftOut ? 'option "relationships" leaves both sides out' : reason,
    lost,
  }
}

function propertiesOf(names: Names): ReadonlyMap<InferredRelationship, string> {
  return new Map(
    [...names.models.values()].flatMap(({ model, relationships }) =>
      relationships.map(
        ({ relationship, decision }) => [relationship, `${model.name}.${decision.name}`] as const,
      ),
    ),
  )
}

/**
 * Refuses a report with anything lost. What the caller left out, partitions and shadow tables do not count. Throws
 * `ReflectionError` REFLECTION_INCOMPLETE.
 */
export function assertComplete(report: Report): void {
  const losses = [
    ...report.tables
      .filter(each => each.lost)
      .map(each => `${each.kind} ${placeOf(each.schema, each.name)}: ${each.reason}`),
    ...report.foreignKeys.filter(each => each.lost).map(each => `foreign key ${each.key}: ${each.reason}`),
    ...report.notes.filter(each => lacking.includes(each.code)).map(lackOf),
  ]
  if (losses.length === 0) return
  const shown = losses.slice(0, 5)
  const more = losses.length > shown.length ? `; and ${losses.length - shown.length} more` : ''
  throw new ReflectionError(
    'REFLECTION_INCOMPLETE',
    `Cannot map everything, as option "strict" asks (${losses.length} lost): ${shown.join('; ')}${more}. Leave them out with option "except", or turn "strict" off`,
  )
}

function lackOf({ schema, table, column, message }: SchemaNote): string {
  return `${[schema, table, column]
    .filter(part => part !== null)
    .map(part => `"${part}"`)
    .join('.')}: ${message}`
}

function placeOf(schema: string, name: string): string {
  return `"${schema}"."${name}"`
}
