/** Tells which texts PostgreSQL can store. Changes none. */

const unstorable = /\0|\p{Surrogate}/u

/** False for a text with U+0000, or with half of a surrogate pair, which has no UTF-8 form. */
export function isStorableText(text: string): boolean {
  return !unstorable.test(text)
}
