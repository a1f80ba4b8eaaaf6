/** Asks the caller about one relationship and checks the answer. Catches nothing that the function throws. */

import type { AutomapOptions } from '../../types/options.js'
import type { LoadStrategy, RelationshipCandidate, RelationshipChange } from '../../types/relationship.js'
import { OptionError } from '../errors.js'
import { didYouMean } from '../schema/suggest.js'
import { isPlainObject, valueText } from '../schema/value-text.js'
import { chosenStep } from './chosen-name.js'

/** The caller's function. */
export type RelationshipFunction = NonNullable<AutomapOptions['relationships']>

const parts = ['name', 'lazy']
const strategies: readonly unknown[] = ['select', 'joined', 'selectin', 'raise'] satisfies LoadStrategy[]

/**
 * Gives the caller's changes; false where the relationship is left out. A name equal to the proposed one is no change.
 * Throws `OptionError` OPTION_INVALID, OPTION_UNKNOWN or NAME_INVALID.
 */
export function askAboutRelationship(
  ask: RelationshipFunction,
  candidate: RelationshipCandidate,
): RelationshipChange | false {
  const answer: unknown = ask(candidate)
  const subject = `relationship "${candidate.key}"`
  if (answer === undefined) return {}
  if (answer === false) return false
  if (!isPlainObject(answer)) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected relationships to return { name, lazy }, false or nothing for ${subject}, got ${valueText(answer)}`,
    )
  }
  const unknown = Object.keys(answer).find(key => !parts.includes(key))
  if (unknown !== undefined) {
    throw new OptionError(
      'OPTION_UNKNOWN',
      `Unknown "${unknown}" in what relationships returned for ${subject}${didYouMean(unknown, parts)}`,
    )
  }
  return { ...lazyOf(answer.lazy, subject), ...nameOf(answer.name, subject, candidate.name) }
}

function lazyOf(lazy: unknown, subject: string): RelationshipChange {
  if (lazy === undefined) return {}
  if (strategies.includes(lazy)) return { lazy: lazy as LoadStrategy }
  const known = strategies.map(valueText).join(', ')
  throw new OptionError(
    'OPTION_INVALID',
    `Expected lazy of ${subject} to be one of ${known}, got ${valueText(lazy)}`,
  )
}

function nameOf(name: unknown, subject: string, proposed: string): RelationshipChange {
  if (name === undefined) return {}
  const chosen = chosenStep(name, subject, 'relationships', proposed)
  return chosen === null ? {} : { name: chosen }
}
