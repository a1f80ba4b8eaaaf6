/** Makes actions of the rows of association tables, each row once, whichever side says so. Orders nothing. */

import type { Through } from '../../../types/relationship.js'
import { storedValue } from '../../instance/edit.js'
import { identityOf, rootOf } from '../../instance/identity.js'
import { blockOf, type Instance } from '../../instance/instance.js'
import { statusOf } from '../../instance/status.js'
import type { ColumnMapping, RelationshipMapping, ThroughMapping } from '../../mapping/mapping.js'
import { byCodePoint } from '../../schema/compare.js'
import { type Action, actionOf } from './action.js'
import { isPassive } from './passive.js'
import { type Place, placesOf } from './place.js'
import { boundOf, tupleOf, type Value } from './value.js'
import type { Pair, Work } from './work.js'

/** Gives the actions for what collections that lead through an association table gained and lost; `others` are of its own model. */
export function pairActions(work: Work, others: readonly Action[]): Action[] {
  const tokens = new Tokens()
  const added = byRow(
    work.added.filter(pair => !isGone(work, pair)),
    tokens,
  )
  const removed = byRow(
    work.removed.filter(pair => !isGone(work, pair)),
    tokens,
  )
  const actions: Action[] = []
  for (const [row, pair] of added) {
    // What one side adds and the other takes away is there, and stays.
    if (removed.delete(row)) continue
    actions.push(insertOf(pair))
  }
  for (const pair of removed.values()) actions.push(deleteOf(pair))
  return actions.filter(action => !others.some(other => isSameRow(action, other)))
}

/** The rows of what is deleted go with it, where it has a relationship that says so. */
function isGone(work: Work, { relationship, source, target }: Pair): boolean {
  const isLeaving = (end: Instance, side: RelationshipMapping | null): boolean =>
    work.deleted.has(end) && side !== null && !side.info.viewOnly && !isPassive(work, side)
  return isLeaving(source, relationship) || isLeaving(target, relationship.inverse)
}

function byRow(pairs: readonly Pair[], tokens: Tokens): Map<string, Pair> {
  const rows = new Map<string, Pair>()
  for (const pair of pairs) {
    const text = rowText(pair, tokens)
    if (!rows.has(text)) rows.set(text, pair)
  }
  return rows
}

/** The same from both sides. */
function rowText({ relationship, source, target }: Pair, tokens: Tokens): string {
  const { through } = relationship
  const { from, sourceColumns, targetColumns } = through as ThroughMapping
  const ends = [`${sourceColumns} ${tokens.of(source)}`, `${targetColumns} ${tokens.of(target)}`]
  return `${from} ${ends.sort(byCodePoint).join(' ')}`
}

/** Texts that stand for rows. */
class Tokens {
  readonly #numbers = new Map<unknown, number>()

  of(instance: Instance): number {
    const root = rootOf(blockOf(instance).mapping)
    const identity =
      statusOf(instance) === 'new'
        ? null
        : identityOf(
            root,
            root.key.map(key => storedValue(instance, key)),
          )
    return this.#number(identity === null ? instance : `${root.from} ${typeof identity} ${String(identity)}`)
  }

  #number(value: unknown): number {
    const known = this.#numbers.get(value) ?? this.#numbers.size
    this.#numbers.set(value, known)
    return known
  }
}

/** The columns of an association's row, and what each holds. */
function columnsOf({
  relationship,
  source,
  target,
}: Pair): readonly (readonly [string, Instance, ColumnMapping])[] {
  const { columns, referencedColumns, info } = relationship
  const { sourceColumns, targetColumns } = info.through as Through
  return [
    ...sourceColumns.map((name, i) => [name, source, columns[i] as ColumnMapping] as const),
    ...targetColumns.map((name, i) => [name, target, referencedColumns[i] as ColumnMapping] as const),
  ]
}

function placeOf({ relationship }: Pair): Place {
  return placesOf((relationship.through as ThroughMapping).mapping)[0] as Place
}

function insertOf(pair: Pair): Action {
  const action = actionOf('insert', placeOf(pair), null)
  for (const [name, from, column] of columnsOf(pair)) action.values.set(name, { from, column })
  return action
}

function deleteOf(pair: Pair): Action {
  const columns = columnsOf(pair)
  const row = columns.map(([, from, column]): Value => ({ bound: storedValue(from, column) }))
  return actionOf('delete', placeOf(pair), null, { columns: columns.map(([name]) => name), rows: [row] })
}

/** Whoever writes the row by its own model need not do it by a collection as well. */
function isSameRow(action: Action, other: Action): boolean {
  if (other.place !== action.place || other.operation !== action.operation || other.instance === null)
    return false
  const { found, values } = action
  const names = found?.columns ?? [...values.keys()]
  return names.every((name, i) => {
    const mapping = other.place.columns.get(name)?.mapping as ColumnMapping
    const own = found === null ? (values.get(name) as Value) : (found.rows[0]?.[i] as Value)
    const value =
      other.operation === 'insert'
        ? other.values.get(name)
        : { bound: storedValue(other.instance as Instance, mapping) }
    return value !== undefined && isSameValue(mapping, own, value)
  })
}

function isSameValue(column: ColumnMapping, one: Value, other: Value): boolean {
  const key = tupleOf([[column, boundOf(one)]])
  if (key !== null) return key === tupleOf([[column, boundOf(other)]])
  return 'from' in one && 'from' in other && one.from === other.from && one.column.slot === other.column.slot
}

/** Gives the actions for rows that are found by what they refer to, all of one relationship at once. */
export function unseenActions({ unseen }: Work): Action[] {
  return unseen.flatMap(({ operation, relationship, owners }) => {
    const { through, columns, referencedColumns, info, target } = relationship
    const names = info.through?.sourceColumns ?? referencedColumns.map(({ column }) => column.name)
    const [place] = placesOf(through?.mapping ?? target) as [Place]
    const rows = owners
      .map(owner => columns.map((column): Value => ({ bound: storedValue(owner, column) })))
      .filter(row => row.every(value => boundOf(value) !== null))
    if (rows.length === 0) return []
    const action = actionOf(operation, place, null, { columns: names, rows })
    if (operation === 'update') {
      const keys = new Set(place.key.map(({ name }) => name))
      for (const { column } of referencedColumns) {
        if (column.nullable && !keys.has(column.name)) action.values.set(column.name, { bound: null })
      }
    }
    return [action]
  })
}
