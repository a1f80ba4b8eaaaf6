/** What is to be written into one column: a value, or one that another row is about to get. Writes nothing. */

import type { SqlText } from '../../../types/column.js'
import { revealed } from '../../dialect/concealed.js'
import { currentBound } from '../../instance/edit.js'
import { identityPart } from '../../instance/identity.js'
import type { Instance } from '../../instance/instance.js'
import { keyOf } from '../../instance/key.js'
import { unread } from '../../instance/unread.js'
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

/** One value of a key, as the driver gave it or is to bind it, and the column that it is of. */
export type Part = readonly [column: ColumnMapping, value: unknown]

/**
 * Gives what a Map can be keyed by for the values of a key, equal for what the driver gives and what it binds for the same; null
 * where one of them is null, as such a key refers to nothing.
 */
export function tupleOf(parts: readonly Part[]): unknown {
  return keyOf(
    parts.map(([column, value]) => {
      const known = revealed(value)
      return known === unread ? null : identityPart(column, known)
    }),
  )
}
