/** Reads the declared properties of a class: columns, computed ones and value objects. Looks at no static member. */

import { isPlainObject, valueText } from '../schema/value-text.js'
import { expected, invalid } from './check.js'
import { DeclaredColumn, declaredColumnOf } from './column.js'
import { DeclaredComposite, declaredCompositeOf } from './composite.js'
import { DeclaredComputed, declaredComputedOf } from './computed.js'
import type { MemberDeclaration, RelationshipDeclaration } from './declaration.js'
import { DeclaredRelationship, declaredRelationshipOf } from './relationship.js'

/** Gives the members of an object by property; `what` says whose they are. Throws `DeclarationError` DECLARATION_INVALID. */
export function membersOf(given: unknown, what: string): ReadonlyMap<string, MemberDeclaration> {
  if (given === undefined) return new Map()
  if (!isPlainObject(given)) throw expected(`the columns of ${what}`, 'an object', given)
  return new Map(
    Object.entries(given).map(([property, member]) => [property, memberOf(member, property, what)]),
  )
}

function memberOf(member: unknown, property: string, what: string): MemberDeclaration {
  if (member instanceof DeclaredColumn) return declaredColumnOf(member)
  if (member instanceof DeclaredComputed) return declaredComputedOf(member)
  if (member instanceof DeclaredComposite) return declaredCompositeOf(member)
  const subject = `"${property}" of ${what}`
  if (member instanceof DeclaredRelationship) {
    throw invalid(
      `Cannot declare ${subject} among the columns: it is a relationship. Write static relationships = { ${property}: relationship(…) }`,
    )
  }
  throw invalid(`Expected ${subject} to be a column such as text(), got ${textOf(member)}`)
}

/** Gives the relationships of an object by property; `what` says whose they are. Throws DECLARATION_INVALID. */
export function relationshipsOf(given: unknown, what: string): ReadonlyMap<string, RelationshipDeclaration> {
  if (given === undefined) return new Map()
  if (!isPlainObject(given)) throw expected(`static relationships of ${what}`, 'an object', given)
  return new Map(
    Object.entries(given).map(([property, relationship]) => {
      if (relationship instanceof DeclaredRelationship)
        return [property, declaredRelationshipOf(relationship)]
      throw invalid(
        `Expected relationship "${property}" of ${what} to be made by relationship(), got ${textOf(relationship)}`,
      )
    }),
  )
}

/** `text` without its brackets is the mistake that is made most. */
function textOf(value: unknown): string {
  return typeof value === 'function' && value.name !== ''
    ? `function ${value.name}; did you mean ${value.name}()?`
    : valueText(value)
}
