import t from 'tap'
import { fold, isSameName } from '../../../lib/dialect/sqlite/fold.js'

t.test('folds the letters A to Z alone', async t => {
  t.equal(fold('Order_ID-É-İ'), 'order_id-É-İ')
})

t.test('takes names for the same that differ in the case of these letters alone', async t => {
  t.ok(isSameName('id', 'id'))
  t.ok(isSameName('Id', 'iD'))
  t.notOk(isSameName('id', 'ids'))
  t.notOk(isSameName('id', 'if'))
  t.notOk(isSameName('É', 'é'))
})
