/** What SQLAlchemy's tests of automap demand of `prepare`; `docs/sqlalchemy.md` tells which is which. */

import t from 'tap'
import { automap, model } from '../../lib/index.js'
import type { RelationshipCandidate } from '../../types/relationship.js'
import { told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { createUsers, many, one } from '../fixtures/sqlalchemy.js'

eachDatabase(
  t,
  'a declared class is the one model of its table, and no other is its child',
  async (t, database) => {
    await createUsers(database)
    class User extends model('users') {}
    const db = await automap(database.knex, { models: [User] })
    t.equal(db.models.User, User as unknown)
    t.equal(db.report.tables.filter(({ model }) => model === 'User').length, 1)
    t.equal(Object.keys(db.models).length, 12)
    const { Address } = db.models
    t.notOk(Address?.prototype instanceof User)
    t.ok((await one(Address?.get(1))).user)
  },
)

eachDatabase(t, 'a table that was not asked for is not brought in by a key', async (t, database) => {
  await createUsers(database)
  const db = await automap(database.knex, { only: ['users'] })
  t.same(Object.keys(db.models), ['User'])
  const owning = await automap(database.knex, { only: ['addresses'] })
  t.same(Object.keys(owning.models), ['Address'])
  t.same(told(owning), [])
  t.match(
    owning.report.foreignKeys.find(({ table }) => table === 'addresses'),
    { status: 'skipped', reason: 'its target "users" is not mapped' },
  )
})

eachDatabase(
  t,
  'reflecting again and again adds what is new and changes nothing else',
  async (t, database) => {
    await createUsers(database)
    const db = await automap(database.knex, { only: ['users'] })
    const { User } = db.models
    await db.reflect({ only: ['users'] })
    t.same(Object.keys(db.models), ['User'])
    await db.reflect()
    const { Address } = db.models
    t.equal(Object.keys(db.models).length, 12)
    await db.reflect()
    await db.reflect()
    t.equal(db.models.User, User)
    t.equal(db.models.Address, Address)
    t.same(told(db), told(await automap(database.knex)), 'as if all had come at once')
  },
)

eachDatabase(t, 'a table that comes later is related to one that was there', async (t, database) => {
  await createUsers(database)
  const db = await automap(database.knex, { only: ['users'] })
  const bruno = await db.model('User').get(2)
  await db.reflect({ only: ['addresses'] })
  t.same(told(db), ['Address.user manyToOne User', 'User.addresses oneToMany Address'])
  const [first] = await many(bruno.addresses)
  t.equal(first?.user, bruno)
})

eachDatabase(t, 'a declared class cannot be queried before it is mapped', async (t, database) => {
  await createUsers(database)
  class User extends model('users') {}
  t.equal(
    await errorOf(() => User.query()),
    'MappingError MODEL_UNKNOWN: Class "User" is not mapped yet: pass it to automap(connection, { models: [User] })',
  )
  await automap(database.knex, { models: [User] })
  t.equal(await User.count(), 3)
})

eachDatabase(t, 'all names can be chosen, and both sides know each other by them', async (t, database) => {
  await createUsers(database)
  const names = (side: RelationshipCandidate): string => `Cls${side.targetTable}`
  const db = await automap(database.knex, {
    naming: {
      className: table => `Cls${table.name}`,
      scalarName: side => `scalar${names(side)}`,
      collectionName: side => `coll${names(side)}${side.through === null ? '' : 'Through'}`,
    },
  })
  const user = await db.model('Clsusers').get(2)
  const [address] = await many(user.collClsaddresses)
  t.equal(address?.scalarClsusers, user)
  t.same(
    (await many((await db.model('Clsitems').get(1)).collClsordersThrough)).map(({ id }) => id),
    [1, 2],
  )
})

eachDatabase(t, 'option relationships is asked about each side of each key', async (t, database) => {
  await createUsers(database)
  const sides: RelationshipCandidate[] = []
  await automap(database.knex, { relationships: side => void sides.push(side) })
  const asked = sides.map(({ sourceTable, name, kind }) => `${sourceTable}.${name} ${kind}`)
  for (const side of [
    'nodes.parent manyToOne',
    'nodes.children oneToMany',
    'items.keywords manyToMany',
    'orders.items manyToMany',
    'addresses.user manyToOne',
    'users.addresses oneToMany',
  ]) {
    t.equal(asked.filter(each => each === side).length, 1, side)
  }
  t.equal(asked.length, 26)
  t.ok(sides.every(({ key, columns }) => key.includes('->') && columns.length > 0))
})
