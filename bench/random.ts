/** Gives the same numbers on every run: a linear congruential generator. Good for data, and for nothing secret. */

/** Gives a function whose calls give whole numbers from 0 up to, but without, the limit. */
export function randomOf(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return limit => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}
