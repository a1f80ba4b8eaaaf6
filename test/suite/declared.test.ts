import t from 'tap'
import {
  automap,
  boolean,
  custom,
  integer,
  json,
  model,
  relationship,
  string,
  text,
  timestamp,
} from '../../lib/index.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { createShop } from '../fixtures/shop.js'

const noted = (db: Pick<Automap, 'report'>): string[] =>
  db.report.declarations.map(each => `${each.model}.${each.property ?? ''} ${each.code}: ${each.message}`)

eachDatabase(
  t,
  'a declared class is the model of its table, and what relationships give',
  async (t, database) => {
    await createShop(database)
    class Customer extends model('customer', { id: integer().primaryKey(), name: string(80) }) {
      get label(): string {
        return `${this.name}!`
      }
    }
    const db = await automap(database.knex, { models: [Customer] })
    t.equal(db.models.Customer, Customer as unknown)
    t.equal(db.model('customer'), Customer as unknown)
    const customer = await Customer.get(1)
    t.ok(customer instanceof Customer)
    t.equal(customer.label, 'Customer 1!')
    const order = (await db.models.Order!.get(1)) as Untyped
    const owner = (await order.customer) as InstanceType<typeof Customer>
    t.ok(owner instanceof Customer)
    t.equal(owner.label, 'Customer 2!')
    t.equal(
      ((await (customer as unknown as Untyped).orders) as unknown[]).length,
      3,
      'what is not declared is generated',
    )
    t.equal((customer as unknown as Untyped).email, 'c1@shop.test', 'columns, too')
    t.same(db.report.declarations, [])
  },
)

eachDatabase(t, 'declared kinds decide how values are read and bound', async (t, database) => {
  await database.exec(
    `create table thing (id integer primary key, is_open integer not null, data text not null, seen text,
       big ${{ sqlite: 'integer', postgres: 'bigint' }[database.dialect]} not null, code text not null);
     insert into thing values (1, 1, '{"a":1}', '2024-01-01 10:00:00', 5, 'x-1'), (2, 0, '[]', null, 7, 'x-2')`,
  )
  class Thing extends model('thing', {
    isOpen: boolean(),
    data: json(),
    seen: timestamp().nullable(),
    big: integer(),
    code: custom<{ code: string }>({
      type: 'text',
      kind: 'text',
      read: value => ({ code: String(value).slice(2) }),
      write: ({ code }) => `x-${code}`,
    }),
  }) {}
  const db = await automap(database.knex, { models: [Thing], values: { int8: 'bigint' }, strict: true })
  const thing = await Thing.get(1 as never)
  t.same(
    [thing.isOpen, thing.data, thing.seen, thing.big, thing.code],
    [true, { a: 1 }, new Date('2024-01-01T10:00:00Z'), 5, { code: '1' }],
  )
  t.same(thing.code, { code: '1' }, 'and again')
  t.same(
    (await Thing.where('isOpen', false).all()).map(each => each.isOpen),
    [false],
  )
  t.same(
    (await Thing.whereIn('isOpen', [true]).all()).map(each => each.big),
    [5],
  )
  t.same(
    (await Thing.where('code', { code: '2' }).all()).map(each => each.big),
    [7],
  )
  t.same(db.report.declarations, [])
})

eachDatabase(t, 'properties are renamed, and columns left out', async (t, database) => {
  await createShop(database)
  class Client extends model(
    'customer',
    { fullName: text('name'), billingAddressId: integer() },
    { exclude: ['email', 'shipping_address_id'] },
  ) {}
  const db = await automap(database.knex, { models: [Client] })
  const client = (await Client.find(1 as never)) as unknown as Untyped
  t.equal(client.fullName, 'Customer 1')
  t.equal(client.billingAddressId, 2)
  t.notOk('email' in client)
  t.notOk('shippingAddressId' in client)
  t.notOk('shippingAddress' in client)
  t.match(
    db.report.foreignKeys.find(key => key.columns.includes('shipping_address_id')),
    {
      status: 'skipped',
      lost: false,
      reason: 'column "shipping_address_id" of "customer" is excluded',
    },
  )
  t.equal(((await client.orders) as unknown[]).length, 3)
  t.equal(
    String(db.explain('Client')),
    `Client is the model of customer
Named by: Declared by class "Client"
Override: rename class "Client", or give the models as an object under names of your own`,
  )
  t.match(db.explain('Client.fullName'), {
    rule: 'Declared by class "Client"',
    override: 'rename "fullName" in class "Client"',
  })
})

eachDatabase(t, 'a view and a table without a key are given keys', async (t, database) => {
  await createShop(database)
  class BusyCustomer extends model('busy_customer', {
    id: integer().primaryKey().references('customer.id'),
  }) {}
  class AuditLog extends model('audit_log', {}, { primaryKey: ['message'] }) {}
  const db = await automap(database.knex, { models: { BusyCustomer, AuditLog }, strict: true })
  const busy = (await BusyCustomer.get(2)) as unknown as Untyped
  t.equal(((await busy.customer) as Untyped).name, 'Customer 2')
  const customer = (await db.models.Customer!.get(2)) as Untyped
  t.ok(
    (await customer.busyCustomer) instanceof BusyCustomer,
    'the other side gives one, as the key is unique',
  )
  t.equal(((await AuditLog.get('message 2' as never)) as unknown as Untyped).itemId, 2)
  t.match(
    db.report.foreignKeys.find(key => key.table === 'busy_customer'),
    {
      key: 'busy_customer(id) -> customer(id)',
      reason: 'a class declares it; the database does not have it',
    },
  )
})

eachDatabase(t, 'what contradicts the database is reported, and what it has is used', async (t, database) => {
  await database.exec(
    `create table author (id integer primary key, name text not null, age text, born date not null, code integer not null);
     create table book (id integer primary key, author_id integer references author (id) on delete cascade);
     insert into author values (1, 'Ada', '36', '1815-12-10', 7); insert into book values (1, 1), (2, null)`,
  )
  class Author extends model('author', {
    name: text().nullable(),
    age: integer(),
    nick: text('nickname').nullable(),
    extra: text().nullable(),
    code: integer().unique(),
  }) {}
  class Book extends model(
    'book',
    { authorId: integer().references('author.id', { onDelete: 'setNull' }) },
    { primaryKey: ['authorId'] },
  ) {}
  class Editor extends model('editr') {}
  class Magazine {}
  const models = [Author, Book, Editor, Magazine]
  const db = await automap(database.knex, { models })
  const type = { sqlite: 'TEXT', postgres: 'text' }[database.dialect]
  t.same(noted(db), [
    `Author.age nullabilityMismatch: column "age" of table "author" may hold NULL, and the class does not declare it nullable()`,
    `Author.age typeMismatch: column "age" of table "author" is of type ${type}, which is not read as integer; it is read as text`,
    `Author.extra columnMissing: table "author" has no column for it; name one with .named('…')`,
    `Author.name nullabilityMismatch: column "name" of table "author" never holds NULL, and the class declares it nullable()`,
    `Author.nick columnMissing: table "author" has no column "nickname"`,
    `Book. keyMismatch: the key ("author_id") to table "author" has onDelete "cascade", and the class declares "setNull"`,
    `Book. keyMismatch: the primary key of table "book" is "id", and the class declares "author_id"`,
    `Book.authorId nullabilityMismatch: column "author_id" of table "book" may hold NULL, and the class does not declare it nullable()`,
    `Editor. tableMissing: the database has no table "editr"`,
    `Magazine. tableMissing: no table would be called like the class; write static table = '…'`,
  ])
  const author = (await Author.get(1 as never)) as unknown as Untyped
  t.equal(author.age, '36')
  t.equal(
    await errorOf(() => author.nick),
    'MappingError PROPERTY_UNKNOWN: Cannot use "Author.nick": table "author" has no column "nickname". Add the column, or remove the property from the class',
  )
  t.equal(
    await errorOf(() => Editor.where({} as never).all()),
    'MappingError MODEL_UNKNOWN: Class "Editor" is not mapped: the database has no table "editr"',
  )
  t.same(Object.keys(db.models).sort(), ['Author', 'Book'])
  const books = (await db.models.Book!.with('author').all()) as unknown as Untyped[]
  t.equal(books.length, 2, 'a key that the class says holds no NULL is joined with care all the same')
  await db.close()
  t.match(
    await errorOf(() => automap(database.knex, { models, strict: true })),
    'DeclarationError DECLARATION_MISMATCH: Cannot map the classes as they are declared, as option "strict" asks (10 mismatches): Author.age: column',
  )
})

eachDatabase(t, 'two classes do not share a table, and one class not two automaps', async (t, database) => {
  await database.exec('create table tag (id integer primary key)')
  class Tag extends model('tag') {}
  class Label extends model('tag') {}
  t.equal(
    await errorOf(() => automap(database.knex, { models: [Tag, Label] })),
    'DeclarationError MODEL_TAKEN: Cannot map class "Label" to table "tag": class "Tag" stands for it; keep one, or let one extend the other',
  )
  const db = await automap(database.knex, { models: [Tag] })
  t.match(await errorOf(() => automap(database.knex, { models: [Tag] })), 'DeclarationError MODEL_TAKEN')
  await db.close()
  t.equal((await automap(database.knex, { models: [Tag] })).models.Tag, Tag as unknown)
})

eachDatabase(t, 'a plain class finds the table that its model would be called after', async (t, database) => {
  await createShop(database)
  class OrderLine {
    static relationships = { delivery: relationship('delivery', { uselist: false }) }
  }
  const db = await automap(database.knex, { models: [OrderLine], only: ['item'] })
  t.same(Object.keys(db.models).sort(), ['Item'], 'only the names of mapped tables count')
  await db.close()
  const all = await automap(database.knex, { models: [OrderLine] })
  t.equal(all.models.OrderLine, OrderLine as unknown)
  t.equal(
    all.relationships.find(each => each.model === 'OrderLine' && each.name === 'delivery')?.kind,
    'oneToOne',
  )
})

eachDatabase(t, 'what is created for classes is mapped at once', async (t, database) => {
  class Pet extends model('pet', {
    id: integer().primaryKey().autoIncrement(),
    petName: text().nullable(),
  }) {}
  const db = await automap(database.knex, { models: { Pet }, create: 'missing', strict: true })
  t.equal(await Pet.count(), 0)
  t.same(
    db.schema.tables.map(table => table.name),
    ['pet'],
  )
  await db.close()
  if (database.dialect === 'postgres') await database.exec('create schema pets')
  const schema = { sqlite: 'main', postgres: 'pets' }[database.dialect]
  const other = await automap(database.knex, { models: { Pet }, create: 'missing', schema })
  t.same(
    other.schema.tables.map(table => `${table.schema}.${table.name}`),
    [`${schema}.pet`],
    'in the first schema that is read',
  )
})
