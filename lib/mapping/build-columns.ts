/** Builds what models know of their columns and computed properties. Knows no relationship. */

import type { ValueOptions } from '../../types/options.js'
import type { Column, EnumType, Table } from '../../types/schema.js'
import type {
  ColumnDeclaration,
  ComputedDeclaration,
  DeclaredConversion,
  DeclaredType,
  MemberDeclaration,
} from '../declaration/declaration.js'
import { concealing } from '../dialect/concealed.js'
import type { Codec, Dialect, Reading } from '../dialect/contract.js'
import type { ModelNames, NameDecision } from '../naming/names.js'
import { columnNamed, type DeclaredModel, invalid } from './declared-model.js'
import type { ColumnMapping } from './mapping.js'

/** What columns are built from. */
export interface ColumnInput {
  readonly dialect: Dialect
  /** How a column was chosen to be read; what its class says of it counts less than what is said of the column. */
  readonly readingOf: (table: Table, column: Column, declared?: ValueOptions) => Reading
  /** The schema's enumerated types. */
  readonly enums?: readonly EnumType[]
}

/** One model's columns. */
export interface BuiltColumns {
  /** By ascending slot. */
  readonly columns: readonly ColumnMapping[]
  readonly width: number
  readonly properties: ReadonlyMap<string, ColumnMapping>
}

/** Builds the columns of a model; `matched` are those that rows are matched by. Throws `DeclarationError`. */
export function buildColumns(
  names: ModelNames,
  model: DeclaredModel | undefined,
  matched: ReadonlySet<string>,
  input: ColumnInput,
): BuiltColumns {
  const members = model?.declaration.members ?? new Map<string, MemberDeclaration>()
  const reflected = names.table.columns
    .filter(column => column.readable && model?.excluded.has(column.name) !== true)
    .map((column, slot) => {
      const property = (names.columns.get(column.name) as NameDecision).name
      const member =
        model?.declared.has(property) === true ? (members.get(property) as ColumnDeclaration) : null
      const declared = { member, values: model?.values.get(column.name) }
      const isMatched = matched.has(column.name)
      return columnMapping({ property, column, slot, isMatched, declared }, names.table, input)
    })
  const taken = new Set(names.table.columns.map(({ name }) => name))
  const computed: ColumnMapping[] = []
  let width = reflected.length
  for (const [property, member] of members) {
    if (member.member !== 'computed') continue
    const slot = member.get === null ? width++ : -1
    computed.push(computedMapping(property, member, { slot, taken, table: names.table }, input))
  }
  if (model !== undefined) refuseLooseComposites(model)
  return {
    columns: [...reflected, ...computed.filter(({ slot }) => slot >= 0)],
    width,
    properties: new Map([...reflected, ...computed].map(column => [column.property, column])),
  }
}

interface Place {
  readonly property: string
  readonly column: Column
  readonly slot: number
  readonly isMatched: boolean
  readonly declared: { readonly member: ColumnDeclaration | null; readonly values: ValueOptions | undefined }
}

function columnMapping(
  { property, column, slot, isMatched, declared: { member, values } }: Place,
  table: Table,
  { dialect, readingOf, enums = [] }: ColumnInput,
): ColumnMapping {
  const reading = readingOf(table, column, values)
  const codec = converted(
    dialect.codec(reading.column, reading.values, `${table.name}.${column.name}`),
    member?.type.convert ?? null,
  )
  const isSensitive = member?.sensitive ?? false
  return {
    property,
    column,
    slot,
    codec: isSensitive ? concealing(codec) : codec,
    values: reading.values,
    quoted: dialect.quote(column.name),
    labels: labelsOf(column, member?.type ?? null, enums),
    matched: isMatched,
    expression: null,
    deferred: member?.deferred ?? false,
    sensitive: isSensitive,
  }
}

/** What a class declares counts where the database knows no enumerated types. */
function labelsOf(
  { enum: name }: Column,
  declared: DeclaredType | null,
  enums: readonly EnumType[],
): readonly string[] | null {
  const known = enums.find(each => each.schema === name?.schema && each.name === name.name)
  return known?.labels ?? declared?.element?.values ?? declared?.values ?? null
}

interface ComputedPlace {
  readonly slot: number
  readonly table: Table
  /** Names that the table's source has already; this one is added. */
  readonly taken: Set<string>
}

function computedMapping(
  property: string,
  member: ComputedDeclaration,
  { slot, table, taken }: ComputedPlace,
  { dialect, readingOf }: ColumnInput,
): ColumnMapping {
  const name = freeName(taken, dialect)
  taken.add(name)
  const column = dialect.computedColumn(name, member.type)
  const reading = readingOf(table, column)
  const codec = converted(
    dialect.codec(reading.column, reading.values, `${table.name}.${property}`),
    member.type.convert,
  )
  return {
    property,
    column,
    slot,
    codec: member.sensitive ? concealing(codec) : codec,
    values: reading.values,
    quoted: dialect.quote(name),
    labels: null,
    matched: false,
    expression: member.sql,
    deferred: member.deferred,
    sensitive: member.sensitive,
  }
}

/** A property's own name could be longer than a database keeps, or be that of a column. */
function freeName(taken: ReadonlySet<string>, { isSameName }: Dialect): string {
  let number = 0
  while ([...taken].some(name => isSameName(name, `computed${number}`))) number++
  return `computed${number}`
}

/** A conversion knows nothing of its own results, so they are not kept in the row. */
function converted(codec: Codec, conversion: DeclaredConversion | null): Codec {
  if (conversion === null) return codec
  const { decode } = codec
  return {
    select: codec.select,
    decode: slot => conversion.read(decode === null ? slot : decode(slot)),
    encode: value => codec.encode(conversion.write(value)),
    once: true,
  }
}

/** A part that the database lacks has been reported; one that nobody knows is a mistake. */
function refuseLooseComposites(model: DeclaredModel): void {
  const { declaration, name, columns, missing } = model
  for (const [property, member] of declaration.members) {
    if (member.member !== 'composite') continue
    for (const part of member.parts.values()) {
      if (columns.has(part) || missing.has(part)) continue
      const column = columnNamed(model, part)
      const cure = column === undefined ? '' : `; write the property of column "${column}"`
      throw invalid(`Cannot compose "${name}.${property}": the model has no column property "${part}"${cure}`)
    }
  }
}
