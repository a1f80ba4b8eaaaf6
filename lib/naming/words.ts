/** Splits names into words and joins words to names. The same on every machine: no locale takes part. */

import { camelCase, pascalCase, split } from 'change-case'
import { remembered } from './remembered.js'

/** Anything but ASCII and letters: cutting it away would lose what it says. */
const uncuttable = /[^\p{ASCII}\p{L}]/u

/**
 * Gives the words of a name in lower case: `OrderLine`, `order_line` and `order line` are `order`, `line`. Empty where the
 * name has no words, or holds a character that is neither ASCII nor a letter; such a name is kept whole.
 */
export const wordsOf: (name: string) => readonly string[] = remembered(name =>
  uncuttable.test(name) ? [] : split(name).map(word => word.toLowerCase()),
)

/** Gives `orderLine`. */
export function camelOf(words: readonly string[]): string {
  return camelCase('', { locale: false, split: () => [...words] })
}

/** Gives `OrderLine`. */
export function pascalOf(words: readonly string[]): string {
  return pascalCase('', { locale: false, split: () => [...words] })
}
