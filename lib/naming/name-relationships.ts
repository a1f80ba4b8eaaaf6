/** Names all relationships and lets the caller change them. Renames no column. */

import type { InferredRelationship, LoadStrategy, RelationshipCandidate } from '../../types/relationship.js'
import { tableId } from '../schema/table-id.js'
import { allot, type Claim, type Terms } from './allot.js'
import { chosenStep } from './chosen-name.js'
import type { NameDecision, NamingChoice } from './names.js'
import { askAboutRelationship, type RelationshipFunction } from './relationship-change.js'
import type { Wish } from './relationship-wishes.js'

/** What became of one relationship. */
export interface RelationshipDecision {
  readonly decision: NameDecision
  readonly lazy: LoadStrategy
}

/** What relationships are named with. */
export interface RelationshipTerms {
  readonly naming: NamingChoice
  readonly ask: RelationshipFunction | null
  /** Gives what the names within one model have to respect, by the id of its table. */
  readonly termsOf: (table: string) => Terms
  /** Gives the ids of the tables whose names a model inherits. */
  readonly aboveOf: (table: string) => readonly string[]
}

/** A wish with its claim, and what it was given. */
interface Given {
  readonly wish: Wish
  readonly claim: Claim
  readonly decision: NameDecision
}

/**
 * Gives every relationship that was not left out its name; each model's names are settled among themselves, behind those
 * that it inherits.
 */
export function nameRelationships(
  wishes: readonly Wish[],
  { naming, ask, termsOf, aboveOf }: RelationshipTerms,
): ReadonlyMap<InferredRelationship, RelationshipDecision> {
  const decided = new Map<InferredRelationship, RelationshipDecision>()
  const groups = groupsOf(wishes)
  const namesIn = (table: string): Terms['fixed'][] => [
    termsOf(table).fixed,
    new Map(groups.get(table)?.flatMap(({ relationship }) => labelled(relationship, decided))),
  ]
  const parentsFirst = [...groups].sort(([a], [b]) => aboveOf(a).length - aboveOf(b).length)
  for (const [table, group] of parentsFirst) {
    const terms = withInherited(termsOf(table), aboveOf(table).flatMap(namesIn))
    const proposed = settle(
      group.map(wish => ({ wish, claim: claimOf(wish, naming) })),
      terms,
    )
    const answered = ask === null ? plainly(proposed) : changed(proposed, ask, terms)
    for (const [relationship, decision] of answered) decided.set(relationship, decision)
  }
  return decided
}

function labelled(
  relationship: InferredRelationship,
  decided: ReadonlyMap<InferredRelationship, RelationshipDecision>,
): [name: string, label: string][] {
  const name = decided.get(relationship)?.decision.name
  return name === undefined ? [] : [[name, labelOf(relationship)]]
}

/** A name of a model's own counts before one that it inherits. */
function withInherited(terms: Terms, inherited: readonly Terms['fixed'][]): Terms {
  if (inherited.length === 0) return terms
  return { ...terms, fixed: new Map([...inherited.flatMap(each => [...each]), ...terms.fixed]) }
}

function plainly(proposed: readonly Given[]): Map<InferredRelationship, RelationshipDecision> {
  return new Map(proposed.map(({ wish, decision }) => [wish.relationship, { decision, lazy: 'select' }]))
}

/** Whoever the caller does not rename keeps the proposed name, unless the caller gave just that to another. */
function changed(
  proposed: readonly Given[],
  ask: RelationshipFunction,
  terms: Terms,
): Map<InferredRelationship, RelationshipDecision> {
  const lazies = new Map<InferredRelationship, LoadStrategy>()
  const again = proposed.flatMap(given => {
    const { relationship } = given.wish
    const change = askAboutRelationship(ask, candidateOf(relationship, given.decision.name))
    if (change === false) return []
    lazies.set(relationship, change.lazy ?? 'select')
    const claim = change.name === undefined ? keeping(given) : renaming(given.claim, change.name)
    return [{ wish: given.wish, claim, before: given.decision }]
  })
  return new Map(
    settle(again, terms).map(({ wish, decision, claim, before }) => {
      const lazy = lazies.get(wish.relationship) as LoadStrategy
      return [wish.relationship, { decision: merged(before, decision, claim), lazy }]
    }),
  )
}

/** A name that was given away still counts from the first wish. */
function merged(before: NameDecision, after: NameDecision, claim: Claim): NameDecision {
  if (claim.chosenBy !== null && before.name !== after.name) return after
  if (before.name === after.name) return before
  return { ...after, wanted: before.wanted, collidedWith: [...before.collidedWith, ...after.collidedWith] }
}

function keeping({ claim, decision }: Given): Claim {
  const [, ...others] = claim.choices
  return {
    ...claim,
    choices: [{ name: decision.name, rule: decision.rule }],
    fallbacks: () => [...others, ...claim.fallbacks()],
  }
}

function renaming(claim: Claim, name: string): Claim {
  return {
    ...claim,
    choices: [{ name, rule: 'Chosen by relationships' }],
    chosenBy: 'relationships',
  }
}

function settle<T extends { wish: Wish; claim: Claim }>(
  claimed: readonly T[],
  terms: Terms,
): (T & { decision: NameDecision })[] {
  const decisions = allot(
    claimed.map(({ claim }) => claim),
    terms,
  )
  return claimed.map(each => ({ ...each, decision: decisions.get(each.claim) as NameDecision }))
}

function claimOf({ relationship, choices, fallbacks, rank }: Wish, naming: NamingChoice): Claim {
  const { key, owning } = relationship
  const label = labelOf(relationship)
  const order = [key, owning ? '0' : '1']
  const claim: Claim = { label, choices, fallbacks, barredBy: null, chosenBy: null, rank, order }
  return withChosen(claim, relationship, naming)
}

/** Names one side of a key, for messages. */
export function labelOf({ key, owning }: Pick<InferredRelationship, 'key' | 'owning'>): string {
  return owning ? `relationship "${key}"` : `the other side of "${key}"`
}

function withChosen(claim: Claim, relationship: InferredRelationship, { functions }: NamingChoice): Claim {
  const isCollection = relationship.kind === 'oneToMany' || relationship.kind === 'manyToMany'
  const [option, choose] = isCollection
    ? ['naming.collectionName', functions.collectionName]
    : ['naming.scalarName', functions.scalarName]
  if (choose === undefined) return claim
  const [{ name }] = claim.choices
  const chosen = chosenStep(choose(candidateOf(relationship, name), name), claim.label, option, name)
  if (chosen === null) return claim
  return { ...claim, choices: [{ name: chosen, rule: `Chosen by ${option}` }], chosenBy: option }
}

/** Shows a side to the caller's functions. */
export function candidateOf(relationship: InferredRelationship, name: string): RelationshipCandidate {
  const { nullable, validated, cascade, passiveDeletes, ...candidate } = relationship
  return Object.freeze({ ...candidate, name })
}

function groupsOf(wishes: readonly Wish[]): ReadonlyMap<string, [Wish, ...Wish[]]> {
  const groups = new Map<string, [Wish, ...Wish[]]>()
  for (const wish of wishes) {
    const source = tableId(wish.relationship.sourceSchema, wish.relationship.sourceTable)
    const group = groups.get(source)
    if (group === undefined) groups.set(source, [wish])
    else group.push(wish)
  }
  return groups
}
