import t from 'tap'
import { sql } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { loose, Money, openLedger } from '../fixtures/ledger.js'
import { openStaff } from '../fixtures/staff.js'

type Columns = Record<string, unknown> & Record<string, Record<string, unknown>>

eachDatabase(t, 'a relationship and a value object are set as such', async (t, database) => {
  const { Branch, ...models } = await openLedger(database)
  const Account = loose(models.Account)
  const south = await Branch.get(2)
  t.equal(await Account.where('id', 1).update({ branch: south, money: new Money(7, 'NOK') }), 1)
  const ada = await Account.get(1)
  t.same([ada.branchId, ada.amount, ada.currency, ada.doubled], [2, 7, 'NOK', 14])
  t.equal(await Account.where('id', 1).update({ branch: null }), 1)
  t.equal((await Account.get(1)).branchId, null)
  t.equal(
    await errorOf(() => Account.where('id', 1).update({ branch: south, branchId: 1 })),
    'ValueError VALUE_INVALID: Cannot set column "branch_id" by "Account.branchId": another property sets it, too; leave one out',
  )
  t.equal(
    await errorOf(() => Account.where('id', 1).update({ money: new Money(1, 'X'), amount: () => sql`1` })),
    'ValueError VALUE_INVALID: Cannot set column "amount" by "Account.amount": another property sets it, too; leave one out',
  )
  t.equal(
    await errorOf(() => Account.where('id', 1).update({ doubled: () => sql`1` })),
    'ValueError VALUE_INVALID: Cannot set "Account.doubled": the database generates column "doubled"; leave it out',
  )
  t.equal(
    await errorOf(() => Account.where('id', 1).update({ owner: '' })),
    'ValueError VALUE_REFUSED: Cannot use a value for "Account.owner": a validator refused it; the cause says why',
  )
})

eachDatabase(t, 'an update counts versions up and stamps what is declared so', async (t, database) => {
  const Account = loose((await openLedger(database)).Account)
  t.equal(await Account.where('branchId', 1).update({ owner: ' Eve ' }), 2)
  const changed = await Account.where('owner', 'Eve').orderBy('id').all()
  t.same(
    changed.map(({ rowVersion, stamp }) => [rowVersion, stamp]),
    [
      [2, 'bulk'],
      [6, 'bulk'],
    ],
  )
  t.ok(changed.every(({ touchedAt }) => Math.abs((touchedAt as Date).getTime() - Date.now()) < 60_000))
  const other = await Account.get(3)
  t.same([other.rowVersion, other.stamp, other.touchedAt], [1, null, null])
  await Account.where('id', 3).update({ owner: 'Cid', stamp: 'mine', rowVersion: 40 })
  const mine = await Account.get(3)
  t.same([mine.rowVersion, mine.stamp], [40, 'mine'])
})

eachDatabase(t, "rows that a model's scope leaves out are not hit", async (t, database) => {
  const Account = loose((await openLedger(database)).Account)
  t.equal(await Account.everything().update({ owner: 'all' }), 3)
  t.equal(await Account.where('id', 4).delete(), 0)
  t.equal(await Account.orderBy('id', 'desc').limit(1).update({ owner: 'last' }), 1)
  t.same(await Account.where('owner', 'last').pluck('id'), [3])
  t.equal(await Account.unscoped().where('id', 4).delete(), 1)
  t.equal(
    await errorOf(() => Account.query().delete()),
    'QueryError CONDITION_MISSING: Cannot delete rows of model "Account": no condition was given, and every row would be hit; if that is meant, say everything(), as in Account.everything().delete(…)',
  )
})

eachDatabase(t, 'a sensitive value is bound and never shown', async (t, database) => {
  const Account = loose((await openLedger(database)).Account)
  const seen: unknown[] = []
  database.knex.on('query', ({ bindings }) => seen.push(...bindings.map(String)))
  t.equal(await Account.where('id', 1).update({ secret: 'canary' }), 1)
  t.notOk(seen.includes('canary'))
  t.ok(seen.includes('[sensitive]'))
  t.equal((await Account.get(1)).secret, 'canary')
})

eachDatabase(t, 'a class in a shared table changes its own rows alone', async (t, database) => {
  const { Manager, Clerk, Employee } = await openStaff(database)
  let hit = 0
  const statements = await database.count(async () => {
    hit = await Manager.everything().update({ budget: 5 })
  })
  t.equal(hit, 2)
  t.equal(statements.length, 1)
  t.equal(await Clerk.where('name', 'Ann').update({ name: 'x' }), 0)
  t.equal(await Clerk.everything().delete(), 1)
  t.equal(await Employee.query().count(), 8)
  t.equal(
    await errorOf(() => loose(Manager).where('id', 1).update({ kind: 'clerk' })),
    'ValueError VALUE_INVALID: Cannot set "Manager.kind" to what stands for another class: rows of "Manager" have "manager" or "chief"; leave it out',
  )
  t.equal(await loose(Manager).where('id', 1).update({ kind: 'chief' }), 1)
})

eachDatabase(t, 'rows in several tables are changed in each of them', async (t, database) => {
  const { Engineer, Architect, Employee, Project } = await openStaff(database)
  const one = await database.count(async () => {
    t.equal(await Engineer.where('name', 'Bob').update({ language: 'Zig' }), 1)
  })
  t.equal(one.length, 1)
  const both = await database.count(async () => {
    t.equal(await Engineer.where('name', 'Bob').update({ name: 'Rob', language: 'C' }), 1)
  })
  t.equal(both.length, 3)
  const rob = await Engineer.get(2)
  t.same([rob.name, rob.language], ['Rob', 'C'])
  t.equal(await Engineer.where('name', 'nobody').update({ name: 'x', language: 'x' }), 0)
  // What is made of another table's columns is found there.
  t.equal(
    await Engineer.where('id', 2).update({ language: c => sql`${c.language} || ${'/'} || ${c.name}` }),
    1,
  )
  t.equal((await Engineer.get(2)).language, 'C/Rob')
  t.equal(
    await Engineer.where('id', 2).update({
      name: c => sql`upper(${c.name}) || ${''}`,
      language: c => sql`lower(${c.language})`,
    }),
    1,
  )
  const loud = await Engineer.get(2)
  t.same([loud.name, loud.language], ['ROB', 'c/rob'])
  const tangled = (name: string, what: string): string =>
    `QueryError QUERY_INVALID: Cannot update rows of model "${name}" in several tables with "${what}" made of another table's columns: update that property by itself`
  t.equal(
    await errorOf(() => Engineer.where('id', 2).update({ name: 'x', language: c => c.name })),
    tangled('Engineer', 'language'),
  )
  t.equal(
    await errorOf(() =>
      loose(Engineer)
        .where('id', 2)
        .update({ name: 'x', language: (c: Columns) => c.mentor!.name }),
    ),
    tangled('Engineer', 'language'),
  )
  t.equal(
    await errorOf(() => loose(Engineer).where('id', 2).update({ id: 3 })),
    'QueryError QUERY_INVALID: Cannot update "Engineer.id", which is a key, of the rows of a query: its rows are in several tables; change it on the instances',
  )
  await Project.everything().delete()
  await database.exec('delete from engineer_skill; update engineer set mentor_id = null')
  t.equal(await Architect.everything().delete(), 1)
  t.equal(await Employee.query().count(), 8)
  t.equal(await Employee.whereIn('id', [2, 3, 4]).delete(), 3)
  t.same(await database.knex('engineer').select('id'), [])
  t.equal(await Employee.query().count(), 5)
})

eachDatabase(t, 'what fails in one of several tables changes none', async (t, database) => {
  const { Engineer } = await openStaff(database)
  if (database.dialect === 'sqlite') await database.exec('pragma foreign_keys = on')
  t.match(
    await errorOf(() => Engineer.where('id', 2).delete()),
    /^ForeignKeyError FOREIGN_KEY_VIOLATED: Cannot delete rows of model "Engineer": /,
  )
  t.equal((await Engineer.get(2)).name, 'Bob')
})
