/** Answers what a class declares about a mapping's properties. Knows nothing of what is only reflected. */

import type { MemberDeclaration } from '../declaration/declaration.js'
import type { Mapping } from './mapping.js'

const none: ReadonlyMap<string, MemberDeclaration> = new Map()

/** Gives the declared members of a model by property, inherited ones among them; none where no class declares it. */
export function membersOf({ declaration, inheritance }: Mapping): ReadonlyMap<string, MemberDeclaration> {
  if (inheritance !== null) return inheritance.members
  return declaration === null ? none : declaration.members
}
