/** Tells of which class a row is, where several share their rows. Makes no instance. */

import type { Row } from '../../dialect/contract.js'
import type { Discriminator, Mapping } from '../../mapping/mapping.js'

/**
 * Gives the function that tells a row's class by its discriminator; null where all rows are of one class. A value that stands
 * for none of the classes makes an instance of the queried one: a row that other programs wrote is still a row of it.
 */
export function classPicker(mapping: Mapping): ((row: Row, offset: number) => Mapping) | null {
  const { inheritance } = mapping
  if (inheritance === null || inheritance.discriminator === null || inheritance.classes.length === 1)
    return null
  const { discriminator } = inheritance
  const { slot } = discriminator.column
  const known = new Map<unknown, Mapping>()
  return (row, offset) => {
    const value = row[offset + slot]
    const before = known.get(value)
    if (before !== undefined) return before
    const found = classFor(discriminator, value) ?? mapping
    known.set(value, found)
    return found
  }
}

function classFor({ column, classes }: Discriminator, value: unknown): Mapping | undefined {
  if (value === null) return undefined
  // One value may be a number or a bigint, as columns are read.
  const text = String(column.codec.decode === null ? value : column.codec.decode(value))
  // Some types pad what they keep.
  return classes.get(text) ?? classes.get(text.trimEnd())
}
