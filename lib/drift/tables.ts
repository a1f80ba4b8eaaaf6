/** Compares what a table says beside its columns with what it said: keys, constraints, indexes, comments. */

import type { Index, Table } from '../../types/schema.js'
import { byCodePoint } from '../schema/compare.js'
import { quotedNames } from '../schema/printable.js'
import { uniqueKeys } from '../schema/unique-keys.js'
import { checkDrift } from './checks.js'
import { type Drift, type DriftCode, drift, type Subject } from './finding.js'
import { added, type Both, gone, inBoth, pairsBy } from './pairs.js'

/** Gives what has changed about a table that is in both. */
export function tableDrift(subject: Subject, both: Both<Table>): Drift[] {
  const { before, now } = both
  const found: Drift[] = []
  const add = (code: DriftCode, message: string): void => void found.push(drift(code, subject, message))
  const [wasView, isView] = [isReadOnly(before), isReadOnly(now)]
  if (!wasView && isView) add('tableReadOnly', 'the table is a view now: nothing can be written to it')
  if (wasView && !isView) add('tableWritable', 'the view is a table now')
  if (before.comment !== now.comment) add('commentChanged', 'the comment on the table has changed')
  if (isReordered(both)) add('orderChanged', 'the columns of the table stand in another order')
  return [
    ...found,
    ...keyDrift(subject, both),
    ...uniqueDrift(subject, both),
    ...foreignKeyDrift(subject, both),
    ...constraintDrift(subject, both),
    ...checkDrift(subject, both),
    ...indexDrift(subject, both),
  ]
}

function isReadOnly({ kind }: Table): boolean {
  return kind === 'view' || kind === 'materializedView'
}

function isReordered({ before, now }: Both<Table>): boolean {
  const names = ({ columns }: Table, other: Table): string[] =>
    columns.map(({ name }) => name).filter(name => other.columns.some(each => each.name === name))
  return names(before, now).join('\0') !== names(now, before).join('\0')
}

function keyDrift(subject: Subject, { before, now }: Both<Table>): Drift[] {
  const [old, fresh] = [before, now].map(({ primaryKey }) => primaryKey?.columns ?? []) as [
    readonly string[],
    readonly string[],
  ]
  if (old.join('\0') === fresh.join('\0')) return []
  const is = fresh.length === 0 ? 'there is none any more' : `is ${quotedNames(fresh)}`
  return [
    old.length === 0
      ? drift('keyAdded', subject, `the table has a primary key now: ${quotedNames(fresh)}`)
      : drift('keyChanged', subject, `the primary key was ${quotedNames(old)}, and ${is}`),
  ]
}

/** Those over columns that are in both tables: others come and go with their columns. */
function uniqueDrift(subject: Subject, { before, now }: Both<Table>): Drift[] {
  const idOf = (columns: readonly string[]): string => [...columns].sort(byCodePoint).join('\0')
  const lists = (table: Table, other: Table): (readonly string[])[] => {
    const shared = uniqueKeys(table)
      .map(({ columns }) => columns)
      .filter(columns => columns.every(name => other.columns.some(each => each.name === name)))
    return [...new Map(shared.map(columns => [idOf(columns), columns])).values()]
  }
  const old = lists(before, now)
  const pairs = pairsBy(old, lists(now, before), idOf)
  const isKey = (columns: readonly string[], table: Table): boolean =>
    columns.join('\0') === table.primaryKey?.columns.join('\0')
  const lost = gone(pairs).filter(columns => !isKey(columns, before))
  const more = added(pairs).filter(columns => !(before.primaryKey === null && isKey(columns, now)))
  return [
    ...lost.map(columns =>
      drift(
        'uniqueGone',
        subject,
        `${quotedNames(columns)} is not unique any more: rows may repeat it, and an upsert that finds rows by it fails`,
      ),
    ),
    ...more.map(columns => {
      const isKnown = old.some(known => known.every(name => columns.includes(name)))
      return isKnown
        ? drift('uniqueKeyAdded', subject, `${quotedNames(columns)} is a unique key of its own now`)
        : drift(
            'uniqueAdded',
            subject,
            `${quotedNames(columns)} is unique now: a write that repeats it fails`,
          )
    }),
  ]
}

/** Those over columns that were there, and in no key: what was written and deleted before may be refused. */
function foreignKeyDrift(subject: Subject, { before, now }: Both<Table>): Drift[] {
  const pairs = pairsBy(before.foreignKeys, now.foreignKeys, ({ columns }) => columns.join('\0'))
  const known = new Set(before.columns.map(({ name }) => name))
  return added(pairs)
    .filter(({ columns }) => columns.every(name => known.has(name)))
    .map(({ columns, referencedTable }) =>
      drift(
        'foreignKeyAdded',
        subject,
        `${quotedNames(columns)} has to find its row of "${referencedTable}" now: a write that finds none fails, and so may a delete there`,
      ),
    )
}

/** Names, and when constraints are looked at; what they are about is told of elsewhere. */
function constraintDrift(subject: Subject, { before, now }: Both<Table>): Drift[] {
  const kept = inBoth(pairsBy(constraintsOf(before), constraintsOf(now), ({ what }) => what))
  return kept
    .filter(pair => pair.before.text !== pair.now.text)
    .map(pair =>
      drift(
        'constraintChanged',
        subject,
        `the ${pair.before.what} has another name, or is looked at at another time`,
      ),
    )
}

interface Constraint {
  readonly what: string
  readonly text: string
}

function constraintsOf({ primaryKey, uniqueConstraints, foreignKeys }: Table): Constraint[] {
  const all = [
    ...(primaryKey === null ? [] : [primaryKey]).map(key => ({
      kind: 'primary key',
      key,
      more: [] as unknown[],
    })),
    ...uniqueConstraints.map(key => ({
      kind: 'unique constraint',
      key,
      more: [key.nullsDistinct] as unknown[],
    })),
    ...foreignKeys.map(key => ({
      kind: `foreign key to "${key.referencedTable}"`,
      key,
      more: [key.initiallyDeferred, key.validated] as unknown[],
    })),
  ]
  return all.map(({ kind, key, more }) => ({
    what: `${kind} over ${quotedNames(key.columns)}`,
    text: JSON.stringify([key.name, key.deferrable, ...more]),
  }))
}

/** An index that keeps only some rows unique, or what is computed of them, is no key, and yet refuses writes. */
function indexDrift(subject: Subject, { before, now }: Both<Table>): Drift[] {
  const pairs = pairsBy(before.indexes, now.indexes, ({ name }) => name)
  const changed = inBoth(pairs).filter(pair => JSON.stringify(pair.before) !== JSON.stringify(pair.now))
  const narrow = [...added(pairs), ...changed.filter(pair => !isNarrow(pair.before)).map(pair => pair.now)]
  return [
    ...gone(pairs).map(({ name }) => drift('indexChanged', subject, `index "${name}" is gone`)),
    ...added(pairs).map(({ name }) => drift('indexChanged', subject, `index "${name}" is new`)),
    ...changed.map(pair => drift('indexChanged', subject, `index "${pair.now.name}" has changed`)),
    ...narrow
      .filter(isNarrow)
      .map(({ name }) =>
        drift(
          'uniqueAdded',
          subject,
          `index "${name}" keeps rows unique now: a write that repeats them fails`,
        ),
      ),
  ]
}

function isNarrow({ unique, valid, partial, parts }: Index): boolean {
  return unique && valid && (partial || parts.some(({ column }) => column === null))
}
