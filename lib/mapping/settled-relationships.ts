/** Gives the sides of keys what is declared of them: names, strategies, kinds. Chooses no key. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import { type GivenRelationship, givenStep } from '../naming/given.js'
import { labelOf } from '../naming/name-relationships.js'
import { invalid } from './declared-model.js'
import type { DeclaredRelationships } from './declared-relationships.js'
import { ruleOf } from './hierarchy/names.js'
import { backOf, type RelationshipRequest, type Side, sideOf } from './relationship-candidates.js'

type Settled = Pick<DeclaredRelationships, 'pairs' | 'views' | 'given' | 'declared'>

/**
 * Gives the pairs as they are declared. Throws `DeclarationError` where two relationships disagree about one key, or one would
 * delete what is no orphan.
 */
export function settledRelationships(
  pairs: readonly RelationshipPair[],
  settled: ReadonlyMap<RelationshipRequest, Side>,
): Settled {
  for (const [request, side] of settled) refuseOrphans(request, sideOf(side))
  const owners = ownersOf(settled)
  const changed = new Map<RelationshipPair, RelationshipPair>()
  const given = new Map<InferredRelationship, GivenRelationship>()
  const declared = new Map<InferredRelationship, RelationshipRequest['declared']>()
  const decide = (side: InferredRelationship, request: RelationshipRequest): void => {
    given.set(side, nameOf(request))
    declared.set(side, request.declared)
  }
  const touched = new Set([...settled.values()].map(({ pair }) => pair))
  const all = pairs.map(pair => {
    if (!touched.has(pair)) return pair
    const [mine, other] = [true, false].map(
      owning => owners.find(each => isSame(each.side, { pair, owning }))?.request,
    )
    const owning = mine === undefined ? { ...pair.owning } : declaredSide(pair.owning, mine.declared)
    const inverse = other === undefined ? { ...pair.inverse } : declaredSide(pair.inverse, other.declared)
    if (mine !== undefined) decide(owning, mine)
    if (other !== undefined) decide(inverse, other)
    const forOther = backName(mine, other)
    if (forOther !== null) given.set(inverse, forOther)
    const forMine = backName(other, mine)
    if (forMine !== null) given.set(owning, forMine)
    const now = { key: pair.key, owning, inverse }
    changed.set(pair, now)
    return now
  })
  const views = [...settled].flatMap(([request, side]) => {
    if (owners.some(owner => owner.request === request)) return []
    const view = declaredSide({ ...sideOf(side) }, request.declared)
    decide(view, request)
    const pair = changed.get(side.pair) as RelationshipPair
    return [[view, sideOf(backOf({ ...side, pair }))] as const]
  })
  return { pairs: all, views, given, declared }
}

interface Owner {
  readonly request: RelationshipRequest
  readonly side: Side
}

/**
 * Gives, for each side that is declared, the relationship that it is. What is only a view of some rows leaves the side to
 * others, declared or generated; so does what is only read, where another one is not.
 */
function ownersOf(settled: ReadonlyMap<RelationshipRequest, Side>): readonly Owner[] {
  const owners: Owner[] = []
  const isView = ({ declared }: RelationshipRequest): boolean => declared.viewOnly && declared.where !== null
  const claims = [...settled]
    .map(([request, side]) => ({ request, side }))
    .filter(({ request }) => !isView(request))
  const writing = claims.filter(({ request }) => !request.declared.viewOnly)
  for (const claim of [...writing, ...claims.filter(each => !writing.includes(each))]) {
    const owner = owners.find(each => isSame(each.side, claim.side))
    if (owner === undefined) owners.push(claim)
    else if (!claim.request.declared.viewOnly) {
      throw invalid(
        `Cannot map both "${owner.request.subject}" and "${claim.request.subject}": each is ${labelOf(sideOf(claim.side))}; say viewOnly: true in one of them, or name other columns with foreignKey`,
      )
    }
  }
  refuseStrangers(settled, owners)
  return owners
}

/** What two relationships say of each other has to be true of both, and is about the two sides of one key. */
function refuseStrangers(settled: ReadonlyMap<RelationshipRequest, Side>, owners: readonly Owner[]): void {
  for (const [request, side] of settled) {
    const { backPopulates } = request.declared
    if (backPopulates === null) continue
    const isOwner = owners.some(owner => owner.request === request)
    const back = owners.find(owner => isSame(owner.side, backOf(side)))?.request
    const subject = `"${request.subject}"`
    if (!isOwner) {
      throw invalid(
        `Cannot keep ${subject} in step with "${backPopulates}": it is a view beside the relationship that is written; leave backPopulates out`,
      )
    }
    const named = [...settled].find(
      ([other]) => other.source.table === request.target.table && other.name === backPopulates,
    )
    if (named !== undefined && !isSame(named[1], backOf(side))) {
      throw invalid(
        `Cannot keep ${subject} in step with "${named[0].subject}": the one is ${labelOf(sideOf(side))}, the other ${labelOf(sideOf(named[1]))}; name the columns with foreignKey`,
      )
    }
    if (back !== undefined && back.name !== backPopulates) {
      throw invalid(
        `Cannot keep ${subject} in step with "${request.target.name}.${backPopulates}": its other side is "${back.subject}"; write backPopulates: '${back.name}'`,
      )
    }
  }
}

/** An orphan is what one alone could have: what a key or an association leads to may be that of others. */
function refuseOrphans({ subject, declared }: RelationshipRequest, side: InferredRelationship): void {
  const isShared = side.owning || side.through !== null
  if (!isShared || declared.cascade?.includes('deleteOrphan') !== true) return
  throw invalid(
    `Cannot have "${subject}" cascade deleteOrphan: it is ${labelOf(side)}, and what it gives may be that of others, too; leave deleteOrphan out, and delete what nobody has any more yourself`,
  )
}

function isSame(a: Side, b: Side): boolean {
  return a.pair === b.pair && a.owning === b.owning
}

function nameOf({ name, subject, declared }: RelationshipRequest): GivenRelationship {
  const owner = subject.slice(0, -name.length - 1)
  const given = givenStep(name, ruleOf(owner), `rename "${name}" in class "${owner}"`)
  return { ...given, lazy: declared.lazy ?? 'select' }
}

/** The side that nobody declares is called what the declared one calls it. */
function backName(
  request: RelationshipRequest | undefined,
  back: RelationshipRequest | undefined,
): GivenRelationship | null {
  const name = request?.declared.backPopulates ?? null
  if (request === undefined || back !== undefined || name === null) return null
  const given = givenStep(
    name,
    `Named by backPopulates of "${request.subject}"`,
    `change backPopulates of "${request.subject}"`,
  )
  return { ...given, lazy: 'select' }
}

/** Gives a side as it is declared: whether it gives many, and what is deleted with its owner. */
function declaredSide(
  side: InferredRelationship,
  { uselist, cascade, passiveDeletes }: RelationshipRequest['declared'],
): InferredRelationship {
  const isOne = side.kind === 'oneToMany' && uselist === false
  const isMany = side.kind === 'oneToOne' && uselist === true
  return {
    ...side,
    kind: isOne ? 'oneToOne' : isMany ? 'oneToMany' : side.kind,
    cascade: cascade ?? side.cascade,
    passiveDeletes: passiveDeletes ?? side.passiveDeletes,
  }
}
