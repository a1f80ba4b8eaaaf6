/** What is to be written into one column: a value, or one that another row is about to get. Writes nothing. */

import type { SqlText } from '../../../types/column.js'
import type { Column } from '../../../types/schema.js'
import { revealed } from '../../dialect/concealed.js'
import { currentBound } from '../../instance/edit.js'
import type { Instance } from '../../instance/instance.js'
import type { ColumnMapping } from '../../mapping/mapping.js'

/** What a row takes from another instance when its turn comes, as that may have no key before it is inserted. */
export interface Taken {
  readonly from: Instance
  readonly column: ColumnMapping
}

/** What is to be written into one column: what is taken from another row, a piece of SQL, or what the driver binds. */
export type Value = Taken | { readonly stamp: SqlText } | { readonly bound: unknown }

/** Gives what the driver binds for a value, as far as it is known by now; null where it is not. */
export function boundOf(value: Value): unknown {
  if ('from' in value) return currentBound(value.from, value.column)
  return 'bound' in value ? value.bound : null
}

/** A key is compared in these. */
export interface Part {
  readonly column: Column
  /** What the driver gave, or is to bind. */
  readonly value: unknown
}

/**
 * Gives a text for the values of a key, equal for what the driver gives and what it binds for the same; null where one of
 * them is null, as such a key refers to nothing.
 */
export function tupleText(parts: readonly Part[]): string | null {
  let text = ''
  for (const { column, value } of parts) {
    const shown = revealed(value)
    // What was not read has a mark in its place.
    if (shown === null || shown === undefined || typeof shown === 'symbol') return null
    const one = plainText(column, shown)
    // The length goes first, so that `a` + `bc` and `ab` + `c` differ.
    text += `${one.length}:${one}`
  }
  return text
}

function plainText({ kind }: Column, value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  const text = String(value)
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
      return numberText(text)
    case 'uuid':
      return text.toLowerCase()
    case 'boolean':
      return truths.has(text) ? '1' : '0'
    default:
      return text
  }
}

const truths = new Set(['1', 't', 'true'])

/** Without what says nothing: `5.00`, `+5` and `05` are `5`. */
function numberText(text: string): string {
  const parts = /^([+-]?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(text)
  if (parts === null) return text
  const [, sign, whole, fraction = ''] = parts
  const digits = fraction === '' ? whole : `${whole}.${fraction}`
  return sign === '-' && digits !== '0' ? `-${digits}` : `${digits}`
}
