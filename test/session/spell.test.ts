import t from 'tap'
import { isQuiet, isWriting, whileQuiet, whileWriting } from '../../lib/session/spell.js'

const [one, other] = [{}, {}]

/** Tells of both sessions whether they are quiet, and whether they write. */
const here = (): boolean[] => [isQuiet(one), isWriting(one), isQuiet(other), isWriting(other)]

t.test('a session is quiet, or writes, in a function and all that it calls', async t => {
  t.same(here(), [false, false, false, false])
  t.same(
    await whileQuiet(one, async () => {
      await null
      return here()
    }),
    [true, false, false, false],
  )
  t.same(
    whileWriting(one, () => here()),
    [true, true, false, false],
  )
  t.same(here(), [false, false, false, false])
})

t.test('what is inside another counts as well', async t => {
  t.same(
    whileWriting(one, () => whileQuiet(one, () => here())),
    [true, true, false, false],
  )
  t.same(
    whileWriting(one, () => whileQuiet(other, () => here())),
    [true, true, true, false],
  )
  t.same(
    whileQuiet(one, () => whileWriting(other, () => here())),
    [true, false, true, true],
  )
})
