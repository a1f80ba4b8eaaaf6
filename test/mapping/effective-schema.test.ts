import t from 'tap'
import { integer } from '../../lib/index.js'
import { booted, findings, related } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import { schemaOf, table } from '../fixtures/schema.js'

t.test('without classes the schema is the reflected one, and with them that stays as it is', async t => {
  const plain = booted({ a: {} })
  t.equal(plain.tables[0], plain.schema.tables[0])
  const said = booted({ a: {}, b: {} }, { A: { options: { comment: 'first' } } })
  t.not(said.tables[0], said.schema.tables[0])
  t.equal(said.tables[1], said.schema.tables[1])
  t.same([said.tables[0]?.comment, said.schema.tables[0]?.comment], ['first', null])
})

t.test('an index is over columns that there are', async t => {
  t.equal(
    await errorOf(() => booted({ a: {} }, { A: { options: { indexes: [['id'], ['di']] } } })),
    'DeclarationError DECLARATION_INVALID: Cannot map an index of class "A": table "a" has no column "di"',
  )
})

const worlds = schemaOf([
  table('place', { columns: ['id', 'zone', 'no'], primaryKey: ['zone', 'no'] }),
  table('place', { schema: 'far', columns: ['id'] }),
  table('trip', { schema: 'far', columns: ['id', 'to_zone', 'to_no', 'place_id', 'home_id', 'x?'] }),
  table('visit', { columns: ['id', 'place_no'] }),
])

t.test('a key leads beside its table, or to the own schema, or where it says', async t => {
  const boot = booted(worlds, {
    Trip: {
      table: 'trip',
      columns: {
        placeId: integer().references('place.id'),
        homeId: integer().references('main.place.id'),
        gone: integer(),
        lost: integer('gone').references('place.id'),
        x: integer().nullable().references('nowhere.id'),
      },
      options: {
        foreignKeys: [
          { columns: ['toZone', 'to_no'], references: 'main.place' },
          { columns: ['toNo', 'to_zone'], references: 'main.place(no, zone)' },
          { columns: ['gone'], references: 'place' },
          { columns: ['id'], references: 'elsewhere' },
        ],
      },
    },
    Place: { table: 'place', columns: { number: integer('no') } },
    Visit: { table: 'visit', columns: { placeNo: integer().references('place.number') } },
  })
  const known = 'a class declares it; the database does not have it'
  t.same(
    boot.report.foreignKeys.map(({ key, status, reason }) => `${key} ${status}: ${reason}`),
    [
      'far.trip(home_id) -> place(id) skipped: "id" of "place" is not a key: more than one row could be meant',
      'far.trip(id) -> far.elsewhere() skipped: its target "far.elsewhere" does not exist',
      `far.trip(place_id) -> far.place(id) related: ${known}`,
      `far.trip(to_zone, to_no) -> place(zone, no) related: ${known}`,
      'far.trip(x) -> far.nowhere(id) skipped: its target "far.nowhere" does not exist',
      'visit(place_no) -> place(no) skipped: "no" of "place" is not a key: more than one row could be meant',
    ],
  )
  t.same(related(boot), [
    'Place.trips: oneToMany Trip, back by placeByToZoneToNo, far.trip(to_zone, to_no) -> place(zone, no)',
    'FarPlace.trips: oneToMany Trip, back by place, far.trip(place_id) -> far.place(id)',
    'Trip.place: manyToOne FarPlace, back by trips, far.trip(place_id) -> far.place(id)',
    'Trip.placeByToZoneToNo: manyToOne Place, back by trips, far.trip(to_zone, to_no) -> place(zone, no)',
  ])
  t.same(findings(boot), [
    'Trip.gone columnMissing: table "trip" has no column for it; name one with .named(\'…\')',
    'Trip.lost columnMissing: table "trip" has no column "gone"',
  ])
})
