import t from 'tap'
import { automap } from '../../lib/automap.js'
import { eachDatabase } from '../fixtures/databases.js'
import { openShop } from '../fixtures/shop-models.js'

async function idsOf(query: PromiseLike<readonly { readonly id: unknown }[]>): Promise<unknown[]> {
  return (await query).map(({ id }) => id)
}

eachDatabase(t, 'whereHas asks for related instances, of every kind of relationship', async (t, database) => {
  const { Category, Customer, Delivery, Item, Order, Review } = (await openShop(database)).models
  t.same(await idsOf(Order.whereHas('customer', q => q.where('name', 'Customer 1'))), [9, 18, 27])
  t.same(await idsOf(Customer.whereHas('orders')), [1, 2, 3, 4, 5, 6, 7, 8, 9])
  t.same(await idsOf(Customer.whereHasNot('orders')), [10])
  t.same(await idsOf(Customer.whereHas('orders', q => q.where('id', '<', 3))), [2, 3])
  t.same(await idsOf(Customer.whereHas('profile')), [2, 4, 6, 8])
  t.same(await idsOf(Customer.whereHasNot('shippingAddress')), [2, 4, 6, 8, 10])
  t.same(await idsOf(Item.whereHas('tags', q => q.where('label', 'tag 2'))), [1, 2, 3, 12])
  t.same(await idsOf(Item.whereHasNot('tags', q => q.where('id', '>', 0))), [])
  t.same(await idsOf(Item.whereHas('others')), [1, 2, 3, 4, 5, 6, 7, 8])
  t.same(await idsOf(Item.whereHas('items')), [3, 4, 5, 6, 7, 8, 9, 10])
  t.same(await idsOf(Category.whereHas('parent', q => q.where('id', 1))), [2, 3])
  t.same(await idsOf(Category.whereHas('children')), [1, 2, 3])
  t.same(await idsOf(Category.whereHasNot('children')), [4, 5, 6, 7])
  t.same(await idsOf(Delivery.whereHas('orderLine')), [1, 2, 3, 4, 5], 'a key of two columns')
  t.same(
    await idsOf(Review.whereHas('itemSkuRef', q => q.where('name', 'Item 6'))),
    [1],
    'a key to a unique column',
  )
})

eachDatabase(
  t,
  'a path asks at its end, through one relationship as often as it stands there',
  async (t, database) => {
    const { Category, Customer, Order } = (await openShop(database)).models
    t.same(await idsOf(Category.whereHas('parent.parent')), [4, 5, 6, 7])
    t.same(await idsOf(Category.whereHasNot('parent.parent')), [1, 2, 3], 'none along the path')
    t.same(await idsOf(Category.whereHasNot('children.children', q => q.where('id', 4))), [2, 3, 4, 5, 6, 7])
    t.same(await idsOf(Category.whereHas('children.children', q => q.where('id', '>', 5))), [1])
    t.same(await idsOf(Order.whereHas('orderLines.item.tags', q => q.where('id', 5)).limit(3)), [4, 5, 6])
    t.same(
      await idsOf(
        Customer.whereHas('orders', q =>
          q.whereHas('orderLines', q => q.where('quantity', 5)).where('id', '<', 9),
        ),
      ),
      [3, 6, 8],
    )
  },
)

eachDatabase(t, 'whereHas stands among other conditions as one of them', async (t, database) => {
  const { Customer } = (await openShop(database)).models
  t.same(
    await idsOf(
      Customer.where(q => q.whereHas('profile').orWhere(q => q.whereHasNot('orders'))).where('id', '>', 4),
    ),
    [6, 8, 10],
  )
  t.same(
    await idsOf(Customer.whereHas('orders', q => q.where('id', 1).orWhere('id', 2)).whereNotNull('email')),
    [2],
    'what the filter joins by or stays inside of it',
  )
  t.same(await Customer.whereHas('orders').count(), 9)
  t.same(await Customer.whereHas('orders').max('id'), 9)
})

eachDatabase(t, 'an orphan is related to nothing', async (t, database) => {
  await database.exec({
    sqlite: `pragma foreign_keys = off; create table p (id integer primary key);
      create table c (id integer primary key, p_id integer references p (id)); insert into c values (1, 99), (2, null)`,
    postgres: `create table p (id int primary key); create table c (id int primary key, p_id int);
      insert into c values (1, 99), (2, null); alter table c add foreign key (p_id) references p (id) not valid`,
  })
  const { C } = (await automap(database.knex)).models
  t.equal(await C!.whereHas('p').count(), 0)
  t.equal(await C!.whereHasNot('p').count(), 2)
  t.equal((await C!.with('p')).length, 2, 'an inner join would lose them')
})
