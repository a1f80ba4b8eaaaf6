import t, { type Test } from 'tap'
import { sql } from '../../lib/declaration/sql.js'
import type { Criteria } from '../../lib/query/criteria.js'
import type { Untyped } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { freshDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { compute, type References, remap, rerelate, sqlOf } from '../fixtures/remapped.js'
import { openShop } from '../fixtures/shop-models.js'

/** The text of what computes "label" of an item, without its cast. */
async function textOf(
  t: Test,
  write: (c: References) => unknown,
): Promise<[sql: string, bindings: unknown[]]> {
  const { Item } = await shop(t)
  compute(Item, 'label', { kind: 'json', sql: sqlOf(write), read: false })
  const query = Item.whereNull('label').toSQL()
  const [, text = ''] = /`category_id`, \((.*)\) as `label` from /.exec(query.sql) ?? []
  return [text, [...query.bindings]]
}

async function errorIn(t: Test, write: (c: References) => unknown): Promise<string> {
  return errorOf(() => textOf(t, write))
}

async function shop(t: Test): Promise<Record<'Item' | 'Order' | 'Category', Model<Untyped>>> {
  const database = await freshDatabase(t, 'better-sqlite3')
  const db = await openShop(database!)
  const model = (name: 'Item' | 'Order' | 'Category') => db.model(name) as unknown as Model<Untyped>
  return { Item: model('Item'), Order: model('Order'), Category: model('Category') }
}

t.test('references are columns, subqueries along relationships, and sums of collections', async t => {
  t.same(await textOf(t, c => c.price), ['t1.`price`', []])
  t.same(await textOf(t, c => sql`${c.price} + ${sql`${c.id} * ${2}`} - ${c.id}`), [
    't1.`price` + t1.`id` * ? - t1.`id`',
    [2],
  ])
  t.same(await textOf(t, c => c.category.parent.name), [
    '(select (select t3.`name` from `main`.`category` t3 where t3.`id` = t2.`parent_id` limit 1) ' +
      'from `main`.`category` t2 where t2.`id` = t1.`category_id` limit 1)',
    [],
  ])
  t.same(await textOf(t, c => c.tags.count()), [
    '(select count(*) from `main`.`tag` t2 where (t2.`id`) in ' +
      '(select t3.`tag_id` from `main`.`item_tag` t3 where t3.`item_id` = t1.`id`))',
    [],
  ])
  t.same(await textOf(t, c => c.category.children.avg('id')), [
    '(select (select avg(t3.`id`) from `main`.`category` t3 where t3.`parent_id` = t2.`id`) ' +
      'from `main`.`category` t2 where t2.`id` = t1.`category_id` limit 1)',
    [],
  ])
  const extreme = (order: string): string =>
    `(select t2.\`quantity\` from \`main\`.\`order_line\` t2 where t2.\`item_id\` = t1.\`id\` and t2.\`quantity\` is not null order by t2.\`quantity\`${order} limit 1)`
  t.same(await textOf(t, c => c.orderLines.min('quantity')), [extreme(''), []])
  t.same(await textOf(t, c => c.orderLines.max('quantity')), [extreme(' desc'), []])
})

t.test('values are bound, each as its type is', async t => {
  const [, bindings] = await textOf(
    t,
    () =>
      sql`f(${'a?'}, ${1.5}, ${3n}, ${true}, ${new Date('2024-01-02T03:04:05Z')}, ${Buffer.from('x')}, ${null})`,
  )
  t.same(bindings, ['a?', 1.5, '3', 1, '2024-01-02 03:04:05', Buffer.from('x'), null])
  t.equal(
    await errorIn(t, () => sql`${{}}`),
    'ValueError VALUE_INVALID: Cannot use a value for "Item.label": expected a string, a number, a bigint, a boolean, a Date, a Buffer or null, got an object',
  )
})

t.test('what is no SQL is refused', async t => {
  const refused =
    'DeclarationError DECLARATION_INVALID: Cannot write computed property "Item.label": expected its function to return a reference or sql`…`, got '
  t.equal(await errorIn(t, () => 'price'), `${refused}a string`)
  t.equal(await errorIn(t, () => undefined), `${refused}undefined`)
  t.equal(
    await errorIn(t, c => c.category),
    `${refused}a relationship, which needs a property of model "Category" behind it`,
  )
  t.equal(
    await errorIn(t, c => sql`${c.tags} > 0`),
    `${refused}a relationship, which needs one of count(), sum(property), avg(property), min(property) or max(property) behind it`,
  )
})

t.test('unknown names are answered with the nearest', async t => {
  const named = (path: (c: Record<string, Record<string, () => unknown>>) => unknown) =>
    errorIn(t, path as unknown as (c: References) => unknown)
  t.equal(
    await named(c => c.prize),
    'MappingError PROPERTY_UNKNOWN: Model "Item" has no property "prize". Did you mean "price"?',
  )
  t.equal(
    await named(c => c.catgory),
    'MappingError PROPERTY_UNKNOWN: Model "Item" has no property "catgory". Did you mean "category"?',
  )
  t.equal(
    await named(c => c.category_id),
    'MappingError PROPERTY_UNKNOWN: Model "Item" has no property "category_id": column "category_id" is property "categoryId"',
  )
  t.equal(
    await named(c => c.tags?.label),
    'MappingError PROPERTY_UNKNOWN: "tags" of model "Item" is a collection and has no "label"; ask for its count(), sum(property), avg(property), min(property) or max(property)',
  )
  t.equal(
    await errorIn(t, c => c.tags.sum('labl')),
    'MappingError PROPERTY_UNKNOWN: Model "Tag" has no property "labl". Did you mean "label"?',
  )
  t.equal(await named(c => Reflect.get(c, Symbol.iterator) ?? sql`1`), 'no error', 'symbols are not names')
})

t.test('computed properties may need each other, and not themselves', async t => {
  const { Category } = await shop(t)
  compute(Category, 'label', { kind: 'text', sql: sqlOf(c => sql`${c.name} || ${'!'}`), read: false })
  compute(Category, 'title', { kind: 'text', sql: sqlOf(c => sql`${c.label} || ${c.parent.label}`) })
  t.same(await Category.pluck('title'), [
    null,
    ...[1, 1, 2, 2, 3, 3].map((parent, i) => `Category ${i + 2}!Category ${parent}!`),
  ])
  compute(Category, 'depth', { kind: 'integer', sql: sqlOf(c => sql`${c.parent.total} + ${1}`) })
  compute(Category, 'total', { kind: 'integer', sql: sqlOf(c => c.depth) })
  const name = (property: string): string => `the computed property "Category.${property}"`
  t.equal(
    await errorOf(() => Category.pluck('depth')),
    `QueryError QUERY_INVALID: Cannot write ${name('depth')}: it needs itself, as ${name('depth')} leads to ${name('total')} leads to ${name('depth')}`,
  )
})

t.test('a subquery respects the scope and the where of what it leads to', async t => {
  const { Item, Category } = await shop(t)
  rerelate(Category, 'children', { filter: query => (query as Criteria).where('id', '!=', 7) })
  compute(Item, 'label', { kind: 'text', sql: sqlOf(c => c.category.name) })
  compute(Category, 'total', { kind: 'integer', sql: sqlOf(c => c.children.count()) })
  remap(Category, { scope: query => (query as Criteria).where('id', '>', 3) })
  const labels = await Item.pluck('label')
  t.ok(labels.includes(null))
  t.notOk(labels.includes('Category 2'))
  t.same(await Category.unscoped().orderBy('id').pluck('total'), [0, 2, 1, 0, 0, 0, 0])
})
