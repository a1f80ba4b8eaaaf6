/** Remembers what a pure function gave: a schema says the same names again and again. Never grows without end. */

const kept = 2000

/** Gives a function that does the same, once for each text of some thousands. */
export function remembered<T extends object | string>(give: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    const given = give(text)
    if (known.size === kept) known.clear()
    known.set(text, given)
    return given
  }
}
