/** Gives the names of classes that share rows, out of those of their tables. Makes no name. */

import { type GivenName, givenName } from '../../naming/given.js'
import type { ModelNames, Names } from '../../naming/names.js'
import type { InheritanceMapping, Mapping } from '../mapping.js'

/** Gives the names with those of every class that shares its rows. */
export function withClassNames(names: Names, mappings: readonly Mapping[]): Names {
  const shared = mappings.filter(({ inheritance }) => inheritance !== null)
  const classes = new Map(shared.map(mapping => [mapping, namesOf(mapping, names)]))
  const above = shared.flatMap(mapping => {
    const parent = mapping.inheritance?.parent ?? null
    return parent === null
      ? []
      : [[classes.get(mapping) as ModelNames, classes.get(parent) as ModelNames] as const]
  })
  return { ...names, classes: [...classes.values()], above: new Map(above) }
}

/** What a class has in its own table. */
function namesOf(mapping: Mapping, { models }: Names): ModelNames {
  const whole = models.get(mapping.table) as ModelNames
  const { ground, members } = mapping.inheritance as InheritanceMapping
  const { name, properties, relationships } = mapping
  return {
    ...whole,
    model: whole.model.name === name ? whole.model : classNameOf(name).decision,
    columns: new Map(
      [...whole.columns].filter(([, each]) => properties.get(each.name) === ground.properties.get(each.name)),
    ),
    properties: new Map([...whole.properties].filter(([property]) => members.has(property))),
    relationships: whole.relationships.filter(
      ({ decision: { name: own } }) => relationships.get(own) === ground.relationships.get(own),
    ),
  }
}

/** Gives the name of a declared class as that of its model. */
export function classNameOf(name: string): GivenName {
  return givenName(
    name,
    ruleOf(name),
    `rename class "${name}", or give the models as an object under names of your own`,
  )
}

/** Tells which class gave a name. */
export function ruleOf(name: string): string {
  return `Declared by class "${name}"`
}
