/** Puts tables into layers: what is referred to stands before what refers to it. Knows no sizes. */

import type { Link } from './layout.js'

/** How often the order of the layers is looked at again; more changes little. */
const sweeps = 8

/** Gives the layers, each ordered so that few lines cross. Every number is in one of them. */
export function layersOf(numbers: readonly number[], links: readonly Link[]): number[][] {
  const layers: number[][] = []
  for (const [number, rank] of ranked(numbers, links)) {
    while (layers.length <= rank) layers.push([])
    layers[rank]!.push(number)
  }
  return ordered(layers, links)
}

/**
 * One more than the highest rank that is referred to. Where keys go round, the one with the fewest open keys is let
 * go first; recursion would end with the stack on long chains.
 */
function ranked(numbers: readonly number[], links: readonly Link[]): Map<number, number> {
  const open = new Map(numbers.map(number => [number, 0]))
  for (const { from } of links) open.set(from, open.get(from)! + 1)
  const referring = neighboursOf(links, ({ from, to }) => [[to, from]])
  const ranks = new Map<number, number>()
  const least = new Map<number, number>()
  const free = numbers.filter(number => open.get(number) === 0)
  while (open.size > 0) {
    const number = free.pop() ?? fewest(open)
    open.delete(number)
    const rank = least.get(number) ?? 0
    ranks.set(number, rank)
    const waiting = (referring.get(number) ?? []).filter(other => open.has(other))
    for (const other of waiting) {
      least.set(other, Math.max(least.get(other) ?? 0, rank + 1))
      open.set(other, open.get(other)! - 1)
      if (open.get(other) === 0) free.push(other)
    }
  }
  return ranks
}

function fewest(open: ReadonlyMap<number, number>): number {
  return [...open].reduce((a, b) => (b[1] < a[1] ? b : a))[0]
}

/** The numbers beside each number. */
export function neighboursOf(
  links: readonly Link[],
  pairsOf: (link: Link) => readonly (readonly [number, number])[] = ({ from, to }) => [
    [from, to],
    [to, from],
  ],
): Map<number, number[]> {
  const neighbours = new Map<number, number[]>()
  for (const [number, other] of links.flatMap(pairsOf)) {
    const known = neighbours.get(number)
    if (known === undefined) neighbours.set(number, [other])
    else known.push(other)
  }
  return neighbours
}

/** Each where its neighbours are on average, as parts of a layer's whole. */
function ordered(layers: readonly number[][], links: readonly Link[]): number[][] {
  const neighbours = neighboursOf(links)
  const places = new Map<number, number>()
  const place = (layer: readonly number[]): void => {
    for (const [index, number] of layer.entries()) places.set(number, (index + 0.5) / layer.length)
  }
  let result = layers.map(layer => [...layer].sort((a, b) => a - b))
  result.forEach(place)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    result = result.map(layer => {
      const wishes = new Map(layer.map(number => [number, mean(neighbours.get(number)!, places)]))
      const sorted = layer.sort((a, b) => wishes.get(a)! - wishes.get(b)!)
      place(sorted)
      return sorted
    })
  }
  return result
}

function mean(numbers: readonly number[], places: ReadonlyMap<number, number>): number {
  return numbers.reduce((sum, number) => sum + places.get(number)!, 0) / numbers.length
}
