/** Finds what tells the versions of a table's rows apart, as a class says it. Sets none. */

import type { Column } from '../../types/schema.js'
import { concealing } from '../dialect/concealed.js'
import { didYouMean } from '../schema/suggest.js'
import type { BuiltColumns, ColumnInput } from './build-columns.js'
import { columnNamed, type DeclaredModel, invalid } from './declared-model.js'
import type { ColumnMapping, VersionMapping } from './mapping.js'

/** The columns of a table, and its version; what the database keeps by itself has a slot behind theirs. */
export interface Versioned extends BuiltColumns {
  readonly version: VersionMapping | null
}

/** Gives the columns with the version that a class names. Throws `DeclarationError`. */
export function withVersion(
  built: BuiltColumns,
  model: DeclaredModel | undefined,
  input: ColumnInput,
): Versioned {
  const name = model?.declaration.options.version ?? null
  if (model === undefined || name === null) return { ...built, version: null }
  const column = built.properties.get(name)
  if (column !== undefined) return { ...built, version: declaredVersion(model, column, input) }
  const { system } = input.dialect.versions
  if (name !== system?.name || model.missing.has(name)) throw noVersion(model, name, built, system)
  // A partitioned table, for one, tells it of no row that is being inserted.
  if (model.table.kind !== 'table') {
    throw refused(
      model,
      name,
      `the database tells it of plain tables alone, and "${model.table.name}" is none`,
    )
  }
  const own = systemColumn(system, built.width, model, input)
  return {
    ...built,
    width: built.width + 1,
    version: { column: own, kind: 'system', codec: own.codec },
  }
}

function systemColumn(
  column: Column,
  slot: number,
  { table }: DeclaredModel,
  { dialect }: ColumnInput,
): ColumnMapping {
  return {
    property: column.name,
    column,
    slot,
    codec: dialect.codec(column, {}, `${table.name}.${column.name}`),
    values: {},
    quoted: dialect.quote(column.name),
    labels: null,
    matched: true,
    expression: null,
    deferred: false,
    sensitive: false,
  }
}

/** Rows are matched by it, so that it is always read, and kept as the driver gave it. */
function declaredVersion(
  model: DeclaredModel,
  mapping: ColumnMapping,
  { dialect }: ColumnInput,
): VersionMapping {
  const { property, column, sensitive } = mapping
  const why = whyNot(model, mapping)
  if (why !== null) throw refused(model, property, why)
  const codec = dialect.codec(
    column,
    { ...mapping.values, timestamp: 'date' },
    `${model.table.name}.${column.name}`,
  )
  return {
    column: Object.assign(mapping, { matched: true }),
    kind: isCounter(column) ? 'counter' : 'timestamp',
    codec: sensitive ? concealing(codec) : codec,
  }
}

function isCounter({ kind }: Column): boolean {
  return kind === 'integer' || kind === 'bigint'
}

function whyNot({ table }: DeclaredModel, { column, expression }: ColumnMapping): string | null {
  if (expression !== null) return 'it is computed, and has to be a column'
  const subject = `column "${column.name}"`
  if (table.primaryKey?.columns.includes(column.name) === true) return `${subject} is part of the primary key`
  if (column.generated !== null || column.identity === 'always') return `the database generates ${subject}`
  if (isCounter(column) || column.kind === 'timestamp' || column.kind === 'timestamptz') return null
  return `${subject} is of type ${column.type}, and a version is a whole number or a timestamp`
}

function noVersion(
  model: DeclaredModel,
  name: string,
  { properties }: BuiltColumns,
  system: Column | null,
): Error {
  const lack = model.missing.get(name)
  if (lack !== undefined) return refused(model, name, lack)
  const column = columnNamed(model, name)
  const property = [...properties.values()].find(each => each.column.name === column)?.property
  const hint =
    property === undefined ? didYouMean(name, properties.keys()) : `. Write its property, "${property}"`
  const own =
    system === null
      ? 'this database keeps no version of rows by itself'
      : `the version that this database keeps of rows by itself is called "${system.name}"`
  return refused(model, name, `the model has no property of that name, and ${own}${hint}`)
}

function refused({ name: model }: DeclaredModel, name: string, why: string): Error {
  return invalid(`Cannot use "${name}" as the version of model "${model}": ${why}`)
}
