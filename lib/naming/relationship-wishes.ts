/** Says how every relationship would like to be called. Settles no collision. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { Choice } from './allot.js'
import { type KeyName, keyNameOf } from './key-name.js'
import { isSelf, plainAssociations, plainKeys } from './plain-pairs.js'
import type { Scheme } from './scheme.js'

/** How one relationship would like to be called. */
export interface Wish {
  readonly relationship: InferredRelationship
  /** The first choice, then what it gives way with to a column. */
  readonly choices: readonly [Choice, Choice]
  /** What it gives way with to another relationship. */
  readonly fallbacks: () => readonly Choice[]
  /** Lower ranks choose first: what is called after its own column, then what gives one instance, then the rest. */
  readonly rank: number
}

/** What wishes are made from. */
export interface WishTerms {
  readonly scheme: Scheme
  /** Gives the name of a table's model. */
  readonly modelOf: (schema: string, table: string) => string
}

/** Gives the wishes of all pairs, owning side first, in the order of the pairs. */
export function relationshipWishes(pairs: readonly RelationshipPair[], terms: WishTerms): Wish[] {
  const direct = pairs.filter(pair => pair.owning.through === null)
  const names = new Map(direct.map(pair => [pair, keyNameOf({ ...pair.owning, isSelf: isSelf(pair) })]))
  const plain = new Set([...plainKeys(names), ...plainAssociations(pairs.filter(pair => !names.has(pair)))])
  return pairs.flatMap(pair => {
    const name = names.get(pair)
    const isPlain = plain.has(pair)
    if (name !== undefined) {
      return [owningWish(pair.owning, name, terms), inverseWish(pair.inverse, name, isPlain, terms)]
    }
    return [pair.owning, pair.inverse].map(side =>
      associatedWish(side, wantedOf(side, isSelf(pair), isPlain, terms), terms),
    )
  })
}

function owningWish(relationship: InferredRelationship, key: KeyName, terms: WishTerms): Wish {
  const { scheme } = terms
  const name = key.stem === null ? scheme.one(targetModel(relationship, terms)) : scheme.property(key.stem)
  const wanted = choice(name, key.rule)
  return {
    relationship,
    choices: [wanted, refOf(wanted, scheme)],
    fallbacks: () => [byOf(wanted, relationship.columns, scheme)],
    rank: key.stem === null ? 1 : 0,
  }
}

function inverseWish(
  relationship: InferredRelationship,
  key: KeyName,
  isPlain: boolean,
  terms: WishTerms,
): Wish {
  const { scheme } = terms
  const isOne = relationship.kind === 'oneToOne'
  const plain = plainOf(relationship, isOne, terms)
  const byKey = byOf(plain, key.parts, scheme)
  const parental = choice(isOne ? 'child' : 'children', 'The other side of a parent')
  const wanted = key.parental ? parental : isPlain ? plain : byKey
  return {
    relationship,
    choices: [wanted, isOne ? refOf(wanted, scheme) : byKey],
    fallbacks: () => [byKey],
    rank: isOne ? 2 : 3,
  }
}

function associatedWish(relationship: InferredRelationship, wanted: Choice, { scheme }: WishTerms): Wish {
  const table = relationship.through?.table as string
  const via = viaOf(wanted, table, scheme)
  return { relationship, choices: [wanted, via], fallbacks: () => [via], rank: 4 }
}

/**
 * A self-referential many-to-many has the same model on both sides, so there the far key names it: `follower_id` gives
 * `followers`. A far key too short for a plural is added (`peopleByA`); one named after the model changes nothing.
 */
function wantedOf(
  relationship: InferredRelationship,
  isSelfPair: boolean,
  isPlain: boolean,
  terms: WishTerms,
): Choice {
  const { scheme } = terms
  const plain = plainOf(relationship, false, terms)
  const through = relationship.through as NonNullable<InferredRelationship['through']>
  if (!isSelfPair) return isPlain ? plain : viaOf(plain, through.table, scheme)
  const far = keyNameOf({ ...relationship, columns: through.targetColumns, isSelf: false })
  if (far.closeness !== null || far.stem === null) return plain
  const rule = `The far key of association table "${through.table}"`
  return /\p{L}{3}$/u.test(far.stem)
    ? choice(scheme.many(far.stem), `${rule}, in the plural`)
    : choice(scheme.by(plain.name, far.parts), `${plain.rule}, by its far key`)
}

function plainOf(relationship: InferredRelationship, isOne: boolean, terms: WishTerms): Choice {
  const model = targetModel(relationship, terms)
  return isOne
    ? choice(terms.scheme.one(model), `Model "${model}"`)
    : choice(terms.scheme.many(model), `Model "${model}" in the plural`)
}

function targetModel({ targetSchema, targetTable }: InferredRelationship, terms: WishTerms): string {
  return terms.modelOf(targetSchema, targetTable)
}

function refOf({ name, rule }: Choice, scheme: Scheme): Choice {
  return choice(scheme.ref(name), `${rule}, marked as a reference`)
}

function byOf({ name, rule }: Choice, key: readonly string[], scheme: Scheme): Choice {
  return choice(scheme.by(name, key), `${rule}, by the columns of its key`)
}

function viaOf({ name, rule }: Choice, table: string, scheme: Scheme): Choice {
  return choice(scheme.via(name, table), `${rule}, via association table "${table}"`)
}

/** A dot separates the steps of a path, so a relationship's name holds none. */
function choice(name: string, rule: string): Choice {
  return { name: name.replaceAll('.', '_'), rule }
}
