import t from 'tap'
import type { Row } from '../../lib/dialect/contract.js'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import { integer, model, text } from '../../lib/index.js'
import type { ColumnMapping, Mapping } from '../../lib/mapping/mapping.js'
import { classPicker } from '../../lib/query/shared/class-picker.js'
import { columnsOfParts, holderOf, isWhole, partsBelow, tableCount } from '../../lib/query/shared/rows.js'
import { tablesText } from '../../lib/query/shared/tables.js'
import { Writer } from '../../lib/query/writer.js'
import { booted } from '../fixtures/booted.js'

const kind = { name: 'kind', kind: 'text', type: 'text' } as const

class Animal extends model('animal', { id: integer().primaryKey() }, { polymorphicOn: 'kind' }) {}
class Dog extends model(Animal, { bones: integer().nullable() }, { identity: 'dog' }) {}
class Wolf extends model(Dog, {}, { identity: 'wolf' }) {}
class Cat extends model(Animal, 'cat', { lives: integer() }, { identity: 'cat' }) {}
class Lion extends model(Cat, 'lion', { mane: text().nullable() }, { identity: 'lion' }) {}

const { mappings } = booted(
  {
    animal: { columns: ['id', kind, 'bones?'] },
    cat: { columns: ['id', 'lives'], foreignKeys: ['id -> animal.id'] },
    lion: {
      columns: ['id', { name: 'mane', kind: 'text', type: 'text', nullable: true }],
      foreignKeys: ['id -> cat.id'],
    },
    owner: {},
  },
  { Animal, Dog, Wolf, Cat, Lion },
)
const of = (name: string): Mapping => mappings.find(each => each.name === name) as Mapping
const column = (name: string, property: string): ColumnMapping =>
  of(name).properties.get(property) as ColumnMapping

const writer = (): Writer => new Writer(sqlite, () => '')

t.test('a class reads what is below it only where it is asked for', async t => {
  const names = (...columns: ColumnMapping[]) =>
    partsBelow(of('Animal'), columns).map(({ from }) => from.replaceAll('`', ''))
  t.same(names(column('Animal', 'id')), [])
  t.same(names(column('Dog', 'bones')), [])
  t.same(names(column('Cat', 'lives')), ['main.cat'])
  t.same(names(column('Lion', 'mane')), ['main.cat', 'main.lion'], 'with the table between')
  t.same(partsBelow(of('Owner'), [column('Owner', 'id')]), [])
  t.same(partsBelow(of('Lion'), [column('Lion', 'mane')]), [])
  t.same(partsBelow(of('Animal'), [column('Owner', 'id')]), [], 'a column of nobody needs no table')
})

t.test('a column has the first class that knows it', async t => {
  t.equal(holderOf(of('Animal'), column('Lion', 'mane')).name, 'Lion')
  t.equal(holderOf(of('Animal'), column('Lion', 'lives')).name, 'Cat')
  t.equal(holderOf(of('Owner'), column('Owner', 'id')).name, 'Owner')
})

t.test('tables are counted, and told whether all their rows are meant', async t => {
  const names = ['Animal', 'Dog', 'Wolf', 'Cat', 'Lion', 'Owner']
  t.same(
    names.map(name => tableCount(of(name))),
    [3, 1, 1, 3, 3, 1],
  )
  t.same(
    names.map(name => isWhole(of(name))),
    [true, false, false, false, false, true],
  )
  const { inheritance } = of('Cat')
  t.same(
    columnsOfParts(inheritance?.parts ?? []).map(({ property }) => property),
    ['id', 'kind', 'bones', 'lives'],
  )
})

t.test('rows come from the table itself, or from tables joined', async t => {
  const text = (name: string, ...read: ColumnMapping[]) => {
    const own = writer()
    return [tablesText(own, of(name), partsBelow(of(name), read)).replaceAll('`', ''), own.bindings]
  }
  t.same(text('Owner'), ['main.owner', []])
  t.same(text('Animal'), ['main.animal', []])
  t.same(text('Wolf'), ['(select t0.id, t0.kind, t0.bones from main.animal t0 where t0.kind = ?)', ['wolf']])
  t.match(text('Dog'), [/from main\.animal t0 where t0\.kind in \(select .*\)$/, ['["dog","wolf"]']])
  t.same(text('Cat'), [
    '(select t0.id, t0.kind, t0.bones, t1.lives from main.animal t0 join main.cat t1 on t0.id = t1.id)',
    [],
  ])
  t.same(text('Cat', column('Lion', 'mane')), [
    '(select t0.id, t0.kind, t0.bones, t1.lives, t2.mane from main.animal t0 join main.cat t1 on t0.id = t1.id left join main.lion t2 on t1.id = t2.id)',
    [],
  ])
})

t.test('a row is of the class that its discriminator names, else of the queried one', async t => {
  t.equal(classPicker(of('Owner')), null)
  t.equal(classPicker(of('Lion')), null)
  const pick = classPicker(of('Animal')) as (row: Row, offset: number) => Mapping
  const { slot } = column('Animal', 'kind')
  const named = (value: unknown): string => {
    const row: unknown[] = []
    row[2 + slot] = value
    return pick(row, 2).name
  }
  t.same(['dog', 'wolf', 'lion', 'cat', 'dog', 'fish', null].map(named), [
    'Dog',
    'Wolf',
    'Lion',
    'Cat',
    'Dog',
    'Animal',
    'Animal',
  ])
  t.equal(named('cat    '), 'Cat', 'as a column of fixed length pads it')
})
