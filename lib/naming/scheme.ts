/** The naming schemes: how names of the database become names in JavaScript. Settles no collision. */

import { pluralOf, singularOf } from './inflect.js'
import { remembered } from './remembered.js'
import { camelOf, pascalOf, wordsOf } from './words.js'

/** One scheme; a published one never changes. */
export interface Scheme {
  /** A table's model. */
  model(table: string): string
  /** The same, the table's last word left as it is. */
  pluralModel(table: string): string
  /** A model's name with its schema's. */
  inSchema(schema: string, model: string): string
  /** A column's property; also the property of a key's column without its suffix. */
  property(column: string): string
  /** The property that gives one instance of a model. */
  one(model: string): string
  /** The property that gives many. */
  many(model: string): string
  /** A property for one of several keys: `ordersByReferrer`. */
  by(property: string, key: readonly string[]): string
  /** A property for one of several association tables: `tagsViaFeaturedTags`. */
  via(property: string, table: string): string
  /** A scalar that gives way to a column: `customerRef`. */
  ref(property: string): string
}

/** The names that there are. */
export type SchemeName = 'v1' | 'preserve'

/** Models in PascalCase, last word singular; properties in camelCase. A name that has no words is kept. */
const v1: Scheme = {
  model: table => pascalOrKept(withLast(wordsOf(table), singularOf), table),
  pluralModel: table => pascalOrKept(wordsOf(table), table),
  inSchema: (schema, model) => `${pascalOrKept(wordsOf(schema), schema)}${model}`,
  property: remembered(column => camelOf(wordsOf(column)) || kept(column)),
  one: remembered(model => camelOf(wordsOf(model)) || kept(model)),
  many: remembered(model => camelOf(withLast(wordsOf(model), pluralOf)) || kept(model)),
  by: (property, key) => `${property}By${key.map(part => pascalOrKept(wordsOf(part), part)).join('')}`,
  via: (property, table) => `${property}Via${pascalOrKept(wordsOf(table), table)}`,
  ref: property => `${property}Ref`,
}

/** The database's names, letter for letter; what must be added is added in snake_case. */
const preserve: Scheme = {
  model: kept,
  pluralModel: kept,
  inSchema: (schema, model) => `${schema}_${model}`,
  property: kept,
  one: kept,
  many: kept,
  by: (property, key) => `${property}_by_${key.join('_')}`,
  via: (property, table) => `${property}_via_${table}`,
  ref: property => `${property}_ref`,
}

/** Every scheme by its name. */
export const schemes: Readonly<Record<SchemeName, Scheme>> = { v1, preserve }

function pascalOrKept(words: readonly string[], name: string): string {
  return pascalOf(words) || kept(name)
}

/** SQLite allows the empty name; nobody could write it after a dot. */
function kept(name: string): string {
  return name === '' ? '_' : name
}

function withLast(words: readonly string[], change: (word: string) => string): readonly string[] {
  const last = words.at(-1)
  return last === undefined ? words : [...words.slice(0, -1), change(last)]
}
