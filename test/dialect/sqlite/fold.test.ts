import t from 'tap'
import { fold } from '../../../lib/dialect/sqlite/fold.js'

t.test('folds the letters A to Z alone', async t => {
  t.equal(fold('Order_ID-É-İ'), 'order_id-É-İ')
})
