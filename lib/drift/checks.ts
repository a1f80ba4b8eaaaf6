/** Compares what rows and values are checked for with what they were. Understands no expression. */

import type { Check, Table } from '../../types/schema.js'
import type { Snapshot } from '../../types/snapshot.js'
import { type Drift, drift, type Subject } from './finding.js'
import { added, type Both, gone, inBoth, pairsBy, structureOf } from './pairs.js'

/** Gives what has changed about the checks of a table; one of new columns alone refuses no write that was made before. */
export function checkDrift(subject: Subject, { before, now }: Both<Table>): Drift[] {
  const known = new Set(before.columns.map(({ name }) => name))
  const fresh = now.columns.map(({ name }) => name).filter(name => !known.has(name))
  const isOfNew = (check: Check): boolean => mentions(check, fresh) && !mentions(check, [...known])
  const pairs = pairsOf(before.checks, now.checks)
  return [
    ...gone(pairs).map(each =>
      drift('checkChanged', subject, `rows are not checked for ${textOf(each)} any more`),
    ),
    ...added(pairs).map(each =>
      isOfNew(each)
        ? drift('checkChanged', subject, `what is new is checked for ${textOf(each)}`)
        : drift('checkAdded', subject, `rows are checked for ${textOf(each)} now: a write of others fails`),
    ),
    ...inBoth(pairs)
      .filter(pair => pair.before.name !== pair.now.name)
      .map(({ now: { name } }) => drift('constraintChanged', subject, `a check is called "${name}" now`)),
  ]
}

/** The same of the domains that columns of models have. */
export function domainDrift({ before, now }: Both<Snapshot>): Drift[] {
  const subject: Subject = { model: null, property: null, table: null, column: null }
  const used = usedDomains(before)
  const pairs = pairsBy(before.structure.domains, now.structure.domains, idOf)
  return inBoth(pairs)
    .filter(pair => used.has(idOf(pair.before)))
    .flatMap(pair => {
      const checks = pairsOf(pair.before.checks, pair.now.checks)
      const values = `values of domain "${pair.now.name}" are`
      return [
        ...gone(checks).map(each =>
          drift('checkChanged', subject, `${values} not checked for ${textOf(each)} any more`),
        ),
        ...added(checks).map(each =>
          drift('checkAdded', subject, `${values} checked for ${textOf(each)} now: a write of others fails`),
        ),
      ]
    })
}

function usedDomains(snapshot: Snapshot): Set<string> {
  return new Set(
    snapshot.models
      .flatMap(model => structureOf(snapshot, model).columns)
      .flatMap(({ domain }) => (domain === null ? [] : [idOf(domain)])),
  )
}

function idOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return JSON.stringify([schema, name])
}

function pairsOf(before: readonly Check[], now: readonly Check[]): ReturnType<typeof pairsBy<Check>> {
  return pairsBy(before, now, ({ expression }) => plainText(expression ?? ''))
}

const casts =
  /::(?:character varying|bit varying|double precision|time(?:stamp)? with(?:out)? time zone|[\w."]+)(?:\([\d, ]+\))?(?:\[\])*/g

/** A server writes an expression anew where a column's type changes, with other casts. */
function plainText(expression: string): string {
  return expression.replaceAll(casts, '').replaceAll(/\((\w+|"[^"]+")\)/g, '$1')
}

function mentions(check: Check, columns: readonly string[]): boolean {
  const text = check.expression ?? ''
  const words = new Set(text.split(/[^\p{L}\p{N}_$]+/u))
  return columns.some(name => words.has(name) || text.includes(`"${name}"`))
}

function textOf({ expression }: Check): string {
  return expression ?? 'something'
}
