// 300 histories by default, the same ones each time; AUTOMAP_RUNS asks for as many others, AUTOMAP_SEED for some again.
import fc from 'fast-check'
import t from 'tap'
import type { Schema } from '../../types/schema.js'
import type { Snapshot } from '../../types/snapshot.js'
import { booted } from '../fixtures/booted.js'
import { asked, histories, stations } from '../fixtures/changing.js'
import { moved } from '../fixtures/moved.js'
import { snapshotFor, snapshotOfBoot } from '../fixtures/snapshots.js'

function check(moves: readonly string[]): void {
  if (moves.length > 0) throw new Error(moves.join('\n'))
}

t.test('whatever changes, nothing that a snapshot names gets another name', async t => {
  let renamed = 0
  const property = fc.property(histories, history => {
    const { naming } = history
    let known: Snapshot | undefined
    for (const [schema, taken] of stations(history)) {
      const snapshot: Snapshot = snapshotOfBoot(booted(schema, {}, { naming }, known && { snapshot: known }))
      if (known !== undefined) {
        check(moved(known, snapshot))
        renamed += moved(known, snapshotFor(schema, { naming })).length
      }
      if (taken || known === undefined) known = snapshot
    }
  })
  fc.assert(property, asked(300))
  t.ok(renamed > 0, 'without a snapshot names would have moved')
})

t.test('whatever is reflected later, its names give way to those that were given first', async t => {
  let added = 0
  const first = fc.array(fc.nat(6), { minLength: 1, maxLength: 3 })
  const property = fc.property(histories, first, (history, places) => {
    const { naming } = history
    const [start, end] = [stations(history).at(0)?.[0], stations(history).at(-1)?.[0]] as [Schema, Schema]
    const snapshot = snapshotFor(start, { naming })
    const chosen = new Set(places.map(place => end.tables[place % end.tables.length]))
    const only = [(table: { schema: string; name: string }): boolean => wasChosen(chosen, table)]
    const before = booted(end, {}, { naming, only }, { snapshot })
    const boot = booted(end, {}, { naming }, { snapshot, before })
    check(moved(snapshotOfBoot(before), snapshotOfBoot(boot)))
    added += boot.mappings.length - before.mappings.length
  })
  fc.assert(property, asked(300))
  t.ok(added > 0)
})

function wasChosen(
  chosen: ReadonlySet<{ schema: string; name: string } | undefined>,
  table: { schema: string; name: string },
): boolean {
  return [...chosen].some(each => each?.schema === table.schema && each.name === table.name)
}
