/** Names models after their tables. Looks at all tables at once, and at nothing in them. */

import type { Schema, Table } from '../../types/schema.js'
import { tableText } from '../schema/key-text.js'
import { tableId } from '../schema/table-id.js'
import { allot, type Choice, type Claim } from './allot.js'
import { chosenName } from './chosen-name.js'
import { fixNames, type GivenName, type GivenNames, nothingGiven } from './given.js'
import type { NameDecision, NamingChoice } from './names.js'
import { reservedModels } from './reserved.js'
import { type Scheme, schemes } from './scheme.js'

/**
 * Gives every table's model. Where several want one name: outside the default schema the schema's name is added where
 * tables of different schemas meet; within a schema the table that is called like the model has it, then the one in the
 * singular, then the first by code point, and the others keep their plural. Given names are not asked for.
 */
export function nameModels(
  schema: Schema,
  tables: readonly Table[],
  naming: NamingChoice,
  given: GivenNames['tables'] = nothingGiven.tables,
): ReadonlyMap<Table, NameDecision> {
  const scheme = schemes[naming.scheme]
  const wanted = new Map(tables.map(table => [table, scheme.model(table.name)]))
  const meeting = meetingNames(wanted)
  const labelOf = (table: Table): string => `table "${tableText(schema, table.schema, table.name)}"`
  const fixed = new Map(tables.flatMap(table => givenTo(table, given)))
  const claims = new Map(
    tables.flatMap(table => {
      if (fixed.has(table)) return []
      const name = wanted.get(table) as string
      const label = labelOf(table)
      return [
        [
          table,
          withChosen(generated(schema, table, scheme, { name, label, meeting }), table, naming),
        ] as const,
      ]
    }),
  )
  const sharing = tables.flatMap(table => given.get(tableId(table.schema, table.name))?.sharing ?? [])
  const terms = fixNames(
    [
      ...[...fixed].map(([table, name]) => [labelOf(table), name] as const),
      ...sharing.map(name => [`class "${name.decision.name}"`, name] as const),
    ],
    { place: '', fixed: new Map(), reserved: reservedModels },
  )
  const decisions = allot([...claims.values()], terms)
  return new Map(
    tables.map(table => [
      table,
      fixed.get(table)?.decision ?? (decisions.get(claims.get(table) as Claim) as NameDecision),
    ]),
  )
}

function givenTo(table: Table, given: GivenNames['tables']): (readonly [Table, GivenName])[] {
  const name = given.get(tableId(table.schema, table.name))?.model ?? null
  return name === null ? [] : [[table, name]]
}

function withChosen(claim: Claim, table: Table, { functions: { className } }: NamingChoice): Claim {
  if (className === undefined) return claim
  const option = 'naming.className'
  const [{ name }] = claim.choices
  const chosen = chosenName(className(table, name), claim.label, option, name)
  if (chosen === null) return claim
  return {
    ...claim,
    choices: [{ name: chosen, rule: `Chosen by ${option}` }],
    barredBy: null,
    chosenBy: option,
  }
}

interface Wish {
  readonly name: string
  readonly label: string
  /** The names that tables of different schemas want. */
  readonly meeting: ReadonlySet<string>
}

function generated(schema: Schema, table: Table, scheme: Scheme, { name, label, meeting }: Wish): Claim {
  const isDefault = table.schema === schema.defaultSchema
  const meets = !isDefault && meeting.has(name)
  const plural = scheme.pluralModel(table.name)
  const wanted = { name, rule: `Made from table "${table.name}"` }
  return {
    label,
    choices: meets ? [wanted, inSchema(wanted, table, scheme)] : [wanted],
    fallbacks: () => spellings(table, plural).map(each => (meets ? inSchema(each, table, scheme) : each)),
    barredBy: meets ? 'the same name in another schema' : null,
    chosenBy: null,
    rank: rankOf(table.name, name, plural) + (isDefault ? 0 : 3),
    order: [table.schema, table.name],
  }
}

function spellings(table: Table, plural: string): Choice[] {
  const rule = `Made from table "${table.name}", closer to its own spelling`
  return [plural, table.name].filter(name => name !== '').map(name => ({ name, rule }))
}

function inSchema({ name, rule }: Choice, table: Table, scheme: Scheme): Choice {
  return { name: scheme.inSchema(table.schema, name), rule: `${rule} and schema "${table.schema}"` }
}

function rankOf(table: string, wanted: string, plural: string): number {
  if (table === wanted) return 0
  return plural === wanted ? 1 : 2
}

function meetingNames(wanted: ReadonlyMap<Table, string>): ReadonlySet<string> {
  const first = new Map<string, string>()
  const meeting = new Set<string>()
  for (const [{ schema }, name] of wanted) {
    if (!first.has(name)) first.set(name, schema)
    else if (first.get(name) !== schema) meeting.add(name)
  }
  return meeting
}
