import t from 'tap'
import { didYouMean, suggest } from '../../lib/schema/suggest.js'

t.test('proposes the nearest word', async t => {
  t.equal(suggest('nmae', ['id', 'name', 'game']), 'name')
  t.equal(suggest('shcema', ['strict', 'schema']), 'schema')
  t.equal(suggest('albums', ['artist', 'album', 'track']), 'album')
})

t.test('ignores letter case', async t => {
  t.equal(suggest('CUSTOMER', ['orders', 'Customer']), 'Customer')
})

t.test('takes the first of equally near words', async t => {
  t.equal(suggest('cat', ['bat', 'hat']), 'bat')
  t.equal(suggest('cat', ['hat', 'bat']), 'hat')
})

t.test('proposes nothing where nothing is near', async t => {
  t.equal(suggest('zebra', ['id', 'name', 'customerNumber']), null)
  t.equal(suggest('id', ['no']), null)
  t.equal(suggest('', ['', 'a']), '')
  t.equal(suggest('name', []), null)
})

t.test('ends a message with the proposal, or with nothing', async t => {
  t.equal(didYouMean('nmae', new Set(['name'])), '. Did you mean "name"?')
  t.equal(didYouMean('zebra', ['name']), '')
})
