/** What naming takes and gives, as plain data. */

import type { NamingFunctions } from '../../types/options.js'
import type { InferredRelationship, LoadStrategy } from '../../types/relationship.js'
import type { Renaming } from '../../types/report.js'
import type { Table } from '../../types/schema.js'
import type { GivenProperty } from './given.js'
import type { SchemeName } from './scheme.js'

/** The caller's choice of names, checked. */
export interface NamingChoice {
  readonly scheme: SchemeName
  readonly functions: NamingFunctions
}

/** One name and how it came about. */
export interface NameDecision {
  readonly name: string
  /** The first choice. */
  readonly wanted: string
  /** The rule that gave the name, one sentence. */
  readonly rule: string
  /** What stood in the way of the better choices: `column "customer"`, `reserved name "then"`; empty where nothing did. */
  readonly collidedWith: readonly string[]
  /** How to choose another name, where no option does. */
  readonly override?: string
}

/** One relationship that a model has. */
export interface NamedRelationship {
  readonly relationship: InferredRelationship
  readonly decision: NameDecision
  readonly lazy: LoadStrategy
  /** The name of the other side; null where it was left out. */
  readonly inverse: string | null
}

/** The names of one model and everything in it. */
export interface ModelNames {
  readonly table: Table
  readonly model: NameDecision
  /** The properties, by the names of their columns, in the table's order. */
  readonly columns: ReadonlyMap<string, NameDecision>
  /** Declared properties that are no columns, and what they are; by name. */
  readonly properties: ReadonlyMap<string, GivenProperty>
  /** Sorted by name. */
  readonly relationships: readonly NamedRelationship[]
}

/** Every name. */
export interface Names {
  readonly defaultSchema: string
  readonly scheme: SchemeName
  /** In the order of the tables. */
  readonly models: ReadonlyMap<Table, ModelNames>
  /** Classes that share rows, each with what it has in its own table; parents first. */
  readonly classes?: readonly ModelNames[]
  /** The class that each of them inherits from. */
  readonly above?: ReadonlyMap<ModelNames, ModelNames>
  /** Every name that a collision or a reserved word changed, sorted by subject. */
  readonly renamings: readonly Renaming[]
}
