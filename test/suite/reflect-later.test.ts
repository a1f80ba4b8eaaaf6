import t from 'tap'
import { automap, model, relationship } from '../../lib/index.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { createShop } from '../fixtures/shop.js'

/** Every name of every model. */
const names = (db: Automap): string[] =>
  Object.keys(db.models)
    .flatMap(name => [
      name,
      ...db.relationships.filter(each => each.model === name).map(each => `${name}.${each.name}`),
    ])
    .sort()

eachDatabase(t, 'tables that are added later are linked with those that there are', async (t, database) => {
  await createShop(database)
  const db = await automap(database.knex, { only: ['customer', 'orders'] })
  const { Customer, Order } = db.models
  const early = (await Customer!.get(2)) as Untyped
  const first = (await early.orders) as Untyped[]
  t.same(names(db), ['Customer', 'Customer.orders', 'Order', 'Order.customer'])
  await db.reflect({ only: ['profile', 'address'] })
  t.equal(db.models.Customer, Customer)
  t.equal(db.models.Order, Order)
  t.same(names(db), [
    'Address',
    'Address.customersByBillingAddress',
    'Address.customersByShippingAddress',
    'Customer',
    'Customer.billingAddress',
    'Customer.orders',
    'Customer.profile',
    'Customer.shippingAddress',
    'Order',
    'Order.customer',
    'Profile',
    'Profile.customer',
  ])
  t.equal(await early.orders, first, 'what was loaded stays')
  t.equal(((await early.profile) as Untyped).bio, 'Bio 2', 'instances from before have the new relationships')
  t.equal(((await early.billingAddress) as Untyped).id, 3)
  const [fresh] = (await Customer!
    .with('billingAddress', 'orders')
    .where('id', 3)
    .all()) as unknown as Untyped[]
  t.equal((fresh!.billingAddress as Untyped).id, 4)
  t.match(db.explain('Customer.billingAddress'), { key: 'customer(billing_address_id) -> address(id)' })
  t.same(
    db.report.tables.filter(each => each.status === 'mapped').map(each => each.name),
    ['address', 'customer', 'orders', 'profile'],
  )
  await db.reflect({ only: 'address' })
  t.equal(db.models.Customer, Customer, 'and once more adds nothing')
  await db.reflect()
  const whole = await automap(database.knex)
  t.same(Object.keys(db.models).sort(), Object.keys(whole.models).sort())
  t.same(
    db.report.foreignKeys.map(each => each.status),
    whole.report.foreignKeys.map(each => each.status),
  )
})

eachDatabase(t, 'names that are given stay, whatever is added', async (t, database) => {
  await database.exec(
    `create table person (id integer primary key);
     create table letter (id integer primary key, sender_id integer references person (id), person_id integer)`,
  )
  const leftOut: string[] = []
  const db = await automap(database.knex, {
    relationships: side => {
      leftOut.push(side.name)
      return side.owning ? undefined : false
    },
  })
  t.same(names(db), ['Letter', 'Letter.sender', 'Person'])
  await database.exec('create table note (id integer primary key, person_id integer references person (id))')
  await db.reflect()
  t.same(names(db), ['Letter', 'Letter.sender', 'Note', 'Note.person', 'Person'])
  t.same(leftOut, ['sender', 'letters', 'person', 'notes'], 'and nobody is asked twice')
})

eachDatabase(t, 'a class whose table comes later is bound then', async (t, database) => {
  await database.exec('create table author (id integer primary key); insert into author values (1)')
  class Author extends model('author') {
    static relationships = { books: relationship('Book') }
  }
  class Book extends model('book') {}
  const db = await automap(database.knex, { models: [Author, Book] })
  t.same(
    db.report.declarations.map(({ model, property, message }) => [model, property, message]),
    [
      ['Author', 'books', 'class "Book" is not mapped: the database has no table "book"'],
      ['Book', null, 'the database has no table "book"'],
    ],
  )
  const author = (await Author.get(1 as never)) as unknown as Untyped
  t.match(await errorOf(() => author.books), 'MappingError RELATIONSHIP_UNKNOWN')
  await database.exec(
    `create table book (id integer primary key, author_id integer references author (id));
     insert into book values (5, 1)`,
  )
  await db.reflect()
  t.same(db.report.declarations, [])
  t.equal(db.models.Book, Book as unknown)
  t.same(
    ((await author.books) as Untyped[]).map(each => [each.id, each instanceof (Book as never)]),
    [[5, true]],
  )
})

eachDatabase(t, 'a reflection that fails adds nothing', async (t, database) => {
  await database.exec(
    `create table person (id integer primary key);
     create table pet (id integer primary key, owner_id integer references person (id), gone_id integer)`,
  )
  let fails = false
  const db = await automap(database.knex, {
    only: 'person',
    relationships: () => {
      if (fails) throw new Error('not now')
    },
  })
  fails = true
  await t.rejects(db.reflect(), new Error('not now'))
  t.same(names(db), ['Person'])
  t.equal(
    await errorOf(() => db.reflect({ only: 'pett' })),
    'OptionError OPTION_INVALID: Option "only" names "pett", which is no table. Did you mean "pet"?',
  )
  t.equal(
    await errorOf(() => db.reflect({ exept: [] } as never)),
    'OptionError OPTION_UNKNOWN: Unknown option "exept" of reflect(). Did you mean "except"?',
  )
  t.equal(
    await errorOf(() => db.reflect(5 as never)),
    'OptionError OPTION_INVALID: Expected the options of reflect() to be an object, got 5',
  )
  fails = false
  await Promise.all([db.reflect({ only: 'pet' }), db.reflect(), db.reflect({ only: 'person' })])
  t.same(names(db), ['Person', 'Person.pets', 'Pet', 'Pet.owner'])
})

eachDatabase(t, 'what a refused class would have added is taken away again', async (t, database) => {
  await database.exec('create table author (id integer primary key); insert into author values (1)')
  class Book extends model('book') {
    title = 'hides'
  }
  const db = await automap(database.knex, { models: [Book] })
  await database.exec(
    'create table book (id integer primary key, title text, author_id integer references author (id))',
  )
  t.equal(
    await errorOf(() => db.reflect()),
    'DeclarationError PROPERTY_HIDDEN: Class "Book" hides mapped property "title" behind a class field; write `declare title: …` instead of a field, or leave it out',
  )
  t.same(names(db), ['Author'])
  const author = (await db.models.Author!.get(1)) as Untyped
  t.equal(author.books, undefined)
  await db.close()
  t.equal(
    await errorOf(() => db.reflect()),
    'TransactionError CLOSED: Cannot reflect again: this automap was closed',
  )
})

eachDatabase(t, 'many automaps at once do not meet', async (t, database) => {
  await createShop(database)
  const same = await Promise.all(Array.from({ length: 6 }, () => automap(database.knex)))
  t.equal(new Set(same.map(db => db.models.Customer)).size, 6)
  t.equal(new Set(same.map(db => JSON.stringify(db.relationships))).size, 1)
  const others = await Promise.all(Array.from({ length: 30 }, () => automap(database.url)))
  const found = await Promise.all(
    others.map(async db => ((await db.models.Customer!.get(2)) as Untyped).orders),
  )
  t.same(
    found.map(orders => (orders as unknown[]).length),
    new Array(30).fill(4),
  )
  await Promise.all(others.map(db => db.close()))
})
