/** Tells two texts apart line by line, for people. Shows what was changed and a little around it, never all. */

/** How many lines are shown around a change. */
const around = 2

/** A stretch of lines: those that both have, or what stands for what. */
interface Stretch {
  /** Where it begins in either text. */
  readonly a: number
  readonly b: number
  /** How many lines it has in either; equal where `same`. */
  readonly removed: number
  readonly added: number
}

/**
 * Gives the changed lines in the form of `diff -u`, each group headed by what it is in; empty where nothing has changed. How lines
 * end is no difference: a checkout may write the ends of its own system.
 */
export function differenceOf(before: string, after: string): string {
  const [a, b] = [linesOf(before), linesOf(after)]
  const changes = changesIn(a, b, { a: 0, b: 0, removed: a.length, added: b.length })
  return grouped(changes)
    .map(group => groupText(a, b, group))
    .join('')
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/)
}

/**
 * Gives what differs between two stretches, in order: lines that occur once in both hold the texts together, and between them the same
 * goes on with what is once there. So long texts take no longer than their length asks for.
 */
function changesIn(a: readonly string[], b: readonly string[], whole: Stretch): Stretch[] {
  const stretch = trimmed(a, b, whole)
  if (stretch.removed === 0 && stretch.added === 0) return []
  const shared = ascending(sharedLines(a, b, stretch))
  if (shared.length === 0) return [stretch]
  const ends = [...shared, { a: stretch.a + stretch.removed, b: stretch.b + stretch.added }]
  return ends.flatMap((end, place) => {
    const last = shared[place - 1]
    const from = last === undefined ? { a: stretch.a, b: stretch.b } : { a: last.a + 1, b: last.b + 1 }
    return changesIn(a, b, { ...from, removed: end.a - from.a, added: end.b - from.b })
  })
}

/** Takes off the lines that both begin and end with. */
function trimmed(a: readonly string[], b: readonly string[], whole: Stretch): Stretch {
  let { a: fromA, b: fromB, removed, added } = whole
  while (removed > 0 && added > 0 && a[fromA] === b[fromB]) {
    fromA++
    fromB++
    removed--
    added--
  }
  while (removed > 0 && added > 0 && a[fromA + removed - 1] === b[fromB + added - 1]) {
    removed--
    added--
  }
  return { a: fromA, b: fromB, removed, added }
}

type Place = Pick<Stretch, 'a' | 'b'>

/** The lines that are once in either stretch, in the order of the first. */
function sharedLines(a: readonly string[], b: readonly string[], stretch: Stretch): Place[] {
  const inA = onceIn(a, stretch.a, stretch.removed)
  const inB = onceIn(b, stretch.b, stretch.added)
  return [...inA].flatMap(([line, place]) => {
    const other = inB.get(line)
    return other === undefined ? [] : [{ a: place, b: other }]
  })
}

function onceIn(lines: readonly string[], from: number, count: number): Map<string, number> {
  const places = new Map<string, number>()
  const twice = new Set<string>()
  for (let place = from; place < from + count; place++) {
    const line = lines[place] as string
    if (places.has(line)) twice.add(line)
    places.set(line, place)
  }
  for (const line of twice) places.delete(line)
  return places
}

/** The most of them that come in the same order in both. */
function ascending(places: readonly Place[]): Place[] {
  // By length: the chain of that many that ends first.
  const ends: number[] = []
  const before = places.map((place, index) => {
    const length = lengthBelow(places, ends, place.b)
    ends[length] = index
    return ends[length - 1] ?? -1
  })
  const chain: Place[] = []
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] as number) {
    chain.push(places[index] as Place)
  }
  return chain.reverse()
}

/** How long the longest of these chains is that ends before a line; `ends` has the last of each length, ascending. */
function lengthBelow(places: readonly Place[], ends: readonly number[], line: number): number {
  let [low, high] = [0, ends.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[ends[middle] as number] as Place).b < line) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts together what is so near that it is shown together. */
function grouped(changes: readonly Stretch[]): Stretch[][] {
  const groups: Stretch[][] = []
  for (const change of changes) {
    const last = groups.at(-1)
    const end = last?.at(-1)
    if (end !== undefined && change.a - (end.a + end.removed) <= 2 * around) last?.push(change)
    else groups.push([change])
  }
  return groups
}

function groupText(a: readonly string[], b: readonly string[], group: readonly Stretch[]): string {
  const [first, last] = [group[0], group.at(-1)] as [Stretch, Stretch]
  const start = Math.max(0, first.a - around)
  const end = Math.min(a.length, last.a + last.removed + around)
  const lines: string[] = []
  let place = start
  for (const change of group) {
    lines.push(...a.slice(place, change.a).map(line => ` ${line}`))
    place = change.a + change.removed
    lines.push(...a.slice(change.a, place).map(line => `-${line}`))
    lines.push(...b.slice(change.b, change.b + change.added).map(line => `+${line}`))
  }
  lines.push(...a.slice(place, end).map(line => ` ${line}`))
  const added = lines.filter(line => !line.startsWith('-')).length
  const heading = `@@ -${start + 1},${end - start} +${first.b - (first.a - start) + 1},${added} @@`
  return [`${heading}${ownerOf(a, first.a)}`, ...lines, ''].join('\n')
}

/** The nearest line above that declares something. */
function ownerOf(lines: readonly string[], place: number): string {
  const owner = lines.slice(0, place).findLast(line => /^export /.test(line))
  return owner === undefined ? '' : ` ${owner}`
}
