/** Says what a drift is, and how bad each kind of it is for those who call the models. Finds none. */

import { deepFreeze, sortedBy } from '../dialect/plain-data.js'

/** `breaking`: code that worked may fail; `additive`: there is more than before; `cosmetic`: calls do the same. */
export const driftSeverities = ['breaking', 'additive', 'cosmetic'] as const

/** One of them. */
export type DriftSeverity = (typeof driftSeverities)[number]

/** Every code with its severity, in the order of `docs/drift.md`. */
export const driftCodes = {
  tableGone: 'breaking',
  tableReadOnly: 'breaking',
  tableUnreadable: 'breaking',
  columnGone: 'breaking',
  columnUnreadable: 'breaking',
  relationshipGone: 'breaking',
  relationshipChanged: 'breaking',
  relationshipNullable: 'breaking',
  deleteChanged: 'breaking',
  nameMoved: 'breaking',
  parentChanged: 'breaking',
  typeChanged: 'breaking',
  typeNarrowed: 'breaking',
  enumValueGone: 'breaking',
  enumOrderChanged: 'breaking',
  becameNullable: 'breaking',
  becameRequired: 'breaking',
  nullRefused: 'breaking',
  defaultGone: 'breaking',
  becameGenerated: 'breaking',
  generatedGone: 'breaking',
  identityAlways: 'breaking',
  becameDeferred: 'breaking',
  requiredColumnAdded: 'breaking',
  keyChanged: 'breaking',
  uniqueGone: 'breaking',
  uniqueAdded: 'breaking',
  foreignKeyAdded: 'breaking',
  checkAdded: 'breaking',
  collationChanged: 'breaking',
  tableMissing: 'breaking',
  columnMissing: 'breaking',
  typeMismatch: 'breaking',
  nullabilityMismatch: 'breaking',
  keyMismatch: 'breaking',
  tableAdded: 'additive',
  tableWritable: 'additive',
  columnAdded: 'additive',
  relationshipAdded: 'additive',
  relationshipRequired: 'additive',
  typeWidened: 'additive',
  enumValueAdded: 'additive',
  defaultAdded: 'additive',
  identityOpened: 'additive',
  becameImmediate: 'additive',
  keyAdded: 'additive',
  uniqueKeyAdded: 'additive',
  commentChanged: 'cosmetic',
  typeReworded: 'cosmetic',
  defaultChanged: 'cosmetic',
  generationChanged: 'cosmetic',
  orderChanged: 'cosmetic',
  constraintChanged: 'cosmetic',
  checkChanged: 'cosmetic',
  indexChanged: 'cosmetic',
} as const

/** One of them. */
export type DriftCode = keyof typeof driftCodes

/** One difference, in the words of the models; safe to write as JSON. */
export interface Drift {
  readonly severity: DriftSeverity
  readonly code: DriftCode
  /** As it was named before; null where it is about no model. */
  readonly model: string | null
  /** A column or a relationship; null where it is about the model. */
  readonly property: string | null
  /** `customer`, or `sales.customer` outside the default schema; null where it is about no table. */
  readonly table: string | null
  readonly column: string | null
  /** One sentence for people. */
  readonly message: string
}

/** Where a drift is. */
export type Subject = Pick<Drift, 'model' | 'property' | 'table' | 'column'>

/** Gives a drift. */
export function drift(code: DriftCode, subject: Subject, message: string): Drift {
  const { model, property, table, column } = subject
  return { severity: driftCodes[code], code, model, property, table, column, message }
}

/** Gives them frozen, the worst first, then by model, property and code. */
export function sortedDrift(all: Iterable<Drift>): readonly Drift[] {
  return deepFreeze(
    sortedBy(all, ({ severity, model, table, property, column, code, message }) => [
      String(driftSeverities.indexOf(severity)),
      model ?? '',
      table ?? '',
      property ?? '',
      column ?? '',
      code,
      message,
    ]),
  )
}
