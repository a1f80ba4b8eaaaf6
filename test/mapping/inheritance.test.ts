import t from 'tap'
import type { InheritanceDeclaration } from '../../lib/declaration/declaration.js'
import { hasOwnTable, inheritingKeys, tableOwner } from '../../lib/mapping/inheritance.js'
import { declarationOf } from '../fixtures/declared.js'
import { foreignKey, table } from '../fixtures/schema.js'

class Employee {}
class Manager extends Employee {}
class Chief extends Manager {}
class Engineer extends Employee {}

const inheriting = (
  type: InheritanceDeclaration['type'],
  parent: InheritanceDeclaration['parent'],
): InheritanceDeclaration => ({
  type,
  parent,
  polymorphicOn: null,
  identity: null,
  polymorphicLoad: null,
})

const employee = declarationOf(Employee)
const manager = declarationOf(Manager, { inheritance: inheriting('single', Employee) })
const chief = declarationOf(Chief, { inheritance: inheriting('single', Manager) })
const engineer = declarationOf(Engineer, { inheritance: inheriting('joined', Employee) })

t.test("a class of a single table has its parent's", async t => {
  t.same([employee, manager, chief, engineer].map(hasOwnTable), [true, false, false, true])
  t.equal(tableOwner(chief, [chief, manager, employee]), employee)
  t.equal(tableOwner(engineer, []), engineer)
  t.equal(tableOwner(chief, [chief]), chief)
})

t.test("the key that is a subclass's own primary key is how it inherits", async t => {
  const tables = {
    employee: table('employee'),
    engineer: table('engineer', { columns: ['id', 'mentor_id'] }),
    other: table('other'),
  }
  const model = (declaration: typeof employee, of: (typeof tables)['employee']): never =>
    ({ declaration, family: [declaration], table: of }) as never
  const inherits = inheritingKeys([model(employee, tables.employee), model(engineer, tables.engineer)])
  t.equal(inherits(tables.engineer, foreignKey('id -> employee.id')), true)
  t.equal(inherits(tables.engineer, foreignKey('mentor_id -> employee.id')), false)
  t.equal(inherits(tables.engineer, foreignKey('id -> other.id')), false)
  t.equal(inherits(tables.engineer, foreignKey('id -> far.employee(id)')), false)
  t.equal(inherits(tables.employee, foreignKey('id -> employee.id')), false)
  t.equal(inherits(tables.other, foreignKey('id -> employee.id')), false)
  t.equal(inherits(tables.engineer, foreignKey('(id, mentor_id) -> employee(id, id)')), false)
})
