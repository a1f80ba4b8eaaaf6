/** Decides which key each declared relationship is, by columns. Names none that is not declared. */

import type { InferredRelationship, RelationshipPair } from '../../types/relationship.js'
import type { DeclarationFinding } from '../../types/report.js'
import type { Schema, Table } from '../../types/schema.js'
import type { Declaration, DeclaredTarget, RelationshipDeclaration } from '../declaration/declaration.js'
import { DeclarationError } from '../errors.js'
import type { GivenRelationship } from '../naming/given.js'
import type { TableNames } from '../naming/name-all.js'
import { labelOf } from '../naming/name-relationships.js'
import { tableText } from '../schema/key-text.js'
import { type DeclaredModel, findingOf, type NamedTable } from './declared-model.js'
import { above } from './inheritance.js'
import {
  candidatesOf,
  joiningSides,
  type RelationshipRequest,
  type Side,
  sideOf,
} from './relationship-candidates.js'
import { findTarget, type TargetGround } from './relationship-target.js'
import { settledRelationships } from './settled-relationships.js'
import { virtualPair } from './virtual-pair.js'

/** What declared relationships are resolved against. */
export interface RelationshipGround extends TargetGround {
  readonly schema: Schema
  readonly pairs: readonly RelationshipPair[]
  /** True for a relationship that an earlier boot has resolved. */
  readonly isKnown: (model: DeclaredModel, name: string) => boolean
}

/** What declared relationships came to. */
export interface DeclaredRelationships {
  /** Every key, with what is declared of its sides, and those that only classes know of. */
  readonly pairs: readonly RelationshipPair[]
  /** Further relationships over keys that have theirs, each with the side that leads back. */
  readonly views: readonly (readonly [side: InferredRelationship, back: InferredRelationship])[]
  readonly given: ReadonlyMap<InferredRelationship, GivenRelationship>
  readonly declared: ReadonlyMap<InferredRelationship, RelationshipDeclaration>
  /** Declared relationships that the database has nothing for, and why; by table. */
  readonly missing: ReadonlyMap<Table, ReadonlyMap<string, string>>
  readonly findings: readonly DeclarationFinding[]
}

/** Resolves all declared relationships. Throws `DeclarationError` RELATIONSHIP_AMBIGUOUS or DECLARATION_INVALID. */
export function declaredRelationships(ground: RelationshipGround): DeclaredRelationships {
  const missing = new Map<Table, Map<string, string>>()
  const findings: DeclarationFinding[] = []
  const lose = (model: DeclaredModel, name: string, why: string): void => {
    const known = missing.get(model.table) ?? new Map<string, string>()
    missing.set(model.table, known.set(name, why))
    findings.push(findingOf(ownerOf(model, name), name, 'tableMissing', why))
  }
  const requests = [...ground.models.values()].flatMap(model =>
    [...model.declaration.relationships]
      .filter(([name]) => !ground.isKnown(model, name))
      .flatMap(([name, declared]) => {
        const request = requestOf(model, [name, declared], ground)
        if (typeof request !== 'string') return [request]
        lose(model, name, request)
        return []
      }),
  )
  const resolution = new Resolution(requests, ground)
  for (const { source, name, target } of resolution.lost) {
    const why = `table "${source.table.name}" or "${target.table.name}" lacks columns that it goes by`
    lose(ground.models.get(source.table) as DeclaredModel, name, why)
  }
  const settled = settledRelationships(resolution.pairs, resolution.settled)
  return { ...settled, missing, findings }
}

/** A text says why there is nothing to lead to. */
function requestOf(
  source: DeclaredModel,
  [name, declared]: readonly [string, RelationshipDeclaration],
  ground: RelationshipGround,
): RelationshipRequest | string {
  const subject = `${ownerOf(source, name).name}.${name}`
  const found = (target: DeclaredTarget): NamedTable | string => {
    const to = findTarget(target, `relationship "${subject}"`, ground)
    return 'why' in to ? to.why : namedTable(to.table, ground)
  }
  const target = found(declared.target)
  if (typeof target === 'string') return target
  const secondary = declared.secondary === null ? null : found(declared.secondary.table)
  if (typeof secondary === 'string') return secondary
  return withNearTarget({ source, target, name, subject, declared, secondary }, ground)
}

/** Of the classes that are kept in a table, the one that declares a relationship. */
function ownerOf({ family }: DeclaredModel, name: string): Declaration {
  return family.find(({ relationships }) => relationships.has(name)) as Declaration
}

/** Rows that belong to others are found by the keys of those, too. */
function withNearTarget(
  request: RelationshipRequest,
  { models, pairs }: RelationshipGround,
): RelationshipRequest {
  const model = models.get(request.target.table)
  const further = model === undefined ? [] : above(model, [...models.values()])
  const near = [request.target, ...further].find(
    target => candidatesOf({ ...request, target }, pairs).length > 0,
  )
  return { ...request, target: near ?? request.target }
}

const nothing: ReadonlyMap<string, string> = new Map()
const nobody: ReadonlySet<string> = new Set()

function namedTable(table: Table, { models, frames }: RelationshipGround): NamedTable {
  const model = models.get(table)
  if (model !== undefined) return model
  const names = frames.get(table) as TableNames
  const columns = new Map([...names.columns].map(([column, { name }]) => [name, column]))
  return { name: names.model.name, table, columns, missing: nothing, excluded: nobody }
}

/** Settles one relationship after the other, until nothing more follows from what is known. */
class Resolution {
  /** All pairs, the keys that only classes know of among them. */
  readonly pairs: RelationshipPair[]
  readonly settled = new Map<RelationshipRequest, Side>()
  /** Those whose columns the database lacks. */
  readonly lost: RelationshipRequest[] = []
  readonly #ground: RelationshipGround

  constructor(requests: readonly RelationshipRequest[], ground: RelationshipGround) {
    this.pairs = [...ground.pairs]
    this.#ground = ground
    // Who names columns comes first, as the key may be one that nobody else knows of.
    const [telling, others] = [requests.filter(namesColumns), requests.filter(each => !namesColumns(each))]
    const waiting = [...telling.filter(request => !this.#settleByColumns(request)), ...others]
    this.#settleRest(waiting.filter(request => !this.lost.includes(request)))
  }

  /** False where the columns fit several sides. */
  #settleByColumns(request: RelationshipRequest): boolean {
    const sides = candidatesOf(request, this.pairs)
    if (sides.length > 0) return this.#settleOne(request, sides)
    const pair = virtualPair(this.#ground.schema, request)
    if (pair === null) {
      this.lost.push(request)
      return false
    }
    // A key that is there already has been found not to fit.
    if (!this.pairs.some(({ key }) => key === pair.key)) this.pairs.push(pair)
    return this.#settleOne(request, candidatesOf(request, this.pairs))
  }

  #settleOne(request: RelationshipRequest, sides: readonly Side[]): boolean {
    const [only, ...more] = sides
    if (only === undefined || more.length > 0) return false
    this.settled.set(request, only)
    return true
  }

  #settleRest(waiting: readonly RelationshipRequest[]): void {
    const left = waiting.filter(request => {
      const sides = candidatesOf(request, this.pairs)
      const back = this.#sideOfPartner(request)
      const agreed = sides.filter(
        each => back !== null && each.pair === back.pair && each.owning !== back.owning,
      )
      return !this.#settleOne(request, agreed.length > 0 ? agreed : sides)
    })
    const [first] = left
    if (first === undefined) return
    if (left.length === waiting.length) throw this.#ambiguous(first)
    this.#settleRest(left)
  }

  /** Gives the side of the relationship that the other class declares for the same key; null while it is not known. */
  #sideOfPartner({ source, target, declared, name }: RelationshipRequest): Side | null {
    for (const [other, side] of this.settled) {
      if (other.source.table !== target.table || other.target.table !== source.table) continue
      if (other.name === declared.backPopulates || other.declared.backPopulates === name) return side
    }
    return null
  }

  #ambiguous(request: RelationshipRequest): DeclarationError {
    const { subject, target, source, declared } = request
    const sides = candidatesOf(request, this.pairs)
    const shown = (list: readonly Side[]): string => list.map(side => labelOf(sideOf(side))).join(', ')
    const text = ({ table }: NamedTable): string => tableText(this.#ground, table.schema, table.name)
    if (sides.length > 0) {
      return ambiguous(
        `Cannot tell which key "${subject}" is: it fits ${shown(sides)}; say which with foreignKey, uselist, secondary or primaryJoin`,
      )
    }
    const otherwise = candidatesOf({ ...request, declared: { ...declared, uselist: null } }, this.pairs)
    if (otherwise.length > 0) {
      return ambiguous(
        `Cannot relate "${subject}" with uselist: ${declared.uselist}: ${shown(otherwise)} gives ${declared.uselist ? 'one' : 'many'}; leave uselist out, or name other columns with foreignKey`,
      )
    }
    const joining = joiningSides(request, this.pairs)
    const others = joining.length === 0 ? '' : ` (there is ${shown(joining)})`
    return ambiguous(
      `Cannot relate "${subject}": it fits no key between tables "${text(source)}" and "${text(target)}"${others}; name the columns with foreignKey or primaryJoin, or the association table with secondary`,
    )
  }
}

function namesColumns({ declared, secondary }: RelationshipRequest): boolean {
  return declared.foreignKey !== null || declared.primaryJoin !== null || secondary !== null
}

function ambiguous(message: string): DeclarationError {
  return new DeclarationError('RELATIONSHIP_AMBIGUOUS', message)
}
