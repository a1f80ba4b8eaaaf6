/** Gives the names that classes declare to naming, so that generated ones give way. Names no relationship that has a key. */

import { type GivenName, type GivenProperty, type GivenTable, givenName } from '../naming/given.js'
import { tableId } from '../schema/table-id.js'
import type { DeclaredModel } from './declared-model.js'
import { holderName } from './hierarchy/families.js'
import { classNameOf, ruleOf } from './hierarchy/names.js'
import { above } from './inheritance.js'

/** Gives the names of declared models and properties, by the ids of their tables. */
export function declaredNames(models: Iterable<DeclaredModel>): ReadonlyMap<string, GivenTable> {
  const all = [...models]
  return new Map(all.map(model => [idOf(model), namesOf(model, all)]))
}

function idOf({ table }: DeclaredModel): string {
  return tableId(table.schema, table.name)
}

function namesOf(model: DeclaredModel, all: readonly DeclaredModel[]): GivenTable {
  const { name, declaration, family, declared, excluded } = model
  const own = (property: string): GivenName => {
    const holder = holderName({ declaration, members: family }, property)
    return givenName(property, ruleOf(holder), `rename "${property}" in class "${holder}"`)
  }
  return {
    model: classNameOf(name),
    sharing: family.slice(1).map(each => classNameOf(each.name)),
    columns: new Map([...declared].map(([property, column]) => [column, own(property)])),
    properties: propertiesOf(model, own),
    relationships: new Map([...declaration.relationships.keys()].map(property => [property, own(property)])),
    above: above(model, all).map(idOf),
    excluded,
  }
}

function propertiesOf(
  { declaration, declared }: DeclaredModel,
  own: (property: string) => GivenName,
): ReadonlyMap<string, GivenProperty> {
  return new Map(
    [...declaration.members]
      .filter(([property]) => !declared.has(property))
      .map(([property, { member }]) => [
        property,
        { ...own(property), kind: member === 'column' ? 'missing' : member },
      ]),
  )
}
