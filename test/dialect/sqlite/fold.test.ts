import t from 'tap'
import { fold, foldedMap } from '../../../lib/dialect/sqlite/fold.js'

t.test('folds the letters A to Z alone', async t => {
  t.equal(fold('Order_ID-É-İ'), 'order_id-É-İ')
})

t.test('finds by a name spelt otherwise, the first of two', async t => {
  const found = foldedMap(['Id', 'ID', 'É', 'é'], name => name)
  t.strictSame(
    [...found],
    [
      ['id', 'Id'],
      ['É', 'É'],
      ['é', 'é'],
    ],
  )
})
