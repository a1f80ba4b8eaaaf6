/** A value object over several properties: how it is made of them, and taken apart. Makes none. */

import type { CompositeOptions, CompositeProperty } from '../../types/computed.js'
import { checkKeys, checkTextMap, expected, functionOrNull } from './check.js'
import type { CompositeDeclaration } from './declaration.js'

let declared: (builder: DeclaredComposite) => CompositeDeclaration

/** A value object as it was declared. */
export class DeclaredComposite {
  readonly #composite: CompositeDeclaration

  static {
    declared = builder => builder.#composite
  }

  constructor(composite: CompositeDeclaration) {
    this.#composite = Object.freeze(composite)
  }
}

/** Gives what a value object says. */
export function declaredCompositeOf(builder: DeclaredComposite): CompositeDeclaration {
  return declared(builder)
}

/**
 * Declares a value object over several columns, each of which is a property of its own: `parts` names them, `make` makes the
 * object, `take` takes it apart. Where all parts are null, so is the object.
 */
export function composite<
  V,
  const P extends Readonly<Record<string, string>>,
  D extends { readonly [K in keyof P]: unknown } = { readonly [K in keyof P]: unknown },
>(options: CompositeOptions<V, P, D>): CompositeProperty<V, P[keyof P]> {
  const what = 'the argument of composite()'
  const given = checkKeys(options, what, ['parts', 'make', 'take'])
  return new DeclaredComposite({
    member: 'composite',
    parts: checkTextMap(given.parts, `parts in ${what}`),
    make: functionOf(given.make, `make in ${what}`),
    take: functionOf(given.take, `take in ${what}`),
  }) as unknown as CompositeProperty<V, P[keyof P]>
}

function functionOf<T>(value: unknown, what: string): T {
  const given = functionOrNull<T>(value, what)
  if (given === null) throw expected(what, 'a function', value)
  return given
}
