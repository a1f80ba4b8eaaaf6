import t from 'tap'
import {
  always,
  count,
  derived,
  flag,
  integer,
  list,
  Misfit,
  nullable,
  record,
  text,
  unless,
  word,
} from '../../lib/snapshot/shape.js'

interface Pet {
  name: string
  called: string
  kind: 'cat' | 'dog'
  age: number | null
  offset: number
  tame: boolean
  tags: readonly string[]
}

const pet = record<Pet>({
  name: always(text),
  called: derived(text, ({ name }) => name as string),
  kind: unless(word('cat', 'dog'), 'cat'),
  age: unless(nullable(count), null),
  offset: unless(integer, 0),
  tame: unless(flag, true),
  tags: unless(list(text), []),
})

function misfitOf(json: unknown, shape: { read: (json: unknown) => unknown } = pet): string {
  try {
    shape.read(json)
  } catch (error) {
    if (error instanceof Misfit) return `${error.path}: ${error.message}`
    throw error
  }
  return 'fits'
}

t.test('what is left out is the standard, and what is the standard is left out', async t => {
  const tom = { name: 'Tom', called: 'Tom', kind: 'cat', age: null, offset: 0, tame: true, tags: [] } as const
  t.same(pet.read({ name: 'Tom' }), tom)
  t.same(pet.write(tom), { name: 'Tom' })
  const rex: Pet = { name: 'Rex', called: 'R', kind: 'dog', age: 3, offset: -1, tame: false, tags: ['a'] }
  t.same(pet.read(pet.write(rex)), rex)
  t.same(pet.write({ ...tom, tags: ['a'] }), { name: 'Tom', tags: ['a'] })
  t.same(pet.read({ name: 'Tom', age: null }), tom)
})

t.test('what does not fit is told with its place', async t => {
  t.equal(misfitOf([]), ': expected an object, got an array')
  t.equal(misfitOf({}), 'name: it is missing')
  t.equal(misfitOf({ name: 5 }), 'name: expected a text, got 5')
  t.equal(misfitOf({ name: 'a', kind: 'cow' }), 'kind: expected "cat" or "dog", got "cow"')
  t.equal(misfitOf({ name: 'a', age: 1.5 }), 'age: expected a whole number from 0 on, got 1.5')
  t.equal(misfitOf({ name: 'a', age: -1 }), 'age: expected a whole number from 0 on, got -1')
  t.equal(misfitOf({ name: 'a', offset: 'x' }), 'offset: expected a whole number, got "x"')
  t.equal(misfitOf({ name: 'a', tame: 1 }), 'tame: expected true or false, got 1')
  t.equal(misfitOf({ name: 'a', tags: {} }), 'tags: expected a list, got an object')
  t.equal(misfitOf({ name: 'a', tags: ['b', null] }), 'tags[1]: expected a text, got null')
  t.equal(
    misfitOf([{ name: 'a' }, { name: 'a', tags: [1] }], list(pet)),
    '[1].tags[0]: expected a text, got 1',
  )
  t.equal(
    misfitOf({ pets: [{ name: 1 }] }, record({ pets: always(list(pet)) })),
    'pets[0].name: expected a text, got 1',
  )
  t.equal(misfitOf([[1]], list(list(text))), '[0][0]: expected a text, got 1')
})

t.test('names that nobody knows are refused, and pollute nothing', async t => {
  const json: unknown = JSON.parse('{"name":"a","__proto__":{"polluted":true}}')
  t.equal(misfitOf(json), '__proto__: it is not known')
  t.equal(misfitOf(JSON.parse('{"name":"a","constructor":{}}')), 'constructor: it is not known')
  t.equal(Reflect.get({}, 'polluted'), undefined)
})

t.test('other failures are handed on', async t => {
  const broken = record({
    a: always({
      read: (): never => {
        throw new RangeError('deep')
      },
      write: (value: never) => value,
    }),
  })
  t.throws(() => broken.read({ a: 1 }), new RangeError('deep'))
})
