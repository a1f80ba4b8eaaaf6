/** Makes names for constraints, indexes and types that were given none: the same for the same tables, on every database. */

import { createHash } from 'node:crypto'

/** Bytes. No database here keeps fewer. */
const limit = 63

/** Gives names that nothing else has yet. */
export class DerivedNames {
  readonly #taken: Set<string>

  /** Keeps off the names that were chosen by hand; letter case makes no difference. */
  constructor(chosen: Iterable<string>) {
    this.#taken = new Set(Array.from(chosen, name => name.toLowerCase()))
  }

  /** Joins the parts by underscores and ends in the suffix, counted where the name is taken. */
  take(parts: readonly string[], suffix: string): string {
    let name = derivedName(parts, suffix)
    for (let count = 1; this.#taken.has(name.toLowerCase()); count++) {
      name = derivedName(parts, `${suffix}${count}`)
    }
    this.#taken.add(name.toLowerCase())
    return name
  }
}

/** Gives `parts_suffix`; of a name that is too long the beginning, and a digest of the whole. */
export function derivedName(parts: readonly string[], suffix: string): string {
  const stem = parts.join('_')
  const end = suffix === '' ? '' : `_${suffix}`
  if (Buffer.byteLength(stem + end) <= limit) return stem + end
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8)
  return `${cut(stem, limit - Buffer.byteLength(end) - 9)}_${digest}${end}`
}

/** Cuts between characters, not inside of one. */
function cut(text: string, bytes: number): string {
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break
    kept += character
  }
  return kept
}
