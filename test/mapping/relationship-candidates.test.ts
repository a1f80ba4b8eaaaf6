import t from 'tap'
import type { RelationshipOptions } from '../../types/declared.js'
import { booted } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import type { TableInput } from '../fixtures/schema.js'

const tables: Record<string, TableInput> = {
  person: { columns: ['id', 'zone', 'no'], unique: [['zone', 'no']] },
  letter: {
    columns: ['id', 'from_zone', 'from_no', 'to_zone', 'to_no'],
    foreignKeys: ['(from_zone, from_no) -> person(zone, no)', '(to_zone, to_no) -> person(zone, no)'],
  },
  friend: {
    columns: ['a_id', 'b_id'],
    primaryKey: ['a_id', 'b_id'],
    foreignKeys: ['a_id -> person.id', 'b_id -> person.id'],
  },
  foe: {
    columns: ['a_id', 'b_id'],
    primaryKey: ['a_id', 'b_id'],
    foreignKeys: ['a_id -> person.id', 'b_id -> person.id'],
  },
  card: { columns: ['id', 'person_id?'], unique: [['person_id']], foreignKeys: ['person_id -> person.id'] },
}

const found = (model: string, target: string, options: RelationshipOptions): Promise<string> =>
  errorOf(() => {
    const boot = booted(tables, { [model]: { relationships: { link: [target, options] } } })
    const { info } = boot.mappings.find(each => each.name === model)!.relationships.get('link')!
    throw new Error(`${info.kind} ${info.through?.sourceColumns ?? ''}${info.key}`)
  })

t.test('a key is found by its columns, on whichever side they are and in whatever order', async t => {
  const from = 'letter(from_zone, from_no) -> person(zone, no)'
  const to = 'letter(to_zone, to_no) -> person(zone, no)'
  t.equal(await found('Letter', 'person', { foreignKey: ['fromNo', 'fromZone'] }), `Error: manyToOne ${from}`)
  t.equal(
    await found('Letter', 'person', { primaryJoin: { toNo: 'no', to_zone: 'zone' } }),
    `Error: manyToOne ${to}`,
  )
  t.equal(await found('Person', 'letter', { foreignKey: ['to_zone', 'to_no'] }), `Error: oneToMany ${to}`)
  t.equal(
    await found('Person', 'letter', { primaryJoin: { zone: 'fromZone', no: 'fromNo' } }),
    `Error: oneToMany ${from}`,
  )
})

t.test('a join that crosses the columns of a key is another one', async t => {
  t.equal(
    await found('Letter', 'person', { primaryJoin: { toNo: 'zone', toZone: 'no' } }),
    'Error: manyToOne letter(to_no, to_zone) -> person(zone, no)',
  )
})

t.test('a way through another table is found by the key to the source', async t => {
  const through = 'friend: (a_id) -> person(id), (b_id) -> person(id)'
  const secondary = 'friend'
  t.equal(
    await found('Person', 'Person', { secondary, foreignKey: 'a_id' }),
    `Error: manyToMany a_id${through}`,
  )
  t.equal(
    await found('Person', 'Person', { secondary, foreignKey: 'b_id' }),
    `Error: manyToMany b_id${through}`,
  )
  const table = { table: 'friend', source: { id: 'b_id' } }
  t.equal(await found('Person', 'Person', { secondary: table }), `Error: manyToMany b_id${through}`)
  const target = { table: 'Friend', target: { id: 'bId' } }
  t.equal(await found('Person', 'Person', { secondary: target }), `Error: manyToMany a_id${through}`)
  t.match(await found('Person', 'Person', { secondary }), 'RELATIONSHIP_AMBIGUOUS')
  t.match(await found('Person', 'Person', { foreignKey: 'b_id' }), 'it fits the other side of "foe')
  t.equal(
    await found('Letter', 'person', { primaryJoin: { toNo: 'no' }, uselist: false }),
    'Error: manyToOne letter(to_no) -> person(no)',
    'a part of a key is another one',
  )
})

t.test("what is found by the other table's key gives one or many, as is said", async t => {
  const key = 'card(person_id) -> person(id)'
  t.equal(await found('Person', 'card', {}), `Error: oneToOne ${key}`)
  t.equal(await found('Person', 'card', { uselist: false }), `Error: oneToOne ${key}`)
  t.equal(await found('Person', 'card', { uselist: true }), `Error: oneToMany ${key}`)
  t.equal(
    await found('Person', 'letter', { uselist: false, foreignKey: ['to_zone', 'to_no'] }),
    'Error: oneToOne letter(to_zone, to_no) -> person(zone, no)',
  )
  t.equal(
    await found('Card', 'person', { uselist: true }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Card.link" with uselist: true: relationship "card(person_id) -> person(id)" gives one; leave uselist out, or name other columns with foreignKey',
  )
  t.match(
    await found('Person', 'Person', { secondary: 'friend', foreignKey: 'b_id', uselist: false }),
    /^DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Person.link" with uselist: false: .* gives many; leave uselist out/,
  )
})
