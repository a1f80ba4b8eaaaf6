import t from 'tap'
import { stateOf } from '../../lib/instance/instance.js'
import { inTurn } from '../../lib/session/turns.js'
import { errorOf } from '../fixtures/error-of.js'
import { planning } from '../fixtures/planned.js'

const { saved } = planning({ thing: { columns: ['id'] } })

t.test('writes of one instance come one after the other, others at once', async t => {
  const [one, other] = [saved('Thing'), saved('Thing')]
  const told: string[] = []
  const write = (name: string, ...instances: (typeof one)[]) =>
    inTurn(
      () => instances,
      async () => {
        told.push(`${name} begins`)
        await new Promise(resolve => setTimeout(resolve, 5))
        told.push(`${name} ends`)
        return name
      },
    )
  const names = await Promise.all([
    write('a', one),
    write('b', one, other),
    write('c', other),
    write('d', one),
  ])
  t.same(names, ['a', 'b', 'c', 'd'])
  const at = (line: string): number => told.indexOf(line)
  t.ok(at('c begins') < at('a ends'), 'c has nothing to do with a')
  t.ok(at('b begins') > at('a ends') && at('b begins') > at('c ends'))
  t.ok(at('d begins') > at('a ends'))
  const apart = (x: string, y: string): boolean =>
    at(`${x} ends`) < at(`${y} begins`) || at(`${y} ends`) < at(`${x} begins`)
  t.ok(apart('b', 'd'))
  t.equal(stateOf(one)?.turn, null)
})

t.test('a write that fails lets the next one go', async t => {
  const one = saved('Thing')
  const failing = errorOf(() =>
    inTurn(
      () => [one],
      () => Promise.reject(new Error('no')),
    ),
  )
  const next = inTurn(
    () => [one],
    async () => 'next',
  )
  t.equal(await failing, 'Error: no')
  t.equal(await next, 'next')
})

t.test('what is written is asked for again after a wait', async t => {
  const [one, other] = [saved('Thing'), saved('Thing')]
  const lists = [[one], [other]]
  const first = inTurn(
    () => [one],
    async () => undefined,
  )
  await inTurn(
    () => lists.shift() ?? [],
    async () => t.notOk(stateOf(one)?.turn, 'the first has ended'),
  )
  await first
  t.same(lists, [])
})

t.test('a write inside a write of the same instance is refused', async t => {
  const [one, other] = [saved('Thing'), saved('Thing')]
  const inner = (instance: typeof one) =>
    inTurn(
      () => [instance],
      async () => 'done',
    )
  t.equal(
    await inTurn(
      () => [one],
      () => inner(other),
    ),
    'done',
  )
  t.equal(
    await errorOf(() =>
      inTurn(
        () => [one],
        () =>
          inTurn(
            () => [other],
            () => inner(one),
          ),
      ),
    ),
    'WriteError WRITE_REFUSED: Cannot write an instance of "Thing" inside its own write, which would wait for itself: a hook that comes before it can assign to it instead',
  )
  let later: Promise<string> | null = null
  await inTurn(
    () => [one],
    async () => {
      later = new Promise(resolve => setTimeout(resolve, 5)).then(() => inner(one))
    },
  )
  t.equal(await later, 'done', 'what goes on when the write has ended is no part of it')
})
