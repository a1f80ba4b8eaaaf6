import t from 'tap'
import { Concealed } from '../../lib/dialect/concealed.js'
import { chunksOf } from '../../lib/dialect/write-chunks.js'

const limits = { rows: 3, size: 100 }

t.test('rows are cut by their number', async t => {
  t.strictSame(chunksOf([[1], [2], [3], [4], [5], [6], [7]], limits), [
    [[1], [2], [3]],
    [[4], [5], [6]],
    [[7]],
  ])
  t.strictSame(chunksOf([[1], [2], [3]], limits), [[[1], [2], [3]]])
})

t.test('no rows are no chunks', async t => {
  t.strictSame(chunksOf([], limits), [])
})

t.test('rows are cut by their size, and one that is too large goes alone', async t => {
  const text = ['x'.repeat(60)]
  const bytes = [Buffer.alloc(25)]
  const large = [new Concealed('x'.repeat(500))]
  t.strictSame(chunksOf([text, bytes, large, [null], [true]], limits), [
    [text],
    [bytes],
    [large],
    [[null], [true]],
  ])
})
