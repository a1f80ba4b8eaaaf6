/** Accounts for every object that the catalog showed. Decides nothing. */

import type { InferredRelationship } from '../../types/relationship.js'
import type {
  DeclarationFinding,
  Report,
  ReportedForeignKey,
  ReportedTable,
  SelectedTable,
} from '../../types/report.js'
import type { ForeignKey, Schema, SchemaNote, Table, TableKind } from '../../types/schema.js'
import { sortedBy } from '../dialect/plain-data.js'
import { DeclarationError, ReflectionError } from '../errors.js'
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
  /** Where classes and database disagree. */
  readonly findings?: readonly DeclarationFinding[]
  /** Keys that only classes know of. */
  readonly virtual?: ReadonlySet<ForeignKey>
  /** Says why the options leave out what could not be read; null where they want it. */
  readonly leftOut: (unread: Pick<Table, 'schema' | 'name' | 'kind'>) => string | null
}

const none: ReadonlySet<ForeignKey> = new Set()

/** What is not looked for as a table. */
const unsought: Partial<Record<SchemaNote['code'], ReportedTable['kind']>> = {
  partition: 'partition',
  shadowTable: 'shadowTable',
  extensionObject: 'table',
}

/** What could not be read, and only a note tells of. */
const unread: Partial<Record<SchemaNote['code'], TableKind>> = {
  brokenView: 'view',
  unreadableTable: 'virtualTable',
  reflectionFailed: 'table',
}

/** The notes of what a mapped table lacks. */
const lacking: readonly SchemaNote['code'][] = ['unreadableColumn', 'temporalKey']

/** Gives the account: every table, partition, shadow table and foreign key once. */
export function reportOf(decisions: Decisions): Report {
  const { schema, selection, inference, names, findings = [], virtual = none } = decisions
  const tables = [
    ...selection.map(selected => selectedTable(selected, names)),
    ...schema.notes.flatMap(note => unseenTable(decisions, note)),
  ]
  const properties = propertiesOf(names)
  return {
    tables: tables.sort((a, b) => byCodePoints([a.schema, a.name, a.kind], [b.schema, b.name, b.kind])),
    foreignKeys: inference.foreignKeys.map(key => reportedKey(key, properties, virtual)),
    renamings: names.renamings,
    declarations: sortedBy(findings, each => [each.model, each.property ?? '', each.code, each.message]),
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

function unseenTable({ schema, leftOut }: Decisions, note: SchemaNote): ReportedTable[] {
  const { code, schema: schemaName, table: name, message } = note
  const lostKind = unread[code]
  const kind = lostKind ?? unsought[code]
  if (kind === undefined || name === null || findTable(schema, schemaName, name) !== undefined) return []
  const wish = lostKind === undefined ? message : leftOut({ schema: schemaName, name, kind: lostKind })
  const reason = wish ?? message
  return [{ schema: schemaName, name, kind, status: 'skipped', model: null, reason, lost: wish === null }]
}

function reportedKey(
  { table, foreignKey, key, status, reason, lost, pair }: InferredKey,
  properties: ReadonlyMap<InferredRelationship, string>,
  virtual: ReadonlySet<ForeignKey>,
): ReportedForeignKey {
  const known = virtual.has(foreignKey) ? 'a class declares it; the database does not have it' : null
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
    reason: isLeftOut ? 'option "relationships" leaves both sides out' : (reason ?? known),
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

/** Refuses a report in which classes and database disagree. Throws `DeclarationError` DECLARATION_MISMATCH. */
export function assertDeclared({ declarations }: Report): void {
  if (declarations.length === 0) return
  const texts = declarations.map(
    ({ model, property, message }) => `${property === null ? model : `${model}.${property}`}: ${message}`,
  )
  throw new DeclarationError(
    'DECLARATION_MISMATCH',
    `Cannot map the classes as they are declared, as option "strict" asks (${counted(texts, 'mismatches')}. Mend the classes or the database, or turn "strict" off`,
  )
}

/** Tells how many there are and names the first few. */
function counted(texts: readonly string[], what: string): string {
  const shown = texts.slice(0, 5)
  const more = texts.length > shown.length ? `; and ${texts.length - shown.length} more` : ''
  return `${texts.length} ${what}): ${shown.join('; ')}${more}`
}

/**
 * Refuses a report with anything lost. What the caller left out, partitions and shadow tables do not count. Throws
 * `ReflectionError` REFLECTION_INCOMPLETE.
 */
export function assertComplete(report: Report): void {
  const skipped = report.tables.filter(each => each.status === 'skipped')
  const places = new Set(skipped.map(({ schema, name }) => placeOf(schema, name)))
  const lacks = report.notes.filter(
    ({ code, schema, table }) => lacking.includes(code) && !places.has(placeOf(schema, table)),
  )
  const losses = [
    ...report.tables
      .filter(each => each.lost)
      .map(each => `${each.kind} ${placeOf(each.schema, each.name)}: ${each.reason}`),
    ...report.foreignKeys.filter(each => each.lost).map(each => `foreign key ${each.key}: ${each.reason}`),
    ...lacks.map(lackOf),
  ]
  if (losses.length === 0) return
  throw new ReflectionError(
    'REFLECTION_INCOMPLETE',
    `Cannot map everything, as option "strict" asks (${counted(losses, 'lost')}. Leave them out with option "except", or turn "strict" off`,
  )
}

function lackOf({ schema, table, column, message }: SchemaNote): string {
  return `${[schema, table, column]
    .filter(part => part !== null)
    .map(part => `"${part}"`)
    .join('.')}: ${message}`
}

function placeOf(schema: string, name: string | null): string {
  return `"${schema}"."${name}"`
}
