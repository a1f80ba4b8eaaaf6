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

/**
 * Gives the name of a relationship, likewise. Throws `OptionError` NAME_INVALID for one with a dot, too: no path would
 * lead there.
 */
export function chosenStep(
  name: unknown,
  subject: string,
  option: string,
  defaultName: string,
): string | null {
  const chosen = chosenName(name, subject, option, defaultName)
  if (chosen === null || !chosen.includes('.')) return chosen
  throw new OptionError(
    'NAME_INVALID',
    `Cannot name ${subject} "${chosen}": a dot separates the steps of a path; return a name without one from ${option}`,
  )
}
