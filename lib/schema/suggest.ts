/** Finds the known word nearest to a mistyped one. Corrects nothing: it only proposes. */

import { distance } from 'fastest-levenshtein'

/** Gives the candidate nearest to `word`, letter case ignored; null where none is near. */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase()
  let nearest: string | null = null
  let least = Math.min(3, Math.ceil(wanted.length / 2)) + 1
  for (const candidate of candidates) {
    // A difference in length is a lower bound of the distance, and much cheaper.
    if (Math.abs(candidate.length - wanted.length) >= least) continue
    const steps = distance(wanted, candidate.toLowerCase())
    if (steps < least) {
      nearest = candidate
      least = steps
    }
  }
  return nearest
}

/** Gives the end of a message: `. Did you mean "name"?`, or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const nearest = suggest(word, candidates)
  return nearest === null ? '' : `. Did you mean "${nearest}"?`
}
