import { channel } from 'node:diagnostics_channel'
import t from 'tap'
import { Events } from '../../lib/query/events.js'
import type { LoadEvent } from '../../types/events.js'

const event: LoadEvent = { model: 'A', relationship: null, strategy: null, instances: 1, rows: 1 }

t.test('nothing is made where nobody listens', async t => {
  const events = new Events()
  events.tell('load', () => t.fail('made') as never)
  t.equal(events.hears('load'), false)
  const off = events.on('load', () => undefined)
  t.equal(events.hears('load'), true)
  t.equal(events.hears('query'), false)
  off()
  t.equal(events.hears('load'), false)
})

t.test('an event is made once for all who may see values, and once for the others', async t => {
  const events = new Events()
  const [made, got]: [boolean[], unknown[]] = [[], []]
  const subscriber = (message: unknown): void => void got.push(message)
  for (const bindings of [true, false, false, true]) {
    events.on('load', (given: unknown) => got.push(given), { bindings })
  }
  channel('knex-automap:load').subscribe(subscriber)
  t.teardown(() => channel('knex-automap:load').unsubscribe(subscriber))
  events.tell('load', open => {
    made.push(open)
    return { ...event, rows: open ? 2 : 1 }
  })
  t.strictSame(made, [true, false])
  t.strictSame(
    got.map(given => (given as LoadEvent).rows),
    [2, 1, 1, 2, 1],
  )
})

t.test('who is added or taken off meanwhile counts from the next event on', async t => {
  const events = new Events()
  const got: string[] = []
  const offs = [
    events.on('load', () => {
      got.push('first')
      for (const off of offs) off()
      events.on('load', () => got.push('third'))
    }),
    events.on('load', () => got.push('second')),
  ]
  events.tell('load', () => event)
  t.strictSame(got.splice(0), ['first', 'second'])
  events.tell('load', () => event)
  t.strictSame(got, ['third'])
})

t.test('a load of no model is not told', async t => {
  const events = new Events()
  const got: unknown[] = []
  events.on('load', (given: unknown) => got.push(given))
  const purpose = { doing: 'read', relationship: null, strategy: null, writes: false }
  events.tellLoad({ ...purpose, model: null }, [], [])
  events.tellLoad({ ...purpose, model: 'A' }, [1, 2], [1])
  t.strictSame(got, [{ ...event, instances: 2 }])
})
