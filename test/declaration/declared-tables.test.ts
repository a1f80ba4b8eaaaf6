import t from 'tap'
import { integer, text } from '../../lib/declaration/columns.js'
import { declaredTables, shownTable } from '../../lib/declaration/declared-tables.js'
import { readDeclarations } from '../../lib/declaration/read.js'
import { model } from '../../lib/model/declare.js'
import { errorOf } from '../fixtures/error-of.js'
import { tableClass } from '../fixtures/table-class.js'

class Animal extends model('animal', { id: integer(), kind: text() }, { polymorphicOn: 'kind' }) {}
class Dog extends model(Animal, { bark: text() }, { identity: 'dog' }) {}
class Puppy extends model(Dog, { age: integer() }, { identity: 'puppy' }) {}
class Fish extends model(Animal, 'fish', { id: integer(), depth: integer() }, { identity: 'fish' }) {}
class Shark extends model(Fish, { teeth: integer() }, { identity: 'shark' }) {}
class Stone extends model(Animal, 'stone', { weight: integer() }, { concrete: true }) {}
class Pebble extends model(Stone, 'pebble', { size: integer() }, { concrete: true }) {}

function outline(...models: object[]) {
  return declaredTables(readDeclarations(models)).map(({ name, declarations, repeated }) => ({
    [name]: declarations.map(each => each.name),
    ...(repeated.length > 0 ? { repeated: repeated.map(each => each.name) } : {}),
  }))
}

t.test('each class has a table, but with single-table inheritance its parent has it', async t => {
  t.strictSame(outline(Shark, Puppy, Animal, Dog, Fish), [
    { animal: ['Animal', 'Puppy', 'Dog'] },
    { fish: ['Fish', 'Shark'] },
  ])
})

t.test('a concrete class repeats the columns of its ancestors', async t => {
  t.strictSame(outline(Pebble, Stone, Animal), [
    { pebble: ['Pebble'], repeated: ['Animal', 'Stone'] },
    { stone: ['Stone'], repeated: ['Animal'] },
    { animal: ['Animal'] },
  ])
})

t.test('a table is shown with its schema where it has one', async t => {
  t.equal(shownTable({ schema: null, name: 'a' }), '"a"')
  t.equal(shownTable({ schema: 's', name: 'a' }), '"s.a"')
})

t.test('a class without a table is refused, or skipped where it has no column either', async t => {
  class Nameless {
    static relationships = {}
  }
  class Columns {
    static columns = { id: integer() }
  }
  const refused = (name: string) =>
    `DeclarationError DECLARATION_INVALID: Cannot create the table of "${name}": the class names none; write static table = '…'`
  t.equal(await errorOf(() => declaredTables(readDeclarations([Nameless]))), refused('Nameless'))
  t.strictSame(declaredTables(readDeclarations([Nameless]), 'skip'), [])
  t.equal(await errorOf(() => declaredTables(readDeclarations([Columns]), 'skip')), refused('Columns'))
  t.equal(declaredTables(readDeclarations([tableClass('named', {})]), 'skip').length, 1)
})

t.test('two classes with one table are refused', async t => {
  const other = class Other {
    static table = 'a'
    static columns = { id: integer() }
  }
  t.equal(
    await errorOf(() => declaredTables(readDeclarations([tableClass('a', { id: integer() }), other]))),
    'DeclarationError DECLARATION_INVALID: Cannot create table "a": both "a" and "Other" declare it; keep one, or let one inherit from the other',
  )
  const elsewhere = tableClass('a', { id: integer() }, { schema: 's' })
  t.equal(declaredTables(readDeclarations([other, elsewhere])).length, 2)
})
