/** Allots names so that no two claims get the same one. Knows nothing of what is named. */

import { MappingError, OptionError } from '../errors.js'
import { byCodePoints } from '../schema/compare.js'
import type { NameDecision } from './names.js'

/** A name, and the rule that makes it. */
export interface Choice {
  readonly name: string
  readonly rule: string
}

/** Something that wants a name. */
export interface Claim {
  /** What it is, for messages: `column "id"`. */
  readonly label: string
  /** The wanted name, then what takes its place where a fixed name stands in the way. */
  readonly choices: readonly [Choice, ...Choice[]]
  /** Gives what is tried when another claim got the choice; a number is added when none is free. */
  readonly fallbacks: () => readonly Choice[]
  /** What bars the wanted name from the start; null: nothing does. */
  readonly barredBy: string | null
  /** The option whose function chose the name; null for a generated one. */
  readonly chosenBy: string | null
  /** Lower ranks choose first. */
  readonly rank: number
  /** Decides between equal ranks; no two claims share it. */
  readonly order: readonly string[]
}

const unhindered: readonly string[] = Object.freeze([])

/** What claims have to respect. */
export interface Terms {
  /** Ends the first half of a message: ` of model "Order"`, or nothing. */
  readonly place: string
  /** Names that are given already, and what has them. */
  readonly fixed: ReadonlyMap<string, string>
  /** Names that get a trailing underscore, and why. */
  readonly reserved: ReadonlyMap<string, string>
}

/**
 * Gives every claim a name of its own, whatever the order of the claims. First choices are given before any second one,
 * so that giving way never takes a name that somebody else has the better right to. Throws `MappingError` NAME_TAKEN
 * where a name that the caller chose is fixed or chosen twice, `OptionError` NAME_INVALID where it is reserved.
 */
export function allot(claims: readonly Claim[], terms: Terms): ReadonlyMap<Claim, NameDecision> {
  return uncontested(claims, terms) ?? settled(claims, terms)
}

/** Nearly always every claim can have what it wants, and then no order matters. Null where one cannot. */
function uncontested(claims: readonly Claim[], { fixed, reserved }: Terms): Map<Claim, NameDecision> | null {
  const taken = new Set<string>()
  const decisions = new Map<Claim, NameDecision>()
  for (const claim of claims) {
    const [{ name, rule }] = claim.choices
    if (claim.barredBy !== null || taken.has(name) || fixed.has(name) || reserved.has(name)) return null
    taken.add(name)
    decisions.set(claim, { name, wanted: name, rule, collidedWith: unhindered })
  }
  return decisions
}

function settled(claims: readonly Claim[], terms: Terms): Map<Claim, NameDecision> {
  const holders = new Map(terms.fixed)
  const decisions = new Map<Claim, NameDecision>()
  const give = (claim: Claim, choice: Choice): void => {
    decisions.set(claim, decisionOf(claim, choice, holders, terms))
    holders.set(choice.name, claim.label)
  }
  const sorted = [...claims].sort((a, b) => a.rank - b.rank || byCodePoints(a.order, b.order))
  const generated = sorted.filter(claim => claim.chosenBy === null)
  for (const claim of sorted) if (claim.chosenBy !== null) give(claim, chosen(claim, holders, terms))
  const waiting = generated.filter(claim => {
    const choice = firstChoice(claim, terms)
    if (choice === undefined || holders.has(choice.name)) return true
    give(claim, choice)
    return false
  })
  for (const claim of waiting) give(claim, fallback(claim, holders, terms))
  return decisions
}

function chosen(claim: Claim, holders: ReadonlyMap<string, string>, terms: Terms): Choice {
  const [choice] = claim.choices
  const attempt = `Cannot name ${claim.label}${terms.place} "${choice.name}"`
  const cure = `return another name from ${claim.chosenBy}`
  const reason = terms.reserved.get(choice.name)
  if (reason !== undefined) {
    throw new OptionError('NAME_INVALID', `${attempt}: the name is reserved, for ${reason}; ${cure}`)
  }
  const holder = holders.get(choice.name)
  if (holder !== undefined)
    throw new MappingError('NAME_TAKEN', `${attempt}: ${holder} has that name; ${cure}`)
  return choice
}

function firstChoice(claim: Claim, terms: Terms): Choice | undefined {
  for (const choice of claim.barredBy === null ? claim.choices : claim.choices.slice(1)) {
    const found = unreserved(choice, terms)
    if (!terms.fixed.has(found.name)) return found
  }
  return undefined
}

function fallback(claim: Claim, holders: ReadonlyMap<string, string>, terms: Terms): Choice {
  const free = claim
    .fallbacks()
    .map(choice => unreserved(choice, terms))
    .find(choice => !holders.has(choice.name))
  if (free !== undefined) return free
  const last = unreserved(claim.choices.at(-1) as Choice, terms)
  let number = 2
  while (holders.has(`${last.name}${number}`)) number++
  return { name: `${last.name}${number}`, rule: `${last.rule}, numbered` }
}

function unreserved(choice: Choice, terms: Terms): Choice {
  return terms.reserved.has(choice.name)
    ? { name: `${choice.name}_`, rule: `${choice.rule}, with "_" added to a reserved name` }
    : choice
}

function decisionOf(
  claim: Claim,
  { name, rule }: Choice,
  holders: ReadonlyMap<string, string>,
  terms: Terms,
): NameDecision {
  const wanted = claim.choices[0].name
  if (name === wanted) return { name, wanted, rule, collidedWith: unhindered }
  const obstacles = new Set<string>(claim.barredBy === null ? [] : [claim.barredBy])
  for (const choice of [...claim.choices, ...claim.fallbacks()]) {
    if (choice.name === name) break
    if (terms.reserved.has(choice.name)) obstacles.add(`reserved name "${choice.name}"`)
    const holder = holders.get(unreserved(choice, terms).name)
    if (holder !== undefined) obstacles.add(holder)
  }
  return { name, wanted, rule, collidedWith: [...obstacles] }
}
