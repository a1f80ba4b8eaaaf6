/** Compares two snapshots of a database in terms of those who call its models. Asks no database. */

import type { Column, Table } from '../../types/schema.js'
import type { Snapshot, SnapshotModel } from '../../types/snapshot.js'
import { tableText } from '../schema/key-text.js'
import { domainDrift } from './checks.js'
import { plainDrift, readDrift, writeDrift } from './columns.js'
import { type Drift, drift, type Subject, sortedDrift } from './finding.js'
import { renamedColumn, renamedTable } from './hints.js'
import {
  added,
  type Both,
  columnNamed,
  columnPairs,
  gone,
  inBoth,
  modelPairs,
  pairsBy,
  structureOf,
  tableOf,
} from './pairs.js'
import { relationshipDrift } from './relationships.js'
import { tableDrift } from './tables.js'
import { typeDrift } from './types.js'

/** Gives what has changed, frozen, the worst first. Empty for a snapshot and itself. */
export function driftOf(before: Snapshot, now: Snapshot): readonly Drift[] {
  const pairs = modelPairs(before, now)
  const fresh = added(pairs)
  const both = inBoth(pairs)
  const snapshots = { before, now }
  return sortedDrift([
    ...goneDrift(snapshots, gone(pairs), fresh),
    ...fresh.map(model =>
      drift('tableAdded', subjectOf(now, model), `it is new: ${tableOf(now, model)} has become a model`),
    ),
    ...both.flatMap(models => modelDrift(snapshots, models)),
    ...firstOfTables(both).flatMap(models => structureDrift(snapshots, models)),
    ...domainDrift(snapshots),
  ])
}

function subjectOf(snapshot: Snapshot, model: SnapshotModel): Subject {
  return { model: model.name, property: null, table: tableOf(snapshot, model), column: null }
}

/** By what is there now, found once for all that is gone. */
function goneDrift(
  { before, now }: Both<Snapshot>,
  models: readonly SnapshotModel[],
  fresh: readonly SnapshotModel[],
): Drift[] {
  if (models.length === 0) return []
  const all = new Map(
    now.structure.tables.map(table => [tableText(now.structure, table.schema, table.name), table]),
  )
  const tables = fresh.map(model => structureOf(now, model))
  return models.map(model => {
    const subject = subjectOf(before, model)
    const there = all.get(tableOf(before, model))
    if (there?.readable === false) {
      return drift('tableUnreadable', subject, 'the table may not be read any more')
    }
    const message =
      there === undefined
        ? `the table is gone${renamedTable(structureOf(before, model), tables)}`
        : 'the table is there, but it is not this model any more'
    return drift('tableGone', subject, message)
  })
}

/** Several models may share a table, which is compared once. */
function firstOfTables(models: readonly Both<SnapshotModel>[]): Both<SnapshotModel>[] {
  const rootsFirst = [...models].sort(
    (a, b) => Number(a.before.parent !== null) - Number(b.before.parent !== null),
  )
  const first = new Map<string, Both<SnapshotModel>>()
  for (const pair of rootsFirst) {
    const id = JSON.stringify([pair.before.schema, pair.before.table])
    if (!first.has(id)) first.set(id, pair)
  }
  return [...first.values()]
}

/** What a model has for its own, whoever else shares the table. */
function modelDrift(snapshots: Both<Snapshot>, models: Both<SnapshotModel>): Drift[] {
  const { before, now } = models
  const subject = subjectOf(snapshots.before, before)
  const found: Drift[] = []
  if (before.name !== now.name) {
    found.push(
      drift(
        'nameMoved',
        subject,
        `the model is called "${now.name}" now: take the names from the snapshot, by option "snapshot"`,
      ),
    )
  }
  if (before.parent !== now.parent) {
    found.push(
      drift(
        'parentChanged',
        subject,
        `it inherited from ${before.parent ?? 'no model'}, and inherits from ${now.parent ?? 'none'}`,
      ),
    )
  }
  return [
    ...found,
    ...propertyDrift(snapshots, models, subject),
    ...relationshipDrift(snapshots, models, subject),
  ]
}

function propertyDrift(snapshots: Both<Snapshot>, models: Both<SnapshotModel>, subject: Subject): Drift[] {
  const pairs = columnPairs(models)
  const tables = tablesOf(snapshots, models)
  const at = ({ name, column }: { name: string; column: string }): Subject => ({
    ...subject,
    property: name,
    column,
  })
  return [
    ...gone(pairs).map(each => {
      const there = columnNamed(tables.now, each.column)
      const old = columnNamed(tables.before, each.column) as Column
      const name = `column "${each.column}"`
      if (there?.readable === false) {
        return drift('columnUnreadable', at(each), `${name} may not be read any more`)
      }
      if (there !== undefined) {
        return drift('columnGone', at(each), `${name} is there, but it is not mapped any more`)
      }
      return drift('columnGone', at(each), `${name} is gone${renamedColumn(tables, old)}`)
    }),
    ...added(pairs).map(each => drift('columnAdded', at(each), `it is new: column "${each.column}"`)),
    ...inBoth(pairs).flatMap(pair => {
      const place = at(pair.before)
      const columns = {
        before: columnNamed(tables.before, pair.before.column) as Column,
        now: columnNamed(tables.now, pair.now.column) as Column,
      }
      const moved = `it is called "${pair.now.name}" now: take the names from the snapshot, by option "snapshot"`
      return [
        ...(pair.before.name === pair.now.name ? [] : [drift('nameMoved', place, moved)]),
        ...readDrift(place, pair, columns),
        ...typeDrift(place, {
          before: { schema: snapshots.before.structure, column: columns.before, mapped: pair.before },
          now: { schema: snapshots.now.structure, column: columns.now, mapped: pair.now },
        }),
      ]
    }),
  ]
}

function tablesOf(snapshots: Both<Snapshot>, models: Both<SnapshotModel>): Both<Table> {
  return {
    before: structureOf(snapshots.before, models.before),
    now: structureOf(snapshots.now, models.now),
  }
}

/** What the table has, mapped or not, as rows have to fit all of it. */
function structureDrift(snapshots: Both<Snapshot>, models: Both<SnapshotModel>): Drift[] {
  const subject = subjectOf(snapshots.before, models.before)
  const tables = tablesOf(snapshots, models)
  const properties = new Map(models.before.columns.map(({ column, name }) => [column, name]))
  const pairs = pairsBy(tables.before.columns, tables.now.columns, ({ name }) => name)
  const at = (column: string): Subject => ({ ...subject, property: properties.get(column) ?? null, column })
  return [
    ...tableDrift(subject, tables),
    ...added(pairs)
      .filter(isDemanded)
      .map(({ name }) =>
        drift(
          'requiredColumnAdded',
          at(name),
          `column "${name}" is new, takes no null and has no default: a write that does not know of it fails`,
        ),
      ),
    ...inBoth(pairs).flatMap(pair => [
      ...writeDrift(at(pair.before.name), pair),
      ...plainDrift(at(pair.before.name), pair),
    ]),
  ]
}

function isDemanded({ nullable, hasDefault, generated }: Column): boolean {
  return !nullable && !hasDefault && generated === null
}
