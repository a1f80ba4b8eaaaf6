/** Names models after their tables. Looks at all tables at once, and at nothing in them. */

import type { Schema, Table } from '../../types/schema.js'
import { tableText } from '../schema/key-text.js'
import { allot, type Choice, type Claim } from './allot.js'
import { chosenName } from './chosen-name.js'
import type { NameDecision, NamingChoice } from './names.js'
import { reservedModels } from './reserved.js'
import { type Scheme, schemes } from './scheme.js'

/**
 * Gives every table's model. Where several want one name: outside the default schema the schema's name is added where
 * tables of different schemas meet; within a schema the table that is called like the model has it, then the one in the
 * singular, then the first by code point, and the others keep their plural.
 */
export function nameModels(
  schema: Schema,
  tables: readonly Table[],
  naming: NamingChoice,
): ReadonlyMap<Table, NameDecision> {
  const scheme = schemes[naming.scheme]
  const wanted = new Map(tables.map(table => [table, scheme.model(table.name)]))
  const rivals = rivalsOf(wanted)
  const claims = new Map(
    tables.map(table => {
      const name = wanted.get(table) as string
      const label = `table "${tableText(schema, table.schema, table.name)}"`
      const chosen = chosenModel(table, name, label, naming)
      return [table, chosen ?? generated(schema, table, scheme, { name, label, rivals })]
    }),
  )
  const decisions = allot([...claims.values()], { place: '', fixed: new Map(), reserved: reservedModels })
  return new Map([...claims].map(([table, claim]) => [table, decisions.get(claim) as NameDecision]))
}

function chosenModel(table: Table, name: string, label: string, naming: NamingChoice): Claim | null {
  const { className } = naming.functions
  const option = 'naming.className'
  const chosen = className === undefined ? null : chosenName(className(table, name), label, option, name)
  if (chosen === null) return null
  return {
    label,
    choices: [{ name: chosen, rule: `Chosen by ${option}` }],
    fallbacks: [],
    barredBy: null,
    chosenBy: option,
    rank: 0,
    order: [table.schema, table.name],
  }
}

interface Wish {
  readonly name: string
  readonly label: string
  /** For each wanted name, the schemas of the tables that want it. */
  readonly rivals: ReadonlyMap<string, ReadonlySet<string>>
}

function generated(schema: Schema, table: Table, scheme: Scheme, { name, label, rivals }: Wish): Claim {
  const isDefault = table.schema === schema.defaultSchema
  const meets = !isDefault && (rivals.get(name)?.size ?? 0) > 1
  const text = `table "${table.name}"`
  const inSchema: Choice = {
    name: scheme.inSchema(table.schema, name),
    rule: `Made from ${text} and its schema "${table.schema}"`,
  }
  const plural = scheme.pluralModel(table.name)
  const spellings = isDefault ? [plural, table.name] : [plural, table.name, inSchema.name]
  const own = spellings.map(each => (meets ? scheme.inSchema(table.schema, each) : each))
  return {
    label,
    choices: [{ name, rule: `Made from ${text}` }, ...(meets ? [inSchema] : [])],
    fallbacks: own
      .filter(Boolean)
      .map(each => ({ name: each, rule: `Made from ${text}, closer to its own spelling` })),
    barredBy: meets ? `the same name in another schema` : null,
    chosenBy: null,
    rank: rankOf(table.name, name, plural) + (isDefault ? 0 : 3),
    order: [table.schema, table.name],
  }
}

function rankOf(table: string, wanted: string, plural: string): number {
  if (table === wanted) return 0
  return plural === wanted ? 1 : 2
}

function rivalsOf(wanted: ReadonlyMap<Table, string>): ReadonlyMap<string, ReadonlySet<string>> {
  const rivals = new Map<string, Set<string>>()
  for (const [table, name] of wanted) {
    const schemas = rivals.get(name)
    if (schemas === undefined) rivals.set(name, new Set([table.schema]))
    else schemas.add(table.schema)
  }
  return rivals
}
