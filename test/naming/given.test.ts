import t from 'tap'
import { integer } from '../../lib/index.js'
import type { Terms } from '../../lib/naming/allot.js'
import { fixNames, givenName } from '../../lib/naming/given.js'
import { booted } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'

const terms: Terms = {
  place: ' of model "M"',
  fixed: new Map([['taken', 'column "t"']]),
  reserved: new Map([['then', 'await would call it']]),
}

const given = (name: string): ReturnType<typeof givenName> => givenName(name, 'A rule', 'rename it')

t.test('given names are fixed, with what has them', async t => {
  t.equal(fixNames([], terms), terms)
  const more = fixNames([['column "a"', given('x')]], terms)
  t.same(
    [...more.fixed],
    [
      ['taken', 'column "t"'],
      ['x', 'column "a"'],
    ],
  )
  t.same([...terms.fixed.keys()], ['taken'])
})

t.test('a given name that is taken or reserved is refused', async t => {
  t.equal(
    await errorOf(() => fixNames([['column "a"', given('taken')]], terms)),
    'MappingError NAME_TAKEN: Cannot name column "a" of model "M" "taken": column "t" has that name; rename it',
  )
  t.equal(
    await errorOf(() => fixNames([['column "a"', given('then')]], terms)),
    'DeclarationError NAME_INVALID: Cannot name column "a" of model "M" "then": the name is reserved, for await would call it; rename it',
  )
})

t.test('models give way to declared classes, and two classes never have one name', async t => {
  const { mappings } = booted({ client: {}, customer: {} }, { Customer: { table: 'client' } })
  t.same(
    mappings.map(each => [each.name, each.table.name]),
    [
      ['Customer', 'client'],
      ['customer', 'customer'],
    ],
  )
  t.equal(
    await errorOf(() => booted({ a: {} }, { constructor: { table: 'a' } })),
    'DeclarationError NAME_INVALID: Cannot name table "a" "constructor": the name is reserved, for every JavaScript object has it; rename class "constructor", or give the models as an object under names of your own',
  )
})

t.test('a given name is one that can be asked for', async t => {
  t.equal(
    await errorOf(() => booted({ a: {} }, { '': { table: 'a' } })),
    'DeclarationError NAME_INVALID: Cannot name table "a" "": a name is never empty; rename class "", or give the models as an object under names of your own',
  )
  t.equal(
    await errorOf(() => booted({ a: {} }, { A: { columns: { '': integer('id') } } })),
    'DeclarationError NAME_INVALID: Cannot name column "id" of model "A" "": a name is never empty; rename "" in class "A"',
  )
  const tables = { a: {}, b: { columns: ['id', 'a_id'], foreignKeys: ['a_id -> a.id'] } }
  const dotted =
    'DeclarationError NAME_INVALID: Cannot name a relationship "x.y": a dot separates the steps of a path'
  t.equal(
    await errorOf(() => booted(tables, { B: { relationships: { 'x.y': ['A'] } } })),
    `${dotted}; rename "x.y" in class "B"`,
  )
  t.equal(
    await errorOf(() => booted(tables, { B: { relationships: { a: ['A', { backPopulates: 'x.y' }] } } })),
    `${dotted}; change backPopulates of "B.a"`,
  )
})

t.test('the name that backPopulates gives must be free', async t => {
  const tables = {
    a: { columns: ['id', 'name'] },
    b: { columns: ['id', 'a_id'], foreignKeys: ['a_id -> a.id'] },
  }
  t.equal(
    await errorOf(() => booted(tables, { B: { relationships: { a: ['A', { backPopulates: 'name' }] } } })),
    'MappingError NAME_TAKEN: Cannot name the other side of "b(a_id) -> a(id)" of model "A" "name": column "name" has that name; change backPopulates of "B.a"',
  )
  const said = { relationships: { a: ['A', { backPopulates: 'name' }] } } as const
  const declared = booted(tables, { A: { columns: { label: integer('name') } }, B: said })
  t.same(
    [...declared.mappings[0]!.relationships.keys()],
    ['name'],
    'where a column is renamed, its name is free',
  )
})
