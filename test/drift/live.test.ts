import t from 'tap'
import { driftOfDeclared } from '../../lib/drift/declared.js'
import { driftOf } from '../../lib/drift/drift.js'
import { automap, integer, model } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { linesOf } from '../fixtures/drifted.js'

const ground = `create table customer (id integer primary key, name varchar(40) not null, email varchar(40));
  create table orders (id integer primary key, customer_id integer references customer (id), total integer);
  create table shop (id integer primary key);`

eachDatabase(t, 'what DDL has changed is told of, and nothing else', async (t, { knex, exec }) => {
  await exec(ground)
  const before = await (await automap(knex)).snapshot()
  t.same(driftOf(before, await (await automap(knex)).snapshot()), [])
  await exec(`alter table customer rename column email to mail; drop table shop;
    alter table orders drop column total; alter table orders add column place integer not null default 1;
    create unique index one_name on customer (name); create table note (id integer primary key);`)
  const now = await (await automap(knex)).snapshot()
  t.same(linesOf(driftOf(before, now)), [
    'breaking uniqueAdded Customer customer: "name" is unique now: a write that repeats it fails',
    'breaking columnGone Customer.email customer.email: column "email" is gone; "mail" is new in its place, and of the same type: it may have been renamed',
    'breaking columnGone Order.total orders.total: column "total" is gone',
    'breaking tableGone Shop shop: the table is gone',
    'additive columnAdded Customer.mail customer.mail: it is new: column "mail"',
    'additive tableAdded Note note: it is new: note has become a model',
    'additive columnAdded Order.place orders.place: it is new: column "place"',
    'cosmetic indexChanged Customer customer: index "one_name" is new',
  ])
})

eachDatabase(
  t,
  'what one server alone can change is told of, too',
  async (t, { knex, exec }) => {
    await exec(`${ground} create type mood as enum ('sad', 'ok');
      alter table customer add column mood mood; alter table customer add column since timestamp;`)
    const before = await (await automap(knex)).snapshot()
    await exec(`alter table customer alter column name type varchar(20); alter table customer alter column email set not null;
      alter type mood add value 'glad'; alter table customer alter column since type date;
      alter table orders drop constraint orders_customer_id_fkey; alter table orders alter column total type bigint;
      alter table orders alter column total set default 5; comment on table shop is 'old';
      alter table shop alter column id add generated always as identity;`)
    t.same(linesOf(driftOf(before, await (await automap(knex, { snapshot: before })).snapshot())), [
      'breaking becameRequired Customer.email customer.email: "email" takes no null any more: a write that leaves it out fails',
      'breaking typeNarrowed Customer.name customer.name: "name" was character varying(40) (string), and is character varying(20) (string): values that it took before may be refused',
      'breaking relationshipGone Customer.orders customer: it led to Order by orders(customer_id) -> customer(id), which relates nothing any more',
      'breaking typeChanged Customer.since customer.since: "since" was timestamp without time zone (date), and is date (string)',
      'breaking relationshipGone Order.customer orders.customer_id: it led to Customer by orders(customer_id) -> customer(id), which relates nothing any more',
      'breaking identityAlways Shop.id shop.id: "id" is always numbered by the database now: a write that gives it a value fails',
      'additive enumValueAdded Customer.mood customer.mood: "mood" takes "glad" now, and reads may give it',
      'additive typeWidened Order.total orders.total: "total" was integer (number), and is bigint (number): it takes all that it took, and more',
      'additive defaultAdded Shop.id shop.id: "id" has a default now: a write may leave it out',
      'cosmetic defaultChanged Order.total orders.total: the default of "total" has changed: it is 5',
      'cosmetic commentChanged Shop shop: the comment on the table has changed',
    ])
  },
  'postgres',
)

eachDatabase(t, 'declared classes are compared with the database by the boot', async (t, { knex, exec }) => {
  await exec(ground)
  class Customer extends model('customer', { id: integer().primaryKey(), age: integer() }) {}
  const db = await automap(knex, { models: { Customer } })
  t.match(linesOf(driftOfDeclared(db.report, await db.snapshot())), [
    /^breaking columnMissing Customer.age customer: /,
  ])
})
