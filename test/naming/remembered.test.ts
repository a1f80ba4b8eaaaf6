import t from 'tap'
import { remembered } from '../../lib/naming/remembered.js'

t.test('asks once for each text, and again when there were too many', async t => {
  const asked: string[] = []
  const shout = remembered(text => {
    asked.push(text)
    return text.toUpperCase()
  })
  t.same(['a', 'b', 'a', ''].map(shout), ['A', 'B', 'A', ''])
  t.same(asked, ['a', 'b', ''])
  for (let i = 0; i < 1998; i++) shout(`text ${i}`)
  asked.length = 0
  t.equal(shout('a'), 'A')
  t.same(asked, ['a'])
})
