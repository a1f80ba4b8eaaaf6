/** Names the properties of one table's columns. Knows no relationship: a column always keeps its name. */

import type { Column, Table } from '../../types/schema.js'
import { allot, type Choice, type Claim } from './allot.js'
import { chosenName } from './chosen-name.js'
import { fixNames, type GivenName, type GivenTable, noGivenNames } from './given.js'
import type { NameDecision, NamingChoice } from './names.js'
import { reservedProperties } from './reserved.js'
import { type Scheme, schemes } from './scheme.js'

/**
 * Gives every column's property, in the table's order. Where several want one name, the column that is called so has it,
 * then the one in plain snake_case, then the first by code point; the others keep the database's name. Given names are
 * not asked for, and excluded columns get none.
 */
export function nameColumns(
  table: Table,
  model: string,
  naming: NamingChoice,
  given: GivenTable = noGivenNames,
): ReadonlyMap<string, NameDecision> {
  const scheme = schemes[naming.scheme]
  const columns = table.columns.filter(({ name }) => !given.excluded.has(name))
  const claims = new Map(
    columns
      .filter(({ name }) => !given.columns.has(name))
      .map(column => [column.name, claimOf(column, table, scheme, naming)]),
  )
  const fixed: (readonly [string, GivenName])[] = [
    ...[...given.properties].map(
      ([name, property]) => [`${property.kind} property "${name}"`, property] as const,
    ),
    ...[...given.relationships].map(([name, each]) => [`relationship "${name}"`, each] as const),
    ...[...given.columns].map(([name, column]) => [`column "${name}"`, column] as const),
  ]
  const terms = fixNames(fixed, {
    place: ` of model "${model}"`,
    fixed: new Map(),
    reserved: reservedProperties,
  })
  const decisions = allot([...claims.values()], terms)
  return new Map(
    columns.map(({ name }) => [
      name,
      given.columns.get(name)?.decision ?? (decisions.get(claims.get(name) as Claim) as NameDecision),
    ]),
  )
}

const snakeCase = /^[a-z\d]+(?:_[a-z\d]+)*$/

function claimOf(column: Column, table: Table, scheme: Scheme, naming: NamingChoice): Claim {
  const name = scheme.property(column.name)
  const label = `column "${column.name}"`
  const option = 'naming.propertyName'
  const { propertyName } = naming.functions
  const chosen =
    propertyName === undefined
      ? null
      : chosenName(propertyName(column, table, name), `${label} of table "${table.name}"`, option, name)
  const generated: Choice = { name, rule: `Made from ${label}` }
  return {
    label,
    choices: [chosen === null ? generated : { name: chosen, rule: `Chosen by ${option}` }],
    fallbacks: () =>
      column.name === '' ? [] : [{ name: column.name, rule: `The name of ${label} as it is` }],
    barredBy: null,
    chosenBy: chosen === null ? null : option,
    rank: rankOf(column.name, name),
    order: [column.name],
  }
}

function rankOf(column: string, wanted: string): number {
  if (column === wanted) return 0
  return snakeCase.test(column) ? 1 : 2
}
