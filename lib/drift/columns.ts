/** Compares a column with what it was: what is read of it, and what has to be written to it. Knows no relationship. */

import type { Column } from '../../types/schema.js'
import type { SnapshotColumn } from '../../types/snapshot.js'
import { type Drift, type DriftCode, drift, type Subject } from './finding.js'
import type { Both } from './pairs.js'

/** Gives what has changed for those who read a mapped column. */
export function readDrift(
  subject: Subject,
  mapped: Both<SnapshotColumn>,
  { before, now }: Both<Column>,
): Drift[] {
  const name = `"${before.name}"`
  const found: Drift[] = []
  const add = (code: DriftCode, message: string): void => void found.push(drift(code, subject, message))
  if (!before.nullable && now.nullable) add('becameNullable', `${name} takes null now: reads may give null`)
  if (!mapped.before.deferred && mapped.now.deferred) {
    add('becameDeferred', `${name} is read on demand now: it has to be awaited`)
  }
  if (mapped.before.deferred && !mapped.now.deferred) {
    add('becameImmediate', `${name} is read with its row now, and needs not be awaited`)
  }
  return found
}

/** Gives what has changed for those who write rows, whether or not a model maps the column. */
export function writeDrift(subject: Subject, both: Both<Column>): Drift[] {
  const { before, now } = both
  const name = `"${before.name}"`
  const change = demandChange(both)
  const found = change === null ? [] : [drift(change[0], subject, `${name} ${change[1]}`)]
  if (before.identity !== 'always' && now.identity === 'always') {
    const message = `${name} is always numbered by the database now: a write that gives it a value fails`
    return [...found, drift('identityAlways', subject, message)]
  }
  if (before.identity === 'always' && now.identity !== 'always' && now.generated === null) {
    return [...found, drift('identityOpened', subject, `${name} may be given a value now`)]
  }
  return found
}

/** Gives the one thing that has changed about what a write has to give. */
function demandChange({ before, now }: Both<Column>): readonly [DriftCode, string] | null {
  if (before.generated === null && now.generated !== null) {
    return ['becameGenerated', 'is computed by the database now: a write that gives it a value fails']
  }
  if (before.generated !== null && now.generated === null) {
    return ['generatedGone', 'is not computed by the database any more: a write has to give it']
  }
  const [was, is] = [demandOf(before), demandOf(now)]
  const change = fillingChange(was, is, before.nullable)
  if (change !== null) return change
  const isRefused = before.nullable && !now.nullable
  return isRefused ? ['nullRefused', 'takes no null any more: a write that gives it null fails'] : null
}

type Demand = 'given' | 'filled' | 'null'

/** By who gave the value where a write left it out, and who does now. */
function fillingChange(was: Demand, is: Demand, tookNull: boolean): readonly [DriftCode, string] | null {
  if (was === is) return null
  if (is === 'given' && tookNull) {
    return ['becameRequired', 'takes no null any more: a write that leaves it out fails']
  }
  if (is === 'given') return ['defaultGone', 'has no default any more: a write that leaves it out fails']
  if (was === 'filled') {
    return ['defaultGone', 'has no default any more: a write that leaves it out leaves null']
  }
  return was === 'given' && is === 'filled'
    ? ['defaultAdded', 'has a default now: a write may leave it out']
    : null
}

/** Who gives a value where a write leaves the column out. */
function demandOf({ nullable, hasDefault, default: text, generated }: Column): Demand {
  // A default can be null, which fills nothing.
  if (generated !== null || (hasDefault && !/^null\b/i.test(text ?? ''))) return 'filled'
  return nullable ? 'null' : 'given'
}

/** Gives what has changed about how a column is made, compared and described, and about nothing that a call says. */
export function plainDrift(subject: Subject, { before, now }: Both<Column>): Drift[] {
  const name = `"${before.name}"`
  const found: Drift[] = []
  const add = (code: DriftCode, message: string): void => void found.push(drift(code, subject, message))
  if (before.comment !== now.comment) add('commentChanged', `the comment on ${name} has changed`)
  if (before.collation !== now.collation) {
    add('collationChanged', `${name} is collated ${collationText(now)}, no longer ${collationText(before)}`)
  }
  if (before.generated !== null && now.generated !== null) {
    if (before.generated !== now.generated || before.default !== now.default) {
      add('generationChanged', `${name} is computed in another way`)
    }
  } else if (isOtherDefault(before, now)) {
    add(
      'defaultChanged',
      `the default of ${name} has changed: it is ${now.default ?? 'made by the database'}`,
    )
  }
  return found
}

/** One that was not needed, or that is not: others are told of as what they change for a write. */
function isOtherDefault(before: Column, now: Column): boolean {
  if (before.generated !== null || now.generated !== null) return false
  if (before.hasDefault !== now.hasDefault) return now.hasDefault && before.nullable && now.nullable
  return before.default !== now.default
}

function collationText({ collation }: Column): string {
  return collation === null ? 'by default' : `"${collation}"`
}
