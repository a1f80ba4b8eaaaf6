import knex from 'knex'
import t from 'tap'
import type { ReflectRequest } from '../../../lib/dialect/contract.js'
import { reflect } from '../../../lib/dialect/sqlite/reflect.js'
import { ConnectionError } from '../../../lib/errors.js'
import { eachDatabase } from '../../fixtures/databases.js'
import { rowsOf } from '../../fixtures/sqlite.js'

function request(given: Partial<ReflectRequest> = {}): ReflectRequest {
  return { schemas: null, timeout: 5000, ...given }
}

function each(title: string, fn: Parameters<typeof eachDatabase>[2]): void {
  eachDatabase(t, title, fn, 'sqlite')
}

/** A file made by `sql`, closed again, and a knex on it per driver. */

each('says so when no connection is free in time, and gives a late one back', async (t, db) => {
  await db.exec('create table one(a)')
  const trx = await db.knex.transaction()
  await t.rejects(reflect(db.knex, request({ timeout: 50 })), {
    constructor: ConnectionError,
    code: 'CONNECTION_TIMEOUT',
    message:
      'Cannot reflect "test.db" within 50 ms: knex\'s pool gave no connection; ' +
      'is a transaction open that this waits for?, or raise the option "timeout"',
  })
  await trx.rollback()
  t.equal((await reflect(db.knex, request())).tables.length, 1)
})

each("says so when knex's own patience ends first", async (t, db) => {
  await db.exec('create table one(a)')
  const impatient = knex({ ...db.config, acquireConnectionTimeout: 50, log: { warn: () => undefined } })
  t.teardown(() => impatient.destroy())
  const trx = await impatient.transaction()
  await t.rejects(reflect(impatient, request()), {
    constructor: ConnectionError,
    code: 'CONNECTION_TIMEOUT',
    message:
      'Cannot reflect "test.db": no connection could be made: Knex: Timeout acquiring a connection. ' +
      'The pool is probably full. Are you missing a .transacting(trx) call?',
  })
  await trx.rollback()
})

each('stops between statements when time is up, and leaves no transaction', async (t, db) => {
  await db.exec('create table one(a)')
  db.knex.once('query', () => {
    const end = Date.now() + 60
    while (Date.now() < end);
  })
  await t.rejects(reflect(db.knex, request({ timeout: 30 })), {
    constructor: ConnectionError,
    code: 'CONNECTION_TIMEOUT',
    message:
      'Cannot reflect "test.db" within 30 ms: reading the catalog takes long; ' +
      'try again, or raise the option "timeout"',
  })
  await t.rejects(rowsOf(db.knex, 'commit'), /no transaction is active/)
})

each('says so after knex was closed', async (t, db) => {
  await db.exec('create table one(a)')
  await db.knex.destroy()
  await t.rejects(reflect(db.knex, request()), {
    constructor: ConnectionError,
    code: 'CONNECTION_FAILED',
    message: 'Cannot reflect "test.db": no connection could be made: Unable to acquire a connection',
  })
})
