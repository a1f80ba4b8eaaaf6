/** One declared relationship: its options are checked, its target is left alone until all classes are known. */

import type {
  DeclaredRelation,
  RelationshipOptions,
  RelationshipTarget,
  SecondaryOptions,
} from '../../types/declared.js'
import type { Cascade, LoadStrategy } from '../../types/relationship.js'
import { isPlainObject } from '../schema/value-text.js'
import {
  booleanOrNull,
  checkKeys,
  checkList,
  checkText,
  checkTextMap,
  checkTexts,
  expected,
  functionOrNull,
  invalid,
  textOrNull,
  wordOrNull,
} from './check.js'
import type { DeclaredSecondary, DeclaredTarget, RelationshipDeclaration } from './declaration.js'

const optionNames = [
  'lazy',
  'backPopulates',
  'uselist',
  'secondary',
  'foreignKey',
  'primaryJoin',
  'orderBy',
  'where',
  'viewOnly',
  'cascade',
  'passiveDeletes',
  'innerJoin',
] as const satisfies (keyof RelationshipOptions)[]

const strategies = ['select', 'joined', 'selectin', 'raise'] as const satisfies LoadStrategy[]
const cascades = ['saveUpdate', 'merge', 'delete', 'deleteOrphan'] as const satisfies Cascade[]

let declared: (relationship: DeclaredRelationship) => RelationshipDeclaration

/** A relationship as it was declared. */
export class DeclaredRelationship {
  readonly #relationship: RelationshipDeclaration

  static {
    declared = relationship => relationship.#relationship
  }

  constructor(relationship: RelationshipDeclaration) {
    this.#relationship = Object.freeze(relationship)
  }
}

/** Gives what a relationship says. */
export function declaredRelationshipOf(relationship: DeclaredRelationship): RelationshipDeclaration {
  return declared(relationship)
}

/**
 * Declares a relationship to another model: a class, the name of a model or table, or a function that gives either. What is not
 * said follows from the foreign key. Throws `DeclarationError` DECLARATION_INVALID.
 */
export function relationship(target: RelationshipTarget, options?: RelationshipOptions): DeclaredRelation {
  const what = 'the options of relationship()'
  const given = checkKeys(options, what, optionNames)
  return new DeclaredRelationship({
    target: checkTarget(target, 'the target of relationship()'),
    lazy: wordOrNull(given.lazy, `lazy in ${what}`, strategies),
    backPopulates: textOrNull(given.backPopulates, `backPopulates in ${what}`),
    uselist: booleanOrNull(given.uselist, `uselist in ${what}`),
    secondary: given.secondary === undefined ? null : secondaryOf(given.secondary, `secondary in ${what}`),
    foreignKey: namesOrNull(given.foreignKey, `foreignKey in ${what}`),
    primaryJoin:
      given.primaryJoin === undefined ? null : checkTextMap(given.primaryJoin, `primaryJoin in ${what}`),
    orderBy: orderOf(given.orderBy, `orderBy in ${what}`),
    where: functionOrNull(given.where, `where in ${what}`),
    viewOnly: booleanOrNull(given.viewOnly, `viewOnly in ${what}`) ?? false,
    cascade: cascadeOf(given.cascade, `cascade in ${what}`),
    passiveDeletes: booleanOrNull(given.passiveDeletes, `passiveDeletes in ${what}`),
    innerJoin: booleanOrNull(given.innerJoin, `innerJoin in ${what}`),
  }) as unknown as DeclaredRelation
}

function checkTarget(target: unknown, what: string): DeclaredTarget {
  if (typeof target === 'string') return checkText(target, what)
  if (typeof target === 'function') return target as DeclaredTarget
  const error = expected(what, 'a class, a name, or a function that gives one', target)
  if (target !== undefined) throw error
  throw invalid(
    `${error.message}. Modules that import each other have no class yet: write relationship(() => Customer)`,
  )
}

function secondaryOf(secondary: unknown, what: string): DeclaredSecondary {
  if (!isPlainObject(secondary)) return { table: checkTarget(secondary, what), source: null, target: null }
  const given = checkKeys(secondary, what, [
    'table',
    'source',
    'target',
  ] as const satisfies (keyof SecondaryOptions)[])
  return Object.freeze({
    table: checkTarget(given.table, `table in ${what}`),
    source: given.source === undefined ? null : checkTextMap(given.source, `source in ${what}`),
    target: given.target === undefined ? null : checkTextMap(given.target, `target in ${what}`),
  })
}

function namesOrNull(names: unknown, what: string): readonly string[] | null {
  if (names === undefined) return null
  return typeof names === 'string' ? [checkText(names, what)] : checkTexts(names, what)
}

function orderOf(order: unknown, what: string): RelationshipDeclaration['orderBy'] {
  const terms = typeof order === 'string' || isPlainObject(order) ? [order] : checkList(order, what)
  return Object.freeze(terms.flatMap(term => termsOf(term, what)))
}

function termsOf(term: unknown, what: string): RelationshipDeclaration['orderBy'] {
  if (!isPlainObject(term)) return [{ property: checkText(term, `each of ${what}`), descending: false }]
  return Object.entries(term).map(([property, direction]) => ({
    property,
    descending: wordOrNull(direction, `"${property}" of ${what}`, ['asc', 'desc']) === 'desc',
  }))
}

function cascadeOf(cascade: unknown, what: string): readonly Cascade[] | null {
  if (cascade === undefined) return null
  return Object.freeze(
    checkList(cascade, what).map(each => {
      const word = wordOrNull(each, `each of ${what}`, cascades)
      if (word === null) throw expected(`each of ${what}`, 'a word', each)
      return word
    }),
  )
}
