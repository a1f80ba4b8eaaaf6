/** Draws numbers that look random and are the same on every run. Not for secrets. */

/** Gives a drawer of numbers for a seed. */
export function randomOf(seed) {
  let state = seed >>> 0
  /** A fraction in [0, 1): the high bits of a linear congruence, as its low bits repeat early. */
  const fraction = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) / 2 ** 24
  }
  const below = limit => Math.floor(fraction() * limit)
  return {
    /** A whole number from 0, below the limit. */
    below,
    /** A whole number, both ends included. */
    between: (low, high) => low + below(high - low + 1),
    /** True in `percent` of 100 cases. */
    chance: percent => below(100) < percent,
    /** One member of a list. */
    pick: list => list[below(list.length)],
    /** Some different members of a list, in the list's order. */
    some(list, count) {
      const chosen = new Set()
      while (chosen.size < Math.min(count, list.length)) chosen.add(below(list.length))
      return list.filter((_, i) => chosen.has(i))
    },
  }
}
