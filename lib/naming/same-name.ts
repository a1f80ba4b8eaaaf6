/** Compares names of the database by their words. Compares no meanings. */

import { singularOf } from './inflect.js'
import { remembered } from './remembered.js'
import { wordsOf } from './words.js'

/** True where two names differ only in letter case, separators and number: `order_items` and `OrderItem`. */
export function isSameName(a: string, b: string): boolean {
  const others = spellingsOf(b)
  return spellingsOf(a).some(spelling => others.includes(spelling))
}

/** As it is, with the last word in the singular (`salesorders`), with every word (`posts_tags`). */
const spellingsOf: (name: string) => readonly string[] = remembered(name => {
  const words = wordsOf(name)
  if (words.length === 0) return [name]
  const joined = words.join('')
  return [joined, singularOf(joined), words.map(singularOf).join('')]
})
