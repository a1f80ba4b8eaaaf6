/** Checks a name that a function of the caller's returned. Knows no other name. */

import { OptionError } from '../errors.js'
import { valueText } from '../schema/value-text.js'

/** Gives the name; null where the function has no other wish than the default. Throws `OptionError` NAME_INVALID. */
export function chosenName(
  name: unknown,
  subject: string,
  option: string,
  defaultName: string,
): string | null {
  if (typeof name === 'string' && name !== '') return name === defaultName ? null : name
  throw new OptionError(
    'NAME_INVALID',
    `Cannot name ${subject}: ${option} returned ${valueText(name)}; return a text that is not empty`,
  )
}
