import t from 'tap'
import { MappingError, OptionError } from '../../lib/errors.js'
import { allot, type Claim, type Terms } from '../../lib/naming/allot.js'

const free: Terms = { place: ' of model "M"', fixed: new Map(), reserved: new Map() }

function claim(order: string, names: readonly [string, ...string[]], differs: Partial<Claim> = {}): Claim {
  const [wanted, ...others] = names.map(name => ({ name, rule: `rule of ${name}` }))
  return {
    label: `claim "${order}"`,
    choices: [wanted!, ...others],
    fallbacks: () => [],
    barredBy: null,
    chosenBy: null,
    rank: 0,
    order: [order],
    ...differs,
  }
}

function names(claims: readonly Claim[], terms: Terms = free): string[] {
  const decisions = allot(claims, terms)
  return claims.map(each => decisions.get(each)?.name ?? '')
}

const fallbacks = (...list: string[]): Pick<Claim, 'fallbacks'> => ({
  fallbacks: () => list.map(name => ({ name, rule: `rule of ${name}` })),
})

t.test('gives everyone the wanted name where it is free', async t => {
  t.same(names([claim('a', ['x']), claim('b', ['y'])]), ['x', 'y'])
})

t.test('the lower rank chooses first, then the order decides, never the place in the list', async t => {
  const low = claim('z', ['x'], { rank: 0 })
  const a = claim('a', ['x'], { rank: 1, ...fallbacks('a') })
  const b = claim('b', ['x'], { rank: 1, ...fallbacks('b') })
  t.same(names([low, a, b]), ['x', 'a', 'b'])
  t.same(names([b, a, low]), ['b', 'a', 'x'])
})

t.test('giving way never takes a name that another wants first', async t => {
  t.same(names([claim('a', ['x']), claim('b', ['x'], fallbacks('y', 'z')), claim('c', ['y'])]), [
    'x',
    'z',
    'y',
  ])
})

t.test('a number is added where nothing else is free', async t => {
  t.same(names([claim('a', ['x']), claim('b', ['x']), claim('c', ['x']), claim('d', ['x2'])]), [
    'x',
    'x3',
    'x4',
    'x2',
  ])
})

t.test('a fixed name keeps its holder; the second choice takes its place', async t => {
  const fixed = { ...free, fixed: new Map([['x', 'column "x"']]) }
  t.same(names([claim('a', ['x', 'xRef'])], fixed), ['xRef'])
  t.same(names([claim('a', ['x'])], fixed), ['x2'])
})

t.test('a barred name goes to nobody who is barred from it', async t => {
  t.same(names([claim('a', ['x', 'sx'], { barredBy: 'another' })]), ['sx'])
  const [decision] = allot([claim('a', ['x', 'sx'], { barredBy: 'another' })], free).values()
  t.same(decision, { name: 'sx', wanted: 'x', rule: 'rule of sx', collidedWith: ['another'] })
})

t.test('a reserved name gets an underscore', async t => {
  const reserved = { ...free, reserved: new Map([['then', 'await would call it']]) }
  const given = claim('a', ['then'])
  t.same(allot([given], reserved).get(given), {
    name: 'then_',
    wanted: 'then',
    rule: 'rule of then, with "_" added to a reserved name',
    collidedWith: ['reserved name "then"'],
  })
  t.same(names([claim('a', ['then']), claim('b', ['then'], fallbacks('then'))], reserved), [
    'then_',
    'then_2',
  ])
})

t.test('says what stood in the way of every better choice', async t => {
  const last = claim('c', ['x', 'y'], fallbacks('z', 'w'))
  const decisions = allot([claim('a', ['x']), claim('b', ['z']), last], {
    ...free,
    fixed: new Map([['y', 'column "y"']]),
  })
  t.same(decisions.get(last), {
    name: 'w',
    wanted: 'x',
    rule: 'rule of w',
    collidedWith: ['claim "a"', 'column "y"', 'claim "b"'],
  })
})

t.test('a chosen name wins over a generated one', async t => {
  const chosen = claim('z', ['x'], { chosenBy: 'naming.scalarName', rank: 9 })
  t.same(names([claim('a', ['x'], fallbacks('y')), chosen]), ['y', 'x'])
})

t.test('a name chosen twice is refused', async t => {
  const chosenBy = 'naming.scalarName'
  t.throws(
    () => allot([claim('a', ['x'], { chosenBy }), claim('b', ['x'], { chosenBy })], free),
    new MappingError(
      'NAME_TAKEN',
      'Cannot name claim "b" of model "M" "x": claim "a" has that name; return another name from naming.scalarName',
    ),
  )
})

t.test('a chosen name that is fixed is refused', async t => {
  t.throws(
    () =>
      allot([claim('a', ['x'], { chosenBy: 'relationships' })], {
        ...free,
        fixed: new Map([['x', 'column "x"']]),
      }),
    new MappingError(
      'NAME_TAKEN',
      'Cannot name claim "a" of model "M" "x": column "x" has that name; return another name from relationships',
    ),
  )
})

t.test('a chosen name that is reserved is refused', async t => {
  t.throws(
    () =>
      allot([claim('a', ['then'], { chosenBy: 'relationships' })], {
        ...free,
        reserved: new Map([['then', 'await would call it']]),
      }),
    new OptionError(
      'NAME_INVALID',
      'Cannot name claim "a" of model "M" "then": the name is reserved, for await would call it; return another name from relationships',
    ),
  )
})
