/** Writes drift as text for people. Colours nothing, and prints nothing. */

import { printable } from '../schema/printable.js'
import { type Drift, type DriftSeverity, driftSeverities } from './finding.js'

/** What is written. */
export interface DriftTextOptions {
  /** The severities that are listed; others are counted alone. Default: all. */
  readonly only?: readonly DriftSeverity[]
}

/** Gives the drift by severity and model, and how much there is of each at the end. */
export function driftText(
  findings: readonly Drift[],
  { only = driftSeverities }: DriftTextOptions = {},
): string {
  if (findings.length === 0) return 'Nothing has changed.\n'
  const groups = driftSeverities
    .filter(severity => only.includes(severity))
    .map(severity => groupText(severity, findings))
    .filter(text => text !== '')
  const counts = driftSeverities.map(severity => `${of(severity, findings).length} ${severity}`).join(', ')
  return [...groups, `${counts}\n`].join('\n')
}

function groupText(severity: DriftSeverity, findings: readonly Drift[]): string {
  const lines = of(severity, findings).map(lineOf)
  return lines.length === 0 ? '' : `${severity}\n${lines.join('')}`
}

function of(severity: DriftSeverity, findings: readonly Drift[]): Drift[] {
  return findings.filter(each => each.severity === severity)
}

function lineOf({ model, property, table, code, message }: Drift): string {
  const subject = [model, property].filter(name => name !== null).join('.')
  const place = table === null ? '' : ` (${table})`
  const head = subject === '' ? code : `${subject}${place} ${code}`
  return printable(`  ${head}: ${message}`).concat('\n')
}
