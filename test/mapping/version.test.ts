import { inspect } from 'node:util'
import t from 'tap'
import { computed, integer, model, sql, text, timestamp } from '../../lib/index.js'
import type { Mapping } from '../../lib/mapping/mapping.js'
import { nextVersion } from '../../lib/mapping/next-version.js'
import { booted, type Said } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'

const thing = {
  columns: [
    'id',
    'row_version',
    { name: 'big', type: 'bigint', kind: 'bigint' as const },
    { name: 'at', type: 'timestamp', kind: 'timestamp' as const },
    { name: 'zoned', type: 'timestamptz', kind: 'timestamptz' as const },
    { name: 'name', type: 'text', kind: 'text' as const },
    { name: 'made', generated: 'stored' as const },
    { name: 'numbered', identity: 'always' as const },
    { name: 'hidden', readable: false },
  ],
}

const boot = (version: string, more: Said = {}): Mapping => {
  const said = { table: 'thing', ...more, options: { version, ...more.options } }
  return booted({ thing }, { Thing: said }).mappings[0]!
}

const refusal = (version: string, more?: Said): Promise<string> => errorOf(() => boot(version, more))

const invalid = (name: string, why: string): string =>
  `DeclarationError DECLARATION_INVALID: Cannot use "${name}" as the version of model "Thing": ${why}`

t.test('a whole number is a counter, and a time a timestamp', async t => {
  const kinds = ['rowVersion', 'big', 'at', 'zoned'].map(name => {
    const { version, columns } = boot(name)
    t.ok(version !== null && columns.includes(version.column), 'it is the column itself')
    return [name, version?.kind, version?.column.property, version?.column.matched]
  })
  t.same(kinds, [
    ['rowVersion', 'counter', 'rowVersion', true],
    ['big', 'counter', 'big', true],
    ['at', 'timestamp', 'at', true],
    ['zoned', 'timestamp', 'zoned', true],
  ])
  t.equal(booted({ thing }, { Thing: { table: 'thing' } }).mappings[0]?.version, null)
  t.equal(booted({ thing }).mappings[0]?.version, null)
})

t.test(
  'a version that classes leave for later, or hide, is read with every row and stays hidden',
  async t => {
    const { version } = boot('rowVersion', { columns: { rowVersion: integer().deferred().sensitive() } })
    t.same([version?.column.matched, version?.column.sensitive], [true, true])
    t.equal(inspect(nextVersion(version!, 7)), '{ bound: [sensitive] }')
  },
)

t.test('a time is understood however the column is read', async t => {
  const { version } = boot('at', { columns: { at: timestamp<string>() } })
  t.same(version?.codec.decode?.('2024-01-31 10:00:00'), new Date('2024-01-31T10:00:00Z'))
  const read = booted(
    { thing },
    { Thing: { table: 'thing', options: { version: 'at' } } },
    { values: { timestamp: 'string' } },
  ).mappings[0]!
  t.equal(read.version?.column.codec.decode?.('2024-01-31 10:00:00'), '2024-01-31 10:00:00')
  t.same(read.version?.codec.decode?.('2024-01-31 10:00:00'), new Date('2024-01-31T10:00:00Z'))
})

t.test('what cannot be a version is refused with the reason', async t => {
  t.equal(
    await refusal('name'),
    invalid('name', 'column "name" is of type text, and a version is a whole number or a timestamp'),
  )
  t.equal(await refusal('id'), invalid('id', 'column "id" is part of the primary key'))
  t.equal(await refusal('made'), invalid('made', 'the database generates column "made"'))
  t.equal(await refusal('numbered'), invalid('numbered', 'the database generates column "numbered"'))
  t.equal(
    await refusal('count', { columns: { count: computed(integer(), () => sql`1`) } }),
    invalid('count', 'it is computed, and has to be a column'),
  )
  const unknown =
    'the model has no property of that name, and this database keeps no version of rows by itself'
  t.equal(await refusal('xmin'), invalid('xmin', unknown))
  t.equal(await refusal('rowVerson'), invalid('rowVerson', `${unknown}. Did you mean "rowVersion"?`))
  t.equal(
    await refusal('row_version'),
    invalid('row_version', `${unknown}. Write its property, "rowVersion"`),
  )
  t.equal(await refusal('hidden'), invalid('hidden', unknown))
  t.equal(
    await refusal('lock', { columns: { lock: integer('lock_no') } }),
    invalid('lock', 'table "thing" has no column "lock_no"'),
  )
})

const world = {
  animal: { columns: ['id', 'lock', { name: 'kind', type: 'text', kind: 'text' as const }] },
  cat: { columns: ['id', 'lives', 'lock'], foreignKeys: ['id -> animal.id'] },
  plant: { columns: ['id', 'lock', 'leaf_lock'] },
  tree: { columns: ['id', 'lock', 'leaf_lock'] },
}

t.test('the root of a hierarchy has the version of all its rows', async t => {
  class Animal extends model('animal', {}, { polymorphicOn: 'kind', identity: 'animal', version: 'lock' }) {}
  class Dog extends model(Animal, {}, { identity: 'dog' }) {}
  class Cat extends model(Animal, 'cat', { lives: integer(), own: integer('lock') }, { identity: 'cat' }) {}
  const { mappings } = booted(world, { Animal, Dog, Cat })
  const [root, ...below] = ['Animal', 'Dog', 'Cat'].map(name => mappings.find(each => each.name === name))
  t.equal(root?.version?.column, root?.properties.get('lock'))
  t.same(
    below.map(each => each?.version?.column === root?.version?.column),
    [true, true],
  )
  t.equal(mappings.find(({ name }) => name === 'Plant')?.version, null)
})

t.test('a concrete class has the version of the nearest class above that names one, or its own', async t => {
  class Plant extends model('plant', {}, { version: 'lock' }) {}
  class Tree extends model(Plant, 'tree', {}, { concrete: true }) {}
  const heir = booted(world, { Plant, Tree }).mappings.find(({ name }) => name === 'Tree')
  t.equal(heir?.version?.column, heir?.properties.get('lock'))
  class Leafy extends model(Plant, 'tree', {}, { concrete: true, version: 'leafLock' }) {}
  const other = booted(world, { Plant, Leafy }).mappings.find(({ name }) => name === 'Leafy')
  t.equal(other?.version?.column, other?.properties.get('leafLock'))
  class Bare extends model('plant', { kind: text() }) {}
  class Twig extends model(Bare, 'tree', {}, { concrete: true }) {}
  t.equal(booted(world, { Bare, Twig }).mappings.find(({ name }) => name === 'Twig')?.version, null)
})
