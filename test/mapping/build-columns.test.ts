import t from 'tap'
import { composite, computed, custom, integer, sql, text } from '../../lib/index.js'
import type { Mapping } from '../../lib/mapping/mapping.js'
import { booted, type Said } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'

const tables = {
  thing: {
    columns: [
      'id',
      { name: 'name', type: 'text', kind: 'text' as const },
      'computed0',
      'COMPUTED1',
      { name: 'hidden', readable: false },
    ],
  },
}

const thing = (columns: object, more: Said = {}): Mapping =>
  booted(tables, { Thing: { columns, ...more } }).mappings[0]!

const label = computed(text(), () => sql`1`)
const size = computed(integer(), { get: () => 1, sql: () => sql`2` })

t.test('computed properties come after the columns, those with a getter without a slot', async t => {
  const { columns, width, properties, order } = thing({ size, label: label, name: text() })
  t.same(
    columns.map(({ property, slot, expression }) => [property, slot, expression !== null]),
    [
      ['id', 0, false],
      ['name', 1, false],
      ['computed0', 2, false],
      ['computed1', 3, false],
      ['label', 4, true],
    ],
  )
  t.equal(width, 5)
  const shown = [...properties.values()].map(({ property, slot, quoted }) => `${property} ${slot} ${quoted}`)
  t.same(shown.slice(4), ['size -1 `computed2`', 'label 4 `computed3`'], 'under names that no column has')
  t.same(properties.get('size')?.column.kind, 'integer')
  t.notOk(order.some(({ expression }) => expression !== null))
})

t.test('what is declared of a column goes with it', async t => {
  const { properties } = thing({ name: text().deferred().sensitive(), id: integer() })
  const flags = (property: string): unknown[] => {
    const { deferred, sensitive } = properties.get(property)!
    return [deferred, sensitive]
  }
  t.same(
    [flags('name'), flags('id'), flags('computed0')],
    [
      [true, true],
      [false, false],
      [false, false],
    ],
  )
})

t.test('a conversion is put around the codec, and its results are not kept', async t => {
  const shouting = custom<string>({
    type: 'text',
    kind: 'text',
    read: value => `${value}!`,
    write: value => value.slice(0, -1),
  })
  const plain = custom<number>({ type: 'integer' })
  const { properties } = thing({ name: shouting, id: plain })
  const { codec } = properties.get('name')!
  t.same([codec.decode?.('hey'), codec.encode('hey!'), codec.once], ['hey!', 'hey', true])
  t.equal(properties.get('id')?.codec.once, undefined)
  const counted = custom<number[]>({
    type: 'x',
    kind: 'bigint',
    read: value => [value as number],
    write: ([value]) => value,
  })
  const big = thing({ id: counted }).properties.get('id')!.codec
  t.same([big.decode?.(7), big.encode([7])], [[7], 7], 'what the kind gives is what is converted')
})

t.test('a refusal does not show what is sensitive, computed or not', async t => {
  const { properties } = thing({
    id: integer().sensitive(),
    tip: computed(integer().sensitive(), () => sql`1`),
  })
  for (const name of ['id', 'tip']) {
    const { sensitive, codec } = properties.get(name)!
    t.equal(sensitive, true)
    t.notMatch(await errorOf(() => codec.encode('secret')), 'secret')
  }
})

t.test('a scope and a declaration belong to the mapping', async t => {
  const scope = <Q>(query: Q): Q => query
  const mapping = thing({}, { options: { scope } })
  t.equal(mapping.scope, scope)
  t.equal(mapping.declaration?.name, 'Thing')
  const [plain] = booted(tables).mappings
  t.same([plain?.scope, plain?.declaration], [null, null])
})

t.test('the parts of a value object are properties of columns', async t => {
  const whole = (parts: Record<string, string>): unknown =>
    thing({
      tag: text('name'),
      gone: text(),
      size,
      whole: composite({ parts, make: each => each, take: () => ({}) as never }),
    })
  t.ok(whole({ a: 'tag', b: 'id', c: 'gone' }))
  t.equal(
    await errorOf(() => whole({ a: 'name' })),
    'DeclarationError DECLARATION_INVALID: Cannot compose "Thing.whole": the model has no column property "name"; write the property of column "name"',
  )
  t.equal(
    await errorOf(() => whole({ a: 'size' })),
    'DeclarationError DECLARATION_INVALID: Cannot compose "Thing.whole": the model has no column property "size"',
  )
})
