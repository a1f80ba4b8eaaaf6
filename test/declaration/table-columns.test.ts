import t from 'tap'
import { boolean, integer, text } from '../../lib/declaration/columns.js'
import { computed } from '../../lib/declaration/computed.js'
import type { ModelClass } from '../../lib/declaration/declaration.js'
import { declaredTables } from '../../lib/declaration/declared-tables.js'
import { readDeclarations } from '../../lib/declaration/read.js'
import { sql } from '../../lib/declaration/sql.js'
import { columnsOf, namesOf } from '../../lib/declaration/table-columns.js'
import { model } from '../../lib/model/declare.js'
import { errorOf } from '../fixtures/error-of.js'
import { tableClass } from '../fixtures/table-class.js'

class Animal extends model(
  'animal',
  { id: integer('animal_id'), kind: text(), count: integer() },
  { polymorphicOn: 'kind' },
) {}

function columns(...models: ModelClass[]) {
  const [table] = declaredTables(readDeclarations(models))
  return columnsOf(table!).map(({ name, property, partial, declaration }) =>
    [declaration.name, property, name, partial].join(' '),
  )
}

t.test('subclasses add their columns, and share those of which they say the same', async t => {
  class Dog extends model(Animal, { name: text(), good: boolean() }, { identity: 'dog' }) {}
  class Cat extends model(Animal, { title: text('name'), lives: integer() }, { identity: 'cat' }) {}
  t.strictSame(columns(Animal, Dog, Cat), [
    'Animal id animal_id false',
    'Animal kind kind false',
    'Animal count count false',
    'Dog name name true',
    'Dog good good true',
    'Cat lives lives true',
  ])
})

t.test('a concrete class has the columns of its ancestors, its own last and in their place', async t => {
  class Stone extends model(Animal, 'stone', { id: text(), weight: integer() }, { concrete: true }) {}
  class Pebble extends model(Stone, 'pebble', { weight: text() }, { concrete: true }) {}
  t.strictSame(columns(Pebble, Stone, Animal), [
    'Stone id id false',
    'Animal kind kind false',
    'Animal count count false',
    'Pebble weight weight false',
  ])
})

t.test('what is computed is no column', async t => {
  const given = tableClass('t', { a: integer(), b: computed(integer(), () => sql`a + 1`) })
  t.strictSame(columns(given), ['t a a false'])
})

t.test('two properties in one column are refused', async t => {
  t.equal(
    await errorOf(() => columns(tableClass('t', { a: integer(), b: integer('a') }))),
    'DeclarationError DECLARATION_INVALID: Cannot create table "t": both "t.a" and "t.b" are kept in column "a"; rename one with named()',
  )
  class Dog extends model(Animal, { count: text() }, { identity: 'dog' }) {}
  t.equal(
    await errorOf(() => columns(Animal, Dog)),
    'DeclarationError DECLARATION_INVALID: Cannot create table "animal": both "Animal.count" and "Dog.count" are kept in column "count"; rename one with named()',
  )
})

t.test('rules name columns by property first, then as the database does', async t => {
  const given = tableClass('t', { a: integer('b'), b: integer('c'), d: integer('e') }, { schema: 's' })
  const [table] = declaredTables(readDeclarations([given]))
  const names = (...wanted: string[]) => namesOf(table!, columnsOf(table!), wanted)
  t.strictSame(names('d', 'b', 'a'), ['e', 'c', 'b'])
  t.strictSame(names('e'), ['e'])
  t.equal(
    await errorOf(() => names('dd')),
    'DeclarationError DECLARATION_INVALID: Cannot create table "s.t": no column "dd" is declared. Did you mean "d"?',
  )
  t.equal(
    await errorOf(() => names('a', 'a')),
    'DeclarationError DECLARATION_INVALID: Cannot create table "s.t": a list of its columns names one twice: "a", "a"',
  )
})
