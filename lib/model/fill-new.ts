/** Gives a new instance the values that it is made with. Writes no row. */

import { typeOf } from '../dialect/refused-value.js'
import { MappingError, ValueError } from '../errors.js'
import { blockOf, type Instance } from '../instance/instance.js'
import { withoutNotes } from '../instance/noting.js'
import { setStatus } from '../instance/status.js'
import type { Mapping } from '../mapping/mapping.js'
import { attempt, entriesOf, unknownNames } from '../query/given.js'
import { together } from '../query/row.js'
import { isPlain } from '../query/validate.js'
import { viewReason } from './writers.js'

/** Throws `MappingError` READ_ONLY where a model has no new instances. */
export function refuseNew(mapping: Mapping): void {
  const reason = viewReason(mapping)
  if (reason === null) return
  throw new MappingError('READ_ONLY', `Cannot make a new "${mapping.name}": ${reason}`)
}

/**
 * Makes an instance a new one with these values, by property: columns, value objects and relationships. What is undefined is left
 * out. Throws `MappingError` PROPERTY_UNKNOWN for all names that the model lacks, and one `ValueError` for all else that is wrong.
 */
export function fillNew(instance: Instance, values: unknown): void {
  const block = blockOf(instance)
  block.members.push(instance)
  setStatus(instance, 'new')
  if (values !== undefined) withoutNotes(instance, () => assignAll(instance, block.mapping, values))
}

function assignAll(instance: Instance, mapping: Mapping, values: unknown): void {
  const doing = `make a new "${mapping.name}"`
  if (!isPlain(values)) {
    const message = `Cannot ${doing}: expected an object of properties, got ${typeOf(values)}`
    throw new ValueError('VALUE_INVALID', message)
  }
  const entries = entriesOf(values)
  const unknown = unknownNames(mapping, entries)
  if (unknown.length > 0) throw new MappingError('PROPERTY_UNKNOWN', unknown.join('\n'))
  const problems: ValueError[] = []
  for (const [name, value] of entries) attempt(problems, () => set(instance, name, value))
  if (problems.length > 0) throw together(doing, problems)
}

/** By the nearest setter: a class that only has a getter of its own still has the property. */
function set(instance: Instance, name: string, value: unknown): void {
  let each: object = instance
  let setter: PropertyDescriptor['set']
  while (setter === undefined) {
    each = Object.getPrototypeOf(each)
    setter = Reflect.getOwnPropertyDescriptor(each, name)?.set
  }
  setter.call(instance, value)
}
