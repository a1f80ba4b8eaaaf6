/** Tells why something has the name it has. Decides nothing. */

import type { Explanation } from '../../types/report.js'
import { MappingError } from '../errors.js'
import { tableText } from '../schema/key-text.js'
import { didYouMean } from '../schema/suggest.js'
import { valueText } from '../schema/value-text.js'
import type { GivenProperty } from './given.js'
import type { ModelNames, NameDecision, NamedRelationship, Names } from './names.js'

/**
 * Explains a model, or a property of one: `Order`, `Order.customer`, `Order.total`. Tables and columns answer to the
 * database's names too: `orders`, `sales.orders`, `orders.customer_id`. Throws `MappingError` MODEL_UNKNOWN or
 * PROPERTY_UNKNOWN.
 */
export function explain(names: Names, subject: string): Explanation {
  if (typeof subject !== 'string') throw new MappingError('MODEL_UNKNOWN', notText(subject))
  const model = findModel(names, subject)
  if (model !== undefined) return explainModel(names, model)
  // The last dot first: names may hold dots themselves.
  for (let dot = subject.lastIndexOf('.'); dot > 0; dot = subject.lastIndexOf('.', dot - 1)) {
    const owner = findModel(names, subject.slice(0, dot))
    if (owner !== undefined) return explainMember(names, owner, subject.slice(dot + 1))
  }
  throw new MappingError('MODEL_UNKNOWN', unknownModel(names, subject))
}

/** Gives a model by its name, else by its table's; undefined where there is none. */
export function findModel(names: Names, text: string): ModelNames | undefined {
  const models = [...(names.classes ?? []), ...names.models.values()]
  return (
    models.find(({ model }) => model.name === text) ??
    models.find(({ table }) => table.schema === names.defaultSchema && table.name === text) ??
    models.find(({ table }) => `${table.schema}.${table.name}` === text) ??
    models.find(({ table }) => table.name === text)
  )
}

function notText(subject: unknown): string {
  return `Cannot explain ${valueText(subject)}: expected the name of a model, or Model.property`
}

function unknownModel(names: Names, subject: string): string {
  const [first = subject] = subject.split('.')
  const known = [...names.models.values()].flatMap(({ model, table }) => [model.name, table.name])
  return `Cannot explain "${subject}": there is no model or table of that name${didYouMean(first, known)}`
}

function explainModel(names: Names, { model, table }: ModelNames): Explanation {
  return new NameExplanation(model.name, model, {
    kind: 'model',
    key: null,
    source: tableName(names, table),
    override: namingText(names, `className: (table, name) => ${isTable(names, table)} ? '…' : name`),
  })
}

/** What a class does not have itself may be inherited from the one above. */
function explainMember(names: Names, owner: ModelNames, name: string): Explanation {
  const lineage = lineageOf(names, owner)
  for (const explainOwn of [explainProperty, explainNamedColumn]) {
    for (const each of lineage) {
      const found = explainOwn(names, each, name)
      if (found !== null) return found
    }
  }
  const known = lineage.flatMap(({ columns, properties, relationships }) => [
    ...columns.values(),
    ...[...properties.values(), ...relationships].map(each => each.decision),
  ])
  throw new MappingError(
    'PROPERTY_UNKNOWN',
    `Model "${owner.model.name}" has no property "${name}"${didYouMean(
      name,
      known.map(each => each.name),
    )}`,
  )
}

function lineageOf(names: Names, owner: ModelNames): ModelNames[] {
  const parent = names.above?.get(owner)
  return parent === undefined ? [owner] : [owner, ...lineageOf(names, parent)]
}

function explainProperty(names: Names, owner: ModelNames, name: string): Explanation | null {
  const relationship = owner.relationships.find(({ decision }) => decision.name === name)
  if (relationship !== undefined) return explainRelationship(names, owner, relationship)
  const declared = owner.properties.get(name)
  if (declared !== undefined) return explainDeclared(names, owner, declared)
  const column = [...owner.columns].find(([, decision]) => decision.name === name)
  return column === undefined ? null : explainColumn(names, owner, column)
}

/** Columns answer to the database's names, too. */
function explainNamedColumn(names: Names, owner: ModelNames, name: string): Explanation | null {
  const decision = owner.columns.get(name)
  return decision === undefined ? null : explainColumn(names, owner, [name, decision])
}

function explainColumn(
  names: Names,
  { model, table }: ModelNames,
  [column, decision]: readonly [string, NameDecision],
): Explanation {
  const condition = `${isTable(names, table)} && column.name === ${quoted(column)}`
  return new NameExplanation(`${model.name}.${decision.name}`, decision, {
    kind: 'column',
    key: null,
    source: `${tableName(names, table)}.${column}`,
    override: namingText(names, `propertyName: (column, table, name) => ${condition} ? '…' : name`),
  })
}

/** What no database has: only a class tells of it. */
function explainDeclared(names: Names, { model, table }: ModelNames, property: GivenProperty): Explanation {
  const { kind, decision } = property
  return new NameExplanation(`${model.name}.${decision.name}`, decision, {
    kind,
    key: null,
    source: tableName(names, table),
    override: property.cure,
  })
}

/** Functions alone would bring back the default scheme. */
function namingText({ scheme }: Names, change: string): string {
  return scheme === 'v1' ? `naming: { ${change} }` : `naming: { scheme: '${scheme}', ${change} }`
}

/** Tells the table from those of other schemas that are called the same. */
function isTable({ models }: Names, { schema, name }: ModelNames['table']): string {
  const alone = [...models.keys()].filter(table => table.name === name).length === 1
  const isName = `table.name === ${quoted(name)}`
  return alone ? isName : `table.schema === ${quoted(schema)} && ${isName}`
}

function explainRelationship(
  names: Names,
  { model, table }: ModelNames,
  named: NamedRelationship,
): Explanation {
  const { key, owning, columns } = named.relationship
  const side = `side.key === ${quoted(key)} && ${owning ? '' : '!'}side.owning`
  return new NameExplanation(`${model.name}.${named.decision.name}`, named.decision, {
    kind: 'relationship',
    key,
    source: columns.map(column => `${tableName(names, table)}.${column}`).join(', '),
    override: `relationships: side => ${side} ? { name: '…' } : undefined`,
  })
}

type Facts = Pick<Explanation, 'kind' | 'key' | 'source' | 'override'>

/** An explanation that is its own text. */
class NameExplanation implements Explanation {
  readonly subject: string
  readonly kind: Explanation['kind']
  readonly name: string
  readonly rule: string
  readonly key: string | null
  readonly source: string
  readonly collidedWith: readonly string[]
  readonly override: string

  constructor(subject: string, decision: NameDecision, facts: Facts) {
    this.subject = subject
    this.kind = facts.kind
    this.name = decision.name
    this.rule = decision.rule
    this.key = facts.key
    this.source = facts.source
    this.collidedWith = decision.collidedWith
    this.override = decision.override ?? facts.override
    Object.freeze(this)
  }

  toString(): string {
    return [
      `${this.subject} is the ${this.kind} of ${this.key ?? this.source}`,
      `Named by: ${this.rule}`,
      ...this.collidedWith.map(each => `Gave way to: ${each}`),
      `Override: ${this.override}`,
    ].join('\n')
  }
}

function tableName(names: Names, { schema, name }: ModelNames['table']): string {
  return tableText(names, schema, name)
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
