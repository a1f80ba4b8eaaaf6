import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop, type ShopModels } from '../fixtures/shop-models.js'

/** An order whose relationships may be loaded or not. */
interface Order {
  readonly orderLines: unknown[] & PromiseLike<unknown[]>
  readonly customer: { readonly name: string } & PromiseLike<{ readonly name: string }>
}

const read = async (db: Awaited<ReturnType<typeof openShop>>, id: number) =>
  (await db.models.Order.get(id)) as unknown as Order

eachDatabase(t, 'what a rolled back transaction loaded is not loaded', async (t, database) => {
  const db = await openShop(database)
  const [one, other] = [await read(db, 1), await read(db, 2)]
  const lines = await one.orderLines
  const undone = db.transaction(async transaction => {
    await transaction('customer').update({ name: 'changed' })
    t.equal((await other.customer).name, 'changed')
    await other.orderLines
    await db.load([one, other] as unknown as ShopModels['Order']['prototype'][], 'customer', 'orderLines')
    t.equal(one.orderLines, lines, 'what was loaded before stays')
    t.equal(one.customer.name, 'changed')
    throw new Error('mine')
  })
  t.equal(await errorOf(() => undone), 'Error: mine')
  t.equal(one.orderLines, lines)
  t.match(await errorOf(() => other.orderLines.length), /^NotLoadedError NOT_LOADED: /)
  for (const each of [one, other]) {
    t.match(await errorOf(() => each.customer.name), /^NotLoadedError NOT_LOADED: /)
    t.not((await each.customer).name, 'changed')
  }
})

eachDatabase(t, 'a collection that was handed out there is loaded again', async (t, database) => {
  const db = await openShop(database)
  const order = await read(db, 1)
  const kept = await db.transaction(async () => {
    const inner = db.transaction(async () => {
      const lines = await order.orderLines
      lines.pop()
      throw new Error('mine')
    })
    await errorOf(() => inner)
    return order.orderLines
  })
  t.equal(kept.length, await db.models.OrderLine.where('orderId', 1).count())
  t.equal(order.orderLines, kept, 'and stays so, as the one around it is committed')
})

eachDatabase(t, 'columns that it read are to be read again', async (t, database) => {
  await database.exec(`create table page (id integer primary key, title varchar(20), body varchar(20), meta json);
    insert into page values (1, 'one', 'first', '{"a": 1}'), (2, 'two', 'second', '{"a": 2}')`)
  const db = await automap(database.knex)
  const [one, other] = (await db.models.Page!.only('id', 'title')) as unknown as Record<string, unknown>[]
  if (one === undefined || other === undefined) throw new Error('The table has rows')
  t.equal(await one.body, 'first')
  one.title = 'pending'
  const undone = db.transaction(async inside => {
    await inside('page').update({ body: 'changed', meta: '{"a": 3}' })
    t.equal(await other.body, 'second', 'it came with its neighbour')
    t.strictSame(await other.meta, { a: 3 })
    throw new Error('mine')
  })
  t.equal(await errorOf(() => undone), 'Error: mine')
  t.strictSame([await one.meta, await other.meta], [{ a: 1 }, { a: 2 }])
  t.strictSame([one.body, other.body], ['first', 'second'])
  t.equal(one.title, 'pending')
})
