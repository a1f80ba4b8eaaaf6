import t from 'tap'
import { bootOf } from '../../lib/automap/boot.js'
import { sqlite } from '../../lib/dialect/sqlite/index.js'
import { integer } from '../../lib/index.js'
import { checkOptions } from '../../lib/options.js'
import { booted, findings, related, saying } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import { schema, type TableInput } from '../fixtures/schema.js'

const tables: Record<string, TableInput> = {
  customer: { columns: ['id', 'name'] },
  order: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
}

t.test('naming functions are shown what classes declare, and can change nothing of it', async t => {
  const seen: unknown[] = []
  const className = (table: unknown, name: string): string => {
    seen.push(table)
    return name
  }
  booted(tables, { Client: { table: 'customer', options: { comment: 'ours' } } }, { naming: { className } })
  t.ok(seen.length > 0)
  t.ok(seen.every(table => Object.isFrozen(table)))
})

t.test('strict refuses what classes and database disagree about, and names the first few', async t => {
  const columns = Object.fromEntries(
    ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'ffff'].map(name => [name, integer()]),
  )
  t.equal(
    await errorOf(() => booted(tables, { Customer: { columns }, Gone: { table: 'gone' } }, { strict: true })),
    `DeclarationError DECLARATION_MISMATCH: Cannot map the classes as they are declared, as option "strict" asks (7 mismatches): ${[
      'aaaa',
      'bbbb',
      'cccc',
      'dddd',
      'eeee',
    ]
      .map(name => `Customer.${name}: table "customer" has no column for it; name one with .named('…')`)
      .join('; ')}; and 2 more. Mend the classes or the database, or turn "strict" off`,
  )
  t.match(
    await errorOf(() => booted(tables, { Gone: { table: 'gone' } }, { strict: true })),
    'Gone: the database has no table "gone"',
  )
})

t.test('a class that is in the key of another makes no relationship of it', async t => {
  class Employee {
    static table = 'employee'
    static options = { polymorphicOn: 'type' }
    static columns = { type: integer() }
  }
  class Engineer extends Employee {
    static override table = 'engineer'
    static override options = { identity: 2 } as never
    static override columns = {} as never
  }
  const boot = booted(
    {
      employee: { columns: ['id', 'type'] },
      engineer: {
        columns: ['id', 'mentor_id?'],
        foreignKeys: ['id -> employee.id', 'mentor_id -> employee.id'],
      },
    },
    { Employee, Engineer },
  )
  t.same(
    [...new Set(related(boot))],
    [
      'Employee.engineers: oneToMany Engineer, back by mentor, engineer(mentor_id) -> employee(id)',
      'Engineer.mentor: manyToOne Employee, back by engineers, engineer(mentor_id) -> employee(id)',
    ],
  )
  t.match(boot.report.foreignKeys[0], {
    status: 'skipped',
    reason: 'it is how its model inherits from that of "employee"',
    lost: false,
  })
})

t.test('a later boot keeps everything, also what is gone or has changed since', async t => {
  const Customer = saying({
    columns: { label: integer('name') },
    relationships: {
      bills: ['Bill'],
      recent: ['Order', { viewOnly: true, where: ((query: unknown) => query) as never }],
    },
  })
  const options = checkOptions({ models: { Customer } })
  const before = bootOf({
    schema: schema({ ...tables, bill: {} }),
    dialect: sqlite,
    options: { ...options, except: ['bill'] },
    before: null,
  })
  t.same(findings(before), ['Customer.bills tableMissing: table "bill" is not mapped'])
  const [customer, order] = before.mappings
  const names = before.names.models.get(customer!.table)
  const after = bootOf({
    schema: schema({
      // Its column is gone, and it says nothing of a key any more.
      customer: { columns: ['id'] },
      bill: {
        columns: ['id', 'customer_id', 'order_id'],
        foreignKeys: ['customer_id -> customer.id', 'order_id -> order.id'],
      },
    }),
    dialect: sqlite,
    options,
    before,
  })
  t.same(
    after.mappings.map(each => each.name),
    ['Bill', 'Customer', 'Order'],
  )
  t.equal(after.mappings[1], customer)
  t.equal(after.mappings[2], order)
  t.same(findings(after), [])
  t.same(related(after), [
    'Bill.customer: manyToOne Customer, back by bills, bill(customer_id) -> customer(id)',
    'Bill.order: manyToOne Order, back by bills, bill(order_id) -> order(id)',
    'Customer.orders: oneToMany Order, back by customer, order(customer_id) -> customer(id)',
    'Customer.recent: oneToMany Order, back by customer, order(customer_id) -> customer(id)',
    'Customer.bills: oneToMany Bill, back by customer, bill(customer_id) -> customer(id)',
    'Order.customer: manyToOne Customer, back by orders, order(customer_id) -> customer(id)',
    'Order.bills: oneToMany Bill, back by order, bill(order_id) -> order(id)',
  ])
  t.same(
    [...customer!.relationships.values()].map(each => each.index),
    [0, 1, 2],
  )
  t.same(after.names.models.get(customer!.table)?.columns, names?.columns)
})

t.test('columns by which later rows are matched are marked so', async t => {
  const options = checkOptions({})
  const wide: Record<string, TableInput> = { a: { columns: ['id', 'code'], unique: [['code']] } }
  const before = bootOf({ schema: schema(wide), dialect: sqlite, options, before: null })
  const marks = (): boolean[] => before.mappings[0]!.columns.map(each => each.matched)
  t.same(marks(), [true, false])
  const more = { ...wide, b: { columns: ['id', 'a_code'], foreignKeys: ['a_code -> a.code'] } }
  bootOf({ schema: schema(more), dialect: sqlite, options, before })
  t.same(marks(), [true, true])
})
