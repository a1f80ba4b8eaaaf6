/** Makes one kind of function of every validator: plain functions, and objects that follow Standard Schema. */

import { ValueError } from '../errors.js'
import { expected } from './check.js'

/** Gives the value to write, or throws. */
export type Validator = (value: unknown) => unknown

/** What an object that follows Standard Schema (https://standardschema.dev, version 1) has under its one key. */
interface Standard {
  readonly validate: (value: unknown) => unknown
}

interface Outcome {
  readonly value?: unknown
  readonly issues?: readonly { readonly message: string }[] | undefined
}

/** Gives a validator as a function. Throws `DeclarationError` DECLARATION_INVALID where it is none. */
export function validatorOf(validator: unknown): Validator {
  const standard = standardOf(validator)
  if (standard !== null) return value => outcomeOf(standard.validate(value))
  if (typeof validator === 'function') return validator as Validator
  throw expected('the argument of validate()', 'a function or a Standard Schema', validator)
}

/** Schemas may be functions as well as objects. */
function standardOf(validator: unknown): Standard | null {
  if (validator === null || validator === undefined) return null
  const standard = (validator as { '~standard'?: Partial<Standard> })['~standard']
  return typeof standard?.validate === 'function' ? (standard as Standard) : null
}

function outcomeOf(result: unknown): unknown {
  if (result instanceof Promise) {
    throw new ValueError(
      'VALUE_REFUSED',
      'Cannot validate with a schema that answers later: what is written is checked at once. Give a schema without asynchronous steps',
    )
  }
  const { value, issues } = result as Outcome
  if (issues === undefined) return value
  throw new ValueError('VALUE_REFUSED', issues.map(issue => issue.message).join('; '))
}
