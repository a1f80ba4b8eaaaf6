/** Checks the options of inserts and upserts. Fills in what both share, and leaves the rest to whoever takes it. */

import { OptionError } from '../../errors.js'
import { checkBoolean, checkKeys, type Given } from '../../options/check.js'
import { isPlainObject, valueText } from '../../schema/value-text.js'

/** The options of a bulk write. */
export interface BulkOptions {
  /** True where instances are to be given. */
  readonly isRead: boolean
  readonly given: Given
}

/** Gives the options; `others` are the names of those that only the caller knows. Throws `OptionError`. */
export function checkBulkOptions(options: unknown, caller: string, others: readonly string[]): BulkOptions {
  const given = options === undefined ? {} : options
  if (!isPlainObject(given)) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected the options of ${caller} to be an object, got ${valueText(given)}`,
    )
  }
  checkKeys(given, '', ['returning', ...others], caller)
  return { given, isRead: checkBoolean(given.returning, 'returning', true) }
}
