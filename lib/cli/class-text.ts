/** Writes a model of a snapshot as a class that declares the same. Reads nothing, and writes no comment of the database as one of code. */

import type { Column, Schema, Table } from '../../types/schema.js'
import type { Snapshot, SnapshotColumn, SnapshotModel, SnapshotRelationship } from '../../types/snapshot.js'
import { byCodePoint } from '../schema/compare.js'
import { CommandError } from './exit.js'

/** Where a column is. */
interface Place {
  readonly structure: Schema
  readonly table: Table
  /** What is to be imported. */
  readonly used: Set<string>
}

/** Gives the text of a module. Throws `CommandError` for a model that a class declares already. */
export function classText({ structure }: Snapshot, model: SnapshotModel): string {
  if (model.parent !== null) {
    throw new CommandError(
      `Cannot eject "${model.name}": it is a subclass of ${model.parent}, and so declared already`,
    )
  }
  const { name, schema } = model
  const table = structure.tables.find(each => each.schema === schema && each.name === model.table) as Table
  const place: Place = { structure, table, used: new Set(['model']) }
  const members = model.columns.flatMap(column => memberText(column, place))
  const keys = new Map(model.columns.map(({ column, name }) => [column, name]))
  const composite = (table.primaryKey?.columns.length ?? 0) > 1 ? table.primaryKey?.columns : undefined
  const options = [
    ...(schema === structure.defaultSchema ? [] : [`schema: ${quoted(schema)}`]),
    ...(composite === undefined
      ? []
      : [`primaryKey: [${composite.map(each => quoted(keys.get(each) ?? each)).join(', ')}]`]),
  ]
  const relationships = model.relationships.map(relationshipText)
  if (relationships.length > 0) place.used.add('relationship')
  const call = [
    `class ${name} extends model(${quoted(model.table)}, {`,
    ...members.map(line => `  ${line}`),
    `}${options.length === 0 ? '' : `, { ${options.join(', ')} }`}) {`,
    ...(relationships.length === 0
      ? []
      : ['  static relationships = {', ...relationships.map(line => `    ${line}`), '  }']),
    '}',
  ]
  return `import { ${[...place.used].sort(byCodePoint).join(', ')} } from 'knex-automap'\n\nexport ${call.join('\n')}`
}

/** What the database computes is left to be reflected. */
function memberText({ name, column, kind, deferred }: SnapshotColumn, place: Place): string[] {
  const { table } = place
  const structure = table.columns.find(each => each.name === column) as Column
  if (structure.generated !== null) return []
  const [key, ...others] = table.primaryKey?.columns ?? []
  const isKey = key === column && others.length === 0
  const { comment, nullable, autoIncrement } = structure
  const isOpen = nullable && table.primaryKey?.columns.includes(column) !== true
  const parts = [
    builderText({ ...structure, kind }, place),
    ...(name === column ? [] : [`named(${quoted(column)})`]),
    ...(isKey ? ['primaryKey()'] : []),
    ...(autoIncrement ? ['autoIncrement()'] : []),
    ...(isOpen ? ['nullable()'] : []),
    ...defaultText(structure, place),
    ...(deferred ? ['deferred()'] : []),
    ...(comment === null ? [] : [`comment(${quoted(comment)})`]),
  ]
  return [`${propertyText(name)}: ${parts.join('.')},`]
}

/** What holds the beginning of a binding or an expression is left to the database, which has it. */
function defaultText({ default: text, autoIncrement }: Column, { used }: Place): string[] {
  if (text === null || autoIncrement || /[?`\\]|\$\{/.test(text)) return []
  used.add('sql')
  return [`default(sql\`${text}\`)`]
}

const simple = {
  integer: 'integer',
  bigint: 'bigInteger',
  float: 'double',
  boolean: 'boolean',
  text: 'text',
  uuid: 'uuid',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  json: 'json',
  binary: 'binary',
} as const satisfies Partial<Record<Column['kind'], string>>

function builderText(column: Column, place: Place): string {
  const { kind, type, elementKind, precision, scale } = column
  const call = (maker: string, given = ''): string => {
    place.used.add(maker)
    return `${maker}(${given})`
  }
  if (kind === 'text' && column.length !== null) return call('string', String(column.length))
  if (kind === 'timestamptz') return call('timestamp', '{ zone: true }')
  if (kind === 'decimal') {
    return call('decimal', [precision, scale].filter(each => each !== null).join(', '))
  }
  if (kind === 'array' && elementKind !== null) {
    return call('array', builderText({ ...column, kind: elementKind, elementKind: null }, place))
  }
  const labels = kind === 'enum' ? labelsOf(column, place.structure) : null
  if (labels !== null) return call('enumeration', `[${labels.map(quoted).join(', ')}]`)
  const maker = Object.hasOwn(simple, kind) ? simple[kind as keyof typeof simple] : null
  if (maker !== null) return call(maker)
  const known = kind === 'other' ? '' : `, kind: ${quoted(kind)}`
  return call('custom', `{ type: ${quoted(type === '' ? 'any' : type)}${known} }`)
}

function labelsOf({ enum: name }: Column, { enums }: Schema): readonly string[] | null {
  return enums.find(each => each.name === name?.name && each.schema === name.schema)?.labels ?? null
}

function relationshipText(relationship: SnapshotRelationship): string {
  const { name, target, kind, inverse, lazy, owning, columns, referencedColumns } = relationship
  const isMany = kind === 'oneToMany' || kind === 'manyToMany'
  const options = [
    ...throughText(relationship),
    ...(relationship.through === null && !relationship.declared
      ? [`foreignKey: ${listText(owning ? columns : referencedColumns)}`]
      : []),
    ...(relationship.declared ? [`primaryJoin: ${joinText(relationship)}`] : []),
    `uselist: ${isMany}`,
    ...(inverse === null ? [] : [`backPopulates: ${quoted(inverse)}`]),
    ...(lazy === 'select' ? [] : [`lazy: ${quoted(lazy)}`]),
  ]
  return `${propertyText(name)}: relationship(${quoted(target)}, { ${options.join(', ')} }),`
}

function throughText({ through, columns, referencedColumns }: SnapshotRelationship): string[] {
  if (through === null) return []
  const { schema, table, sourceColumns, targetColumns } = through
  const pairs = (from: readonly string[], to: readonly string[]): string =>
    `{ ${from.map((each, place) => `${propertyText(each)}: ${quoted(to[place] as string)}`).join(', ')} }`
  const name = quoted(`${schema}.${table}`)
  const [source, target] = [pairs(columns, sourceColumns), pairs(referencedColumns, targetColumns)]
  return [`secondary: { table: ${name}, source: ${source}, target: ${target} }`]
}

function joinText({ columns, referencedColumns }: SnapshotRelationship): string {
  return `{ ${columns.map((each, place) => `${propertyText(each)}: ${quoted(referencedColumns[place] as string)}`).join(', ')} }`
}

function listText(columns: readonly string[]): string {
  return columns.length === 1 ? quoted(columns[0] as string) : `[${columns.map(quoted).join(', ')}]`
}

function propertyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

/** As a literal of JavaScript. */
function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inner}'`
}
