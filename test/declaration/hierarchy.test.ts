import t from 'tap'
import { integer, text } from '../../lib/declaration/columns.js'
import { readDeclarations } from '../../lib/declaration/read.js'
import { model } from '../../lib/model/declare.js'
import { errorOf } from '../fixtures/error-of.js'

class Employee extends model(
  'employee',
  { id: integer().primaryKey(), type: text() },
  { polymorphicOn: 'type', identity: 'employee' },
) {}
class Manager extends model(Employee, { budget: integer() }, { identity: 'manager' }) {}
class Director extends model(Manager, {}, { identity: 'director' }) {}
class Engineer extends model(Employee, 'engineer', {}, { identity: 'engineer' }) {}

const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`

t.test('a hierarchy of any depth fits together', async t => {
  const inheritance = readDeclarations([Director, Engineer, Employee, Manager]).map(each => each.inheritance)
  t.strictSame(
    inheritance.map(each => [each?.parent, each?.type, each?.identity]),
    [
      [Manager, 'single', 'director'],
      [Employee, 'joined', 'engineer'],
      [null, null, 'employee'],
      [Employee, 'single', 'manager'],
    ],
  )
})

t.test('a parent is declared, too', async t => {
  t.equal(
    await errorOf(() => readDeclarations([Employee, Director])),
    invalid('Cannot declare class "Director" without its parent "Manager": add the parent to the models'),
  )
})

t.test('an identity stands for one class of a hierarchy', async t => {
  class Chief extends model(Employee, {}, { identity: 'manager' }) {}
  t.equal(
    await errorOf(() => readDeclarations([Employee, Manager, Chief])),
    invalid(
      'Cannot give classes "Manager" and "Chief" the same identity "manager": a row is of one class. Change one of them',
    ),
  )
  class Animal extends model('animal', {}, { polymorphicOn: 'kind', identity: 'manager' }) {}
  t.equal(readDeclarations([Employee, Manager, Animal]).length, 3)
})

t.test('a class without an identity has no row of just its own', async t => {
  class Staff extends model(Employee, {}, {}) {}
  class Other extends model(Employee, {}, {}) {}
  const read = readDeclarations([Employee, Staff, Other])
  t.strictSame(
    read.map(each => each.inheritance?.identity),
    ['employee', null, null],
  )
})

t.test('the root alone says what the version of rows is', async t => {
  const said = (table?: string) =>
    table === undefined
      ? class Nurse extends model(Employee, {}, { identity: 'nurse', version: 'lock' }) {}
      : class Nurse extends model(Employee, table, {}, { identity: 'nurse', version: 'lock' }) {}
  for (const Nurse of [said(), said('nurse')]) {
    t.equal(
      await errorOf(() => readDeclarations([Employee, Nurse])),
      invalid(
        'Cannot say version in class "Nurse": it shares its rows with "Employee", and the root says it for all. Move it there',
      ),
    )
  }
  class Temp extends model(Employee, 'temp', {}, { concrete: true, version: 'lock' }) {}
  t.equal(readDeclarations([Employee, Temp])[1]?.options.version, 'lock', 'rows of their own have one')
})

t.test('the root alone says what tells classes apart', async t => {
  class Sub extends model(Employee, {}, { polymorphicOn: 'kind' }) {}
  t.equal(
    await errorOf(() => readDeclarations([Employee, Sub])),
    invalid(
      'Cannot say polymorphicOn in class "Sub": it inherits from "Employee", which says it for all. Move it there',
    ),
  )
})

t.test('rows of one table cannot be told apart without a discriminator', async t => {
  class Root extends model('root', {}) {}
  class Single extends model(Root, {}) {}
  class Named extends model(Root, 'named', {}, { identity: 'x' }) {}
  class Joined extends model(Root, 'joined', {}) {}
  class Apart extends model(Root, 'apart', {}, { concrete: true }) {}
  const cannot = (name: string): string =>
    invalid(
      `Cannot tell the rows of class "${name}" from those of "Root": say polymorphicOn in the options of "Root"`,
    )
  t.equal(await errorOf(() => readDeclarations([Root, Single])), cannot('Single'))
  t.equal(await errorOf(() => readDeclarations([Root, Named])), cannot('Named'))
  t.strictSame(
    readDeclarations([Root, Joined, Apart]).map(each => each.inheritance?.type),
    [undefined, 'joined', 'concrete'],
  )
})
