/** Checks that classes which inherit from one another fit together. Reads no class. */

import { valueText } from '../schema/value-text.js'
import { invalid } from './check.js'
import type { Declaration, InheritanceDeclaration, ModelClass } from './declaration.js'

/**
 * Checks that each parent is declared, too, that a root says what its identities are values of and what its version is, and that no
 * two classes of one root share an identity. Throws `DeclarationError` DECLARATION_INVALID.
 */
export function checkHierarchy(declarations: readonly Declaration[]): void {
  const byClass = new Map(declarations.map(each => [each.model, each]))
  const taken = new Map<ModelClass, Map<unknown, string>>()
  for (const declaration of declarations) {
    const { inheritance } = declaration
    if (inheritance === null) continue
    const root = rootOf(declaration, byClass)
    checkPlace(declaration, inheritance, root)
    // A concrete class has a table of its own, and with it no identity among the others.
    if (inheritance.identity === null) continue
    const identities = taken.get(root.model) ?? new Map<unknown, string>()
    taken.set(root.model, identities)
    const before = identities.get(inheritance.identity)
    if (before !== undefined) {
      throw invalid(
        `Cannot give classes "${before}" and "${declaration.name}" the same identity ${valueText(inheritance.identity)}: a row is of one class. Change one of them`,
      )
    }
    identities.set(inheritance.identity, declaration.name)
  }
}

function rootOf(declaration: Declaration, byClass: ReadonlyMap<ModelClass, Declaration>): Declaration {
  const parent = declaration.inheritance?.parent ?? null
  if (parent === null) return declaration
  const above = byClass.get(parent)
  if (above !== undefined) return rootOf(above, byClass)
  throw invalid(
    `Cannot declare class "${declaration.name}" without its parent "${parent.name}": add the parent to the models`,
  )
}

function checkPlace(declaration: Declaration, inheritance: InheritanceDeclaration, root: Declaration): void {
  if (declaration === root) return
  const { name } = declaration
  if (inheritance.polymorphicOn !== null) {
    throw invalid(
      `Cannot say polymorphicOn in class "${name}": it inherits from "${root.name}", which says it for all. Move it there`,
    )
  }
  if (declaration.options.version !== null && inheritance.type !== 'concrete') {
    throw invalid(
      `Cannot say version in class "${name}": it shares its rows with "${inheritance.parent?.name}", and the root says it for all. Move it there`,
    )
  }
  const discriminator = root.inheritance?.polymorphicOn ?? null
  if (discriminator !== null || inheritance.type === 'concrete') return
  if (inheritance.identity !== null || inheritance.type === 'single') {
    throw invalid(
      `Cannot tell the rows of class "${name}" from those of "${root.name}": say polymorphicOn in the options of "${root.name}"`,
    )
  }
}
