import t from 'tap'
import { Model } from '../../lib/model/model.js'
import { isTaken, requireTie, tieAbove, tieOf, untie } from '../../lib/model/tie.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'

eachDatabase(t, 'a tie belongs to its class alone, and is found from below', async (t, database) => {
  const db = await openShop(database)
  const Customer = db.models.Customer as unknown as typeof Model
  class Named extends Customer {}
  class Twice extends Named {}
  t.equal(tieOf(Customer)?.mapping.table.name, 'customer')
  t.equal(requireTie(Customer), tieOf(Customer))
  t.equal(tieOf(Named), undefined)
  t.same(tieAbove(Twice), [Customer, tieOf(Customer)])
  t.equal(tieAbove(Customer), null)
  t.equal(
    await errorOf(() => Named.query()),
    `MappingError MODEL_UNKNOWN: Class "Named" is not mapped yet, only model "Customer" that it extends: hand it to the automap's use(Named), or pass it to automap(connection, { models: [Named] })`,
  )
})

eachDatabase(t, 'a class is taken until its automap is closed', async (t, database) => {
  const db = await openShop(database)
  const Customer = db.models.Customer as unknown as typeof Model
  t.equal(isTaken(Customer), true)
  untie(Customer, 'it is elsewhere')
  t.ok(tieOf(Customer), 'nobody else can untie it')
  await db.close()
  t.equal(isTaken(Customer), false)
  t.equal(
    await errorOf(() => Customer.query().all()),
    'TransactionError CLOSED: Cannot query model "Customer": this automap was closed',
  )
  untie(Customer, 'schema "main" has no table "customer"')
  t.equal(
    await errorOf(() => Customer.query()),
    'MappingError MODEL_UNKNOWN: Class "Customer" is not mapped: schema "main" has no table "customer"',
  )
})

t.test('a class that was never tied is not taken', async t => {
  t.equal(isTaken(class extends Model {}), false)
})
