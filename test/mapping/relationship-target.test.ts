import t from 'tap'
import type { RelationshipTarget } from '../../types/declared.js'
import { booted, findings, related, saying } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import { schemaOf, table } from '../fixtures/schema.js'

const world = schemaOf([
  table('item', {
    columns: ['id', 'shop_id', 'other_id'],
    foreignKeys: ['shop_id -> far.shop(id)', 'other_id -> other.id'],
  }),
  table('other'),
  table('shop', { schema: 'far' }),
])

const Shop = saying({ table: 'shop' })
class Unknown {}

const boot = (target: RelationshipTarget, options = {}): ReturnType<typeof booted> =>
  booted(world, { Shop, Item: { relationships: { link: [target] } } }, options)

t.test('a target is a class, a function, or the name of a model or table', async t => {
  const wanted = 'Item.link: manyToOne Shop, back by items, item(shop_id) -> far.shop(id)'
  for (const target of [Shop, () => Shop, () => 'Shop', 'Shop', 'shop', 'SHOP', 'far.shop']) {
    t.equal(related(boot(target as RelationshipTarget))[0], wanted)
  }
  const plain = 'Item.link: manyToOne Other, back by items, item(other_id) -> other(id)'
  for (const target of ['Other', 'other', 'main.other']) t.equal(related(boot(target))[0], plain)
})

t.test('a target that is not mapped is reported', async t => {
  for (const target of ['other', 'Other', 'Others']) {
    t.same(findings(boot(target, { except: 'other' })), [
      'Item.link tableMissing: table "other" is not mapped',
    ])
  }
  const lost = booted(world, { Gone: { table: 'gone' }, Item: { relationships: { link: ['Gone'] } } })
  t.same(findings(lost), [
    'Gone. tableMissing: the database has no table "gone"',
    'Item.link tableMissing: class "Gone" is not mapped: the database has no table "gone"',
  ])
  t.same(related(lost).filter(each => each.startsWith('Item')).length, 2)
})

t.test('a target that nobody knows is refused', async t => {
  t.equal(
    await errorOf(() =>
      booted(world, { Item: { table: 'item', relationships: { link: ['Others'] } } }, { naming: 'preserve' }),
    ),
    'DeclarationError DECLARATION_INVALID: Cannot relate relationship "Item.link": no model or table is called "Others". Did you mean "other"?',
  )
  t.equal(
    await errorOf(() => boot('othr')),
    'DeclarationError DECLARATION_INVALID: Cannot relate relationship "Item.link": no model or table is called "othr". Did you mean "Other"?',
  )
  t.equal(
    await errorOf(() => boot(Unknown as never)),
    'DeclarationError DECLARATION_INVALID: Cannot relate relationship "Item.link": class "Unknown" is not among the models; add it to option "models", or give its name',
  )
})
