/** Compares what a column holds with what it held. Reads no value. */

import type { Column, EnumType, QualifiedName, Schema } from '../../types/schema.js'
import type { SnapshotColumn } from '../../types/snapshot.js'
import { quotedNames } from '../schema/printable.js'
import { type Drift, drift, type Subject } from './finding.js'
import type { Both } from './pairs.js'

/** A column as the schema and as its model have it. */
export interface Mapped {
  readonly schema: Schema
  readonly column: Column
  readonly mapped: SnapshotColumn
}

/** Gives what has changed about the type; at most one drift, but for those of labels. */
export function typeDrift(subject: Subject, both: Both<Mapped>): Drift[] {
  const { before, now } = both
  const [old, fresh] = [before.column, now.column]
  const name = `"${old.name}"`
  const change = `${name} was ${typeText(before)}, and is ${typeText(now)}`
  const labels = labelDrift(subject, both)
  if (isOther(both) && !isWider(both)) return [drift('typeChanged', subject, change), ...labels]
  if (isNarrower(old, fresh)) {
    return [drift('typeNarrowed', subject, `${change}: values that it took before may be refused`), ...labels]
  }
  if (isWider(both) || isNarrower(fresh, old)) {
    return [drift('typeWidened', subject, `${change}: it takes all that it took, and more`), ...labels]
  }
  if (old.type === fresh.type || labels.length > 0) return labels
  return [drift('typeReworded', subject, `${change}: its values are the same`)]
}

function isOther({ before, now }: Both<Mapped>): boolean {
  return (
    before.mapped.kind !== now.mapped.kind ||
    before.mapped.value !== now.mapped.value ||
    before.column.elementKind !== now.column.elementKind
  )
}

/** Whole numbers that got more bits, and are the same to JavaScript. */
function isWider({ before, now }: Both<Mapped>): boolean {
  return (
    before.mapped.kind === 'integer' &&
    now.mapped.kind === 'bigint' &&
    before.mapped.value === now.mapped.value
  )
}

/** By the names that servers share for numbers of so many bytes. */
const bytes = (type: QualifiedName | null): number =>
  Number(/^(?:int|float)(\d)$/.exec(type?.name ?? '')?.[1] ?? 0)

function isNarrower(before: Column, now: Column): boolean {
  return (
    isLess(now.length, before.length) ||
    isLess(wholeDigits(now), wholeDigits(before)) ||
    isLess(now.scale, before.scale) ||
    isLess(
      now.kind === 'decimal' ? null : now.precision,
      before.kind === 'decimal' ? null : before.precision,
    ) ||
    (bytes(now.baseType) !== 0 && bytes(now.baseType) < bytes(before.baseType))
  )
}

/** Null is as much as there may be. */
function isLess(now: number | null, before: number | null): boolean {
  return now !== null && now < (before ?? Number.POSITIVE_INFINITY)
}

function wholeDigits({ kind, precision, scale }: Column): number | null {
  return kind === 'decimal' && precision !== null ? precision - (scale ?? 0) : null
}

/** Gives `varchar(20) (string)`. */
function typeText({ column, mapped }: Mapped): string {
  const type = column.type === '' ? 'of no type' : column.type
  const values = mapped.kind === 'array' ? `list of ${mapped.value}` : mapped.value
  return `${type} (${values})`
}

function labelDrift(subject: Subject, { before, now }: Both<Mapped>): Drift[] {
  const [old, fresh] = [labelsOf(before), labelsOf(now)]
  if (old === null || fresh === null) return []
  const lost = old.filter(label => !fresh.includes(label))
  const more = fresh.filter(label => !old.includes(label))
  const kept = old.filter(label => fresh.includes(label))
  const isMoved = fresh.filter(label => old.includes(label)).some((label, place) => label !== kept[place])
  const name = `"${before.column.name}"`
  return [
    ...(lost.length === 0
      ? []
      : [drift('enumValueGone', subject, `${name} does not take ${quotedNames(lost)} any more`)]),
    ...(more.length === 0
      ? []
      : [drift('enumValueAdded', subject, `${name} takes ${quotedNames(more)} now, and reads may give it`)]),
    ...(isMoved
      ? [
          drift(
            'enumOrderChanged',
            subject,
            `the values of ${name} are in another order: rows sorted by it are, too`,
          ),
        ]
      : []),
  ]
}

function labelsOf({ schema, column }: Mapped): readonly string[] | null {
  const type: EnumType | undefined = schema.enums.find(
    each => each.schema === column.enum?.schema && each.name === column.enum.name,
  )
  return type?.labels ?? null
}
