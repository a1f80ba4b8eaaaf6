/** Inserts rows that are given as plain objects: all of them or none, in as few statements as the database allows. */

import type { Mapping } from '../mapping/mapping.js'
import type { QueryContext } from '../query/context.js'
import { bulkWrite, carryOut } from './bulk/bulk-write.js'
import { checkBulkOptions } from './bulk/options.js'

/**
 * Inserts a row or an array of rows, and gives an instance or an array of instances, in their order; `{ returning: false }` gives
 * how many rows. Throws `MappingError`, `ValueError`, `ConstraintError`, `OptionError`.
 */
export async function insertAll(
  context: QueryContext,
  mapping: Mapping,
  given: unknown,
  options: unknown,
): Promise<unknown> {
  const { isRead } = checkBulkOptions(options, 'insert()', [])
  const write = bulkWrite(context, mapping, { what: 'insert', given, isRead })
  const { count, instances } = await carryOut(write, () => null)
  if (!isRead) return count
  return write.subject.isSingle ? instances[0] : instances
}
