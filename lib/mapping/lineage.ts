/** Answers which models share their rows with one above them. Knows no class of JavaScript. */

import type { Mapping } from './mapping.js'

/** Gives a model and those above it that it shares its rows with, the nearest first. */
export function lineageOf(mapping: Mapping): readonly Mapping[] {
  const parent = mapping.inheritance?.parent ?? null
  return parent === null ? [mapping] : [mapping, ...lineageOf(parent)]
}

/** True where a model is the other, or inherits from it with its rows. */
export function isAtOrUnder(mapping: Mapping, other: Mapping): boolean {
  if (mapping === other) return true
  const parent = mapping.inheritance?.parent ?? null
  return parent !== null && isAtOrUnder(parent, other)
}
