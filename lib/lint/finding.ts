/** Says what a finding about a database is. Finds nothing. */

import { deepFreeze, sortedBy } from '../dialect/plain-data.js'

/** Every code, in the order of `docs/lint.md`. */
export const lintCodes = [
  'keyTargetMissing',
  'keyTargetNotUnique',
  'keyTypeMismatch',
  'keyWithoutIndex',
  'requiredCycle',
  'requiredSelfReference',
  'noPrimaryKey',
  'nullableKey',
  'nullableUnique',
  'smallKey',
  'duplicateIndex',
  'redundantIndex',
  'invalidIndex',
  'keyNotValidated',
  'orphanRows',
  'undeclaredKey',
  'undeclaredOrphans',
  'keyNearItsEnd',
  'notChecked',
] as const

/** One of them. */
export type LintCode = (typeof lintCodes)[number]

/** `error`: rows or statements go wrong; `warning`: they may, or take long; `info`: good to know. */
export const lintSeverities = ['error', 'warning', 'info'] as const

/** One of them. */
export type LintSeverity = (typeof lintSeverities)[number]

/** One thing about a database that its owner may want to mend; safe to write as JSON. */
export interface Finding {
  readonly code: LintCode
  readonly severity: LintSeverity
  /** `customer`, or `sales.customer` outside the default schema. */
  readonly table: string
  /** Empty where it is about the table. */
  readonly columns: readonly string[]
  /** One sentence for people. Tells no value of a row. */
  readonly message: string
  /** The statements that mend it, one after the other, for its owner to judge and to run; none where none do so by themselves. */
  readonly cure: readonly string[]
}

/** Gives them frozen, the worst first, then by table, code and columns. */
export function sortedFindings(findings: Iterable<Finding>): readonly Finding[] {
  const sorted = sortedBy(findings, ({ severity, table, code, columns, message }) => [
    String(lintSeverities.indexOf(severity)),
    table,
    code,
    columns.join('\0'),
    message,
  ])
  return deepFreeze(
    sorted.map(finding => ({ ...finding, columns: [...finding.columns], cure: [...finding.cure] })),
  )
}
