/** A script against a database that somebody else designed: odd names, no keys, keys that lead nowhere. */

import assert from 'node:assert/strict'
import { automap } from 'knex-automap'
import { openEmpty } from './record-shop/open.js'

const { knex, dialect, close } = await openEmpty()
const sqlite = dialect === 'sqlite'
for (const statement of [
  'create table "Customer Master" ("cust#" integer primary key, "2nd name" varchar(40), "then" text, "constructor" text)',
  `create table "tbl.orders" (
    "order no" integer primary key,
    "cust#" integer not null references "Customer Master" ("cust#"),
    "what?" varchar(40))`,
  'create table import_rows (line text, "order no" integer references "tbl.orders" ("order no"))',
  // SQLite creates a key to a table that is not there without a word.
  sqlite ? 'create table note (id integer primary key, topic_id integer references topic (id))' : '',
  sqlite ? 'create view broken as select * from gone' : '',
  `insert into "Customer Master" values (1, 'Ada', 'later', 'Brown & Sons')`,
  `insert into "tbl.orders" values (10, 1, 'a "quoted" thing'), (11, 1, null)`,
  `insert into import_rows values ('first', 10), ('second', null)`,
]) {
  // The builder would read the `?` in a name as a place for a value.
  if (statement !== '') await knex.raw(statement.replaceAll('?', '\\?'))
}

const db = await automap(knex)

// Every name is usable. One that would break JavaScript gets a trailing underscore, a relationship gives way to a
// column of its name, and the report says so.
const { CustomerMaster, ImportRow, TblOrder } = db.models
const customer = await CustomerMaster.get(1)
assert.equal(customer['2ndName'], 'Ada')
assert.equal(customer.then_, 'later')
assert.equal(customer.constructor_, 'Brown & Sons')
assert.deepEqual(
  db.report.renamings.map(({ subject, wanted }) => [subject, wanted]),
  [
    ['CustomerMaster.constructor_', 'constructor'],
    ['CustomerMaster.then_', 'then'],
    ['ImportRow.orderNoRef', 'orderNo'],
    ['TblOrder.custRef', 'cust'],
  ],
)
assert.deepEqual(
  (await customer.tblOrders).map(order => order.orderNo),
  [10, 11],
)
assert.equal(await TblOrder.where('what', 'like', '%"quoted"%').count(), 1)

// Without a primary key a table can be queried, and its keys can be followed; there is no get.
const [first, second] = await ImportRow.orderBy('line').with('orderNoRef')
assert.equal(first.orderNoRef.orderNo, 10)
assert.equal(second.orderNoRef, null)
await assert.rejects(ImportRow.get(1), {
  code: 'NO_PRIMARY_KEY',
  message:
    'Cannot find an instance of "ImportRow" by key: table "import_rows" has no primary key. Use findBy({ … })',
})

// Nothing is lost in silence: the report accounts for every table and every key.
const skipped = db.report.tables.filter(({ status }) => status === 'skipped')
const dangling = db.report.foreignKeys.filter(({ status }) => status === 'skipped')
if (sqlite) {
  assert.deepEqual(
    skipped.map(({ name }) => name),
    ['broken'],
  )
  assert.deepEqual(
    dangling.map(({ key }) => key),
    ['note(topic_id) -> topic(id)'],
  )
  // What is left out can be turned into an error instead.
  await assert.rejects(automap(knex, { strict: true }), { code: 'REFLECTION_INCOMPLETE' })
} else {
  assert.deepEqual([skipped, dangling], [[], []])
}

await close()
