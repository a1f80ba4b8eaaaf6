import t from 'tap'
import { integer } from '../../lib/index.js'
import { booted, findings, related, type Said } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import type { TableInput } from '../fixtures/schema.js'

const keyOf = (table: TableInput, said: Said): string[] =>
  booted({ a: table }, { A: said }).mappings[0]!.key.map(each => each.column.name)

const pair: TableInput = { columns: ['x', 'y', 'z'], primaryKey: ['x', 'y'] }
const bare: TableInput = { columns: ['x', 'y', 'z'], primaryKey: null }

t.test('a primary key is what the class says, by property or by column', async t => {
  t.same(keyOf(bare, { columns: { x: integer().primaryKey(), z: integer().primaryKey() } }), ['x', 'z'])
  t.same(keyOf(bare, { columns: { why: integer('y') }, options: { primaryKey: ['why', 'x'] } }), ['y', 'x'])
  t.same(keyOf(bare, { columns: { x: integer() } }), [])
  t.equal(
    await errorOf(() => keyOf(bare, { options: { primaryKey: ['w'] } })),
    'DeclarationError DECLARATION_INVALID: Cannot map the primary key of class "A": table "a" has no column "w". Did you mean "x"?',
  )
  t.same(
    keyOf(bare, { columns: { gone: integer() }, options: { primaryKey: ['gone'] } }),
    [],
    'a column that is missing has been reported',
  )
})

t.test('the key that a class replaces is still one to be referred to', async t => {
  const boot = booted(
    {
      a: { columns: ['x', 'code'], primaryKey: ['x'] },
      b: { columns: ['id', 'a_id'], foreignKeys: ['a_id -> a.x'] },
    },
    { A: { columns: { code: integer().primaryKey() } } },
  )
  t.same(related(boot), [
    'A.bs: oneToMany B, back by a, b(a_id) -> a(x)',
    'B.a: manyToOne A, back by bs, b(a_id) -> a(x)',
  ])
})

t.test('a class may declare a part of the key that there is, and nothing else of it', async t => {
  const said = { columns: { x: integer().primaryKey() } }
  t.same(keyOf(pair, said), ['x', 'y'])
  t.same(findings(booted({ a: pair }, { A: said })), [])
  const other = { columns: { x: integer().primaryKey(), y: integer() } }
  t.same(keyOf(pair, other), ['x'])
  t.same(findings(booted({ a: pair }, { A: other })), [
    'A. keyMismatch: the primary key of table "a" is "x", "y", and the class declares "x"',
  ])
  t.same(keyOf(pair, { columns: { z: integer().primaryKey() } }), ['z'])
})

const shop: Record<string, TableInput> = {
  customer: { columns: ['id', 'code', 'zone'] },
  profile: { columns: ['id', 'customer_id', 'customer_code'], foreignKeys: ['customer_id -> customer.id'] },
}

t.test(
  'what is declared unique decides what a key gives, and is found where the database does not hold it',
  async t => {
    const boot = booted(shop, {
      Profile: { columns: { customerId: integer().unique(), id: integer().unique() } },
      Customer: { options: { unique: [['code'], ['zone', 'id'], ['gone']] }, columns: { gone: integer() } },
    })
    t.same(related(boot), [
      'Customer.profile: oneToOne Profile, back by customer, profile(customer_id) -> customer(id)',
      'Profile.customer: manyToOne Customer, back by profile, profile(customer_id) -> customer(id)',
    ])
    t.same(findings(boot), [
      'Customer.gone columnMissing: table "customer" has no column for it; name one with .named(\'…\'). Did you mean "zone"?',
      'Profile. keyMismatch: the class declares "customer_id" of table "profile" unique, and the database does not hold it to that',
    ])
  },
)

t.test('keys that only the class knows of are related, and no database vouches for them', async t => {
  const boot = booted(shop, {
    Customer: { columns: { code: integer().unique() } },
    Profile: { columns: { customerCode: integer().references('Customer.CODE', { onDelete: 'cascade' }) } },
  })
  const side = boot.mappings[1]!.relationships
  const virtual = [...side.values()].find(each => each.columns[0]?.property === 'customerCode')!
  t.same(
    [virtual.validated, virtual.info.passiveDeletes, virtual.inverse?.info.passiveDeletes],
    [false, false, false],
  )
  t.match(boot.report.foreignKeys[0], {
    key: 'profile(customer_code) -> customer(code)',
    status: 'related',
    reason: 'a class declares it; the database does not have it',
  })
  t.same(findings(boot), [
    'Customer. keyMismatch: the class declares "code" of table "customer" unique, and the database does not hold it to that',
  ])
})

t.test("a key that the database has is that one, and its actions are the database's", async t => {
  const boot = booted(shop, {
    Profile: {
      columns: {
        customerId: integer().references('customer.id', { onDelete: 'setNull', onUpdate: 'cascade' }),
      },
      options: { foreignKeys: [{ columns: ['customer_id'], references: 'customer' }] },
    },
  })
  t.equal(boot.report.foreignKeys.length, 1)
  t.same(findings(boot), [
    'Profile. keyMismatch: the key ("customer_id") to table "customer" has onDelete "noAction", and the class declares "setNull"',
    'Profile. keyMismatch: the key ("customer_id") to table "customer" has onUpdate "noAction", and the class declares "cascade"',
  ])
})

t.test('a key that the class says holds no NULL is not vouched for where it may', async t => {
  const tables = { a: {}, b: { columns: ['id', 'a_id?'], foreignKeys: ['a_id -> a.id'] } }
  const [plain, said] = [{}, { B: { columns: { aId: integer() } } }].map(
    classes => booted(tables, classes).mappings[1]!.relationships.get('a')!,
  )
  t.same([plain?.validated, plain?.info.nullable], [true, true])
  t.same([said?.validated, said?.info.nullable], [false, false])
})
