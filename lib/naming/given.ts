/** Fixes names that were given before any is made: declared ones, and those of an earlier boot. Makes none itself. */

import type { InferredRelationship, LoadStrategy } from '../../types/relationship.js'
import { DeclarationError, MappingError } from '../errors.js'
import type { Terms } from './allot.js'
import type { NameDecision } from './names.js'

/** A name that generated ones give way to. */
export interface GivenName {
  readonly decision: NameDecision
  /** What to do where another given name is the same; ends a message. */
  readonly cure: string
}

/** A property that is no column and no relationship. */
export interface GivenProperty extends GivenName {
  readonly kind: 'computed' | 'composite' | 'missing'
}

/** The given names of one table. */
export interface GivenTable {
  /** Null: the model's name is made. */
  readonly model: GivenName | null
  /** Those of further models that are kept in the table. */
  readonly sharing: readonly GivenName[]
  /** By the names of columns. */
  readonly columns: ReadonlyMap<string, GivenName>
  /** By name. */
  readonly properties: ReadonlyMap<string, GivenProperty>
  /** Declared relationships, by name; those that have a key are among the given names of sides, too. */
  readonly relationships: ReadonlyMap<string, GivenName>
  /** The ids of tables whose names its model inherits, the nearest first. */
  readonly above: readonly string[]
  /** Columns that get no name, as they are not mapped. */
  readonly excluded: ReadonlySet<string>
}

/** The given name of one side of a key. */
export interface GivenRelationship extends GivenName {
  readonly lazy: LoadStrategy
}

/** All given names. */
export interface GivenNames {
  /** By the table's id. */
  readonly tables: ReadonlyMap<string, GivenTable>
  /** Null: the side is left out. */
  readonly relationships: ReadonlyMap<InferredRelationship, GivenRelationship | null>
}

/** Nothing is given. */
export const nothingGiven: GivenNames = Object.freeze({ tables: new Map(), relationships: new Map() })

/** The same for one table. */
export const noGivenNames: GivenTable = Object.freeze({
  model: null,
  sharing: [],
  columns: new Map(),
  properties: new Map(),
  relationships: new Map(),
  above: [],
  excluded: new Set<string>(),
})

/** Gives the decision for a name that somebody wrote down; `override` tells how to choose another one. */
export function givenName(name: string, rule: string, override: string): GivenName {
  return { decision: { name, wanted: name, rule, collidedWith: [], override }, cure: override }
}

/** Gives the same for a relationship. Throws `DeclarationError` NAME_INVALID for a name with a dot: no path would lead there. */
export function givenStep(name: string, rule: string, override: string): GivenName {
  if (!name.includes('.')) return givenName(name, rule, override)
  throw new DeclarationError(
    'NAME_INVALID',
    `Cannot name a relationship "${name}": a dot separates the steps of a path; ${override}`,
  )
}

/**
 * Adds given names, with what has them, to those that are fixed. Throws `MappingError` NAME_TAKEN where two are the same
 * and `DeclarationError` NAME_INVALID where one is empty or reserved.
 */
export function fixNames(
  names: readonly (readonly [label: string, given: GivenName])[],
  terms: Terms,
): Terms {
  if (names.length === 0) return terms
  const fixed = new Map(terms.fixed)
  for (const [label, { decision, cure }] of names) {
    const { name } = decision
    const attempt = `Cannot name ${label}${terms.place} "${name}"`
    if (name === '') throw new DeclarationError('NAME_INVALID', `${attempt}: a name is never empty; ${cure}`)
    const reason = terms.reserved.get(name)
    if (reason !== undefined) {
      throw new DeclarationError('NAME_INVALID', `${attempt}: the name is reserved, for ${reason}; ${cure}`)
    }
    const holder = fixed.get(name)
    if (holder !== undefined) {
      throw new MappingError('NAME_TAKEN', `${attempt}: ${holder} has that name; ${cure}`)
    }
    fixed.set(name, label)
  }
  return { ...terms, fixed }
}
