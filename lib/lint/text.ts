/** Writes findings as text for people. Colours nothing, and prints nothing. */

import { countText, printable } from '../schema/printable.js'
import { type Finding, lintSeverities } from './finding.js'

/** Gives the findings by table, each with what mends it, and how many there are at the end. */
export function lintText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing was found.\n'
  const tables = new Map<string, Finding[]>()
  for (const finding of findings) tables.set(finding.table, [...(tables.get(finding.table) ?? []), finding])
  const parts = [...tables].map(([table, own]) => `${printable(table)}\n${own.map(lineOf).join('')}`)
  return `${parts.join('\n')}\n${summaryOf(findings)}\n`
}

function lineOf({ severity, code, message, cure }: Finding): string {
  const statements = cure.map(statement => `    ${printable(statement)};\n`)
  return `  ${severity} ${code}: ${printable(message)}\n${statements.join('')}`
}

function summaryOf(findings: readonly Finding[]): string {
  return lintSeverities
    .map(severity => {
      const count = findings.filter(finding => finding.severity === severity).length
      return severity === 'info' ? `${count} info` : countText(count, severity)
    })
    .join(', ')
}
