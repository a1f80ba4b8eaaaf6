/** Puts classes that are kept in one table together, as one declaration of that table. Looks at no database. */

import { isDeepStrictEqual } from 'node:util'
import type { DeclarationFinding } from '../../../types/report.js'
import type {
  Declaration,
  InheritanceDeclaration,
  MemberDeclaration,
  ModelClass,
  TableDeclaration,
} from '../../declaration/declaration.js'
import { findingOf, invalid } from '../declared-model.js'
import { hasOwnTable } from '../inheritance.js'

/** The classes of one table. */
export interface Family {
  /** What all of them declare about the table, in the name of the one whose table it is. */
  readonly declaration: Declaration
  /** Each as it is, parents first. */
  readonly members: readonly Declaration[]
}

/** Gives the families; `all` are the classes that parents are among. Throws `DeclarationError` where two contradict. */
export function familiesOf(
  declarations: readonly Declaration[],
  all: readonly Declaration[],
): readonly Family[] {
  const known = new Map(all.map(declaration => [declaration.model, declaration]))
  const byDepth = declarations.toSorted((a, b) => ancestorsOf(a, known).length - ancestorsOf(b, known).length)
  return declarations.filter(hasOwnTable).map(owner => {
    const members = byDepth.filter(each => ownerOf(each, known) === owner)
    return { declaration: together(members, inheritedBy(owner, known)), members }
  })
}

type Known = ReadonlyMap<ModelClass, Declaration>

/** The farthest first. */
function ancestorsOf({ inheritance }: Declaration, known: Known): Declaration[] {
  const parent = inheritance?.parent ?? null
  if (parent === null) return []
  // Classes are read together with their parents.
  const above = known.get(parent) as Declaration
  return [...ancestorsOf(above, known), above]
}

function ownerOf(declaration: Declaration, known: Known): Declaration {
  return [...ancestorsOf(declaration, known), declaration].findLast(hasOwnTable) as Declaration
}

/** The table of a concrete class has the columns of the classes above it. */
function inheritedBy(owner: Declaration, known: Known): readonly Declaration[] {
  return owner.inheritance?.type === 'concrete' ? ancestorsOf(owner, known) : []
}

function together(members: readonly Declaration[], inherited: readonly Declaration[]): Declaration {
  const [owner, ...kept] = members as [Declaration, ...Declaration[]]
  if (kept.length + inherited.length === 0) return owner
  const [columns, relationships] = [joined(members, 'members'), joined(members, 'relationships')]
  const [first] = inherited
  return {
    ...owner,
    inheritance: first === undefined ? owner.inheritance : withRoot(owner, first),
    options: {
      ...tableOf(members.map(({ options }) => options) as [TableDeclaration, ...TableDeclaration[]]),
      // The rows of a concrete class are its own, and need a version as those above do.
      version: [...inherited, owner].findLast(each => each.options.version !== null)?.options.version ?? null,
    },
    members: new Map([...inherited.flatMap(each => [...each.members]), ...columns]),
    relationships,
  }
}

/** What tells classes apart is said by the first of all. */
function withRoot({ inheritance }: Declaration, first: Declaration): Declaration['inheritance'] {
  return {
    ...(inheritance as InheritanceDeclaration),
    polymorphicOn: first.inheritance?.polymorphicOn ?? null,
  }
}

function tableOf(options: readonly [TableDeclaration, ...TableDeclaration[]]): TableDeclaration {
  return {
    ...options[0],
    unique: options.flatMap(each => each.unique),
    indexes: options.flatMap(each => each.indexes),
    checks: options.flatMap(each => each.checks),
    foreignKeys: options.flatMap(each => each.foreignKeys),
    exclude: options.flatMap(each => each.exclude),
  }
}

function joined<K extends 'members' | 'relationships'>(
  declarations: readonly Declaration[],
  what: K,
): Declaration[K] {
  const found = new Map<string, unknown>()
  const holders = new Map<string, Declaration>()
  for (const declaration of declarations) {
    for (const [property, member] of declaration[what]) {
      const holder = holders.get(property)
      if (holder !== undefined && !isSame(found.get(property), member)) {
        throw invalid(
          `Cannot map both "${holder.name}.${property}" and "${declaration.name}.${property}": the classes are kept in one table, and a property of it is one thing; rename one of them`,
        )
      }
      if (holder === undefined) holders.set(property, declaration)
      found.set(property, found.get(property) ?? member)
    }
  }
  return found as Declaration[K]
}

/** Classes beside each other may share a column. */
function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other] as [MemberDeclaration, MemberDeclaration]
  if (a.member !== 'column' || b.member !== 'column') return a === b
  return a.name === b.name && a.nullable === b.nullable && isDeepStrictEqual(a.type, b.type)
}

/** Gives the name of the class that declares a property: of those that share it, the first; else the family's. */
export function holderName({ declaration, members }: Family, property: string | null): string {
  const holder = members.find(
    each => property !== null && (each.members.has(property) || each.relationships.has(property)),
  )
  return (holder ?? declaration).name
}

/**
 * Gives every class that has no table, and why: with a class go those that are kept in its table, and those whose tables
 * only add to it. `findings` are about families.
 */
export function withoutTable(
  families: readonly Family[],
  findings: ReadonlyMap<Declaration, DeclarationFinding>,
): ReadonlyMap<Declaration, DeclarationFinding> {
  const why = new Map<Family, string | null>()
  const whyOf = (family: Family): string | null => {
    const known = why.get(family)
    if (known !== undefined) return known
    const reason = findings.get(family.declaration)?.message ?? whyAbove(family)
    why.set(family, reason)
    return reason
  }
  const whyAbove = ({ declaration: { inheritance } }: Family): string | null => {
    if (inheritance?.type !== 'joined') return null
    const above = families.find(({ members }) => members.some(each => each.model === inheritance.parent))
    const name = `class "${inheritance.parent?.name}", which it extends,`
    if (above === undefined) return `${name} was mapped before it could be; call automap() again to map both`
    const reason = whyOf(above)
    return reason === null ? null : `${name} is not mapped: ${reason}`
  }
  return new Map(
    families.flatMap(family => {
      const reason = whyOf(family)
      if (reason === null) return []
      return family.members.map(each => [each, findingOf(each, null, 'tableMissing', reason)] as const)
    }),
  )
}
