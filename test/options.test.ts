import t from 'tap'
import { OptionError } from '../lib/errors.js'
import { checkOptions, checkReflectOptions } from '../lib/options.js'

function refuses(
  options: unknown,
  code: 'OPTION_INVALID' | 'OPTION_UNKNOWN',
  message: string,
): [() => unknown, Error] {
  return [() => checkOptions(options), new OptionError(code, message)]
}

const defaults = {
  declarations: [],
  createsMissing: false,
  readOnly: false,
  snapshot: null,
  validate: 'always',
  schemas: null,
  only: null,
  except: [],
  views: true,
  strict: false,
  naming: { scheme: 'v1', functions: {} },
  relationships: null,
  values: { all: { int8: 'number', timestamp: 'date', date: 'string' }, columns: new Map() },
  groupSize: 1000,
  timeout: 30_000,
}

t.test('fills in every default', async t => {
  t.same(checkOptions(undefined), defaults)
  t.same(checkOptions({}), defaults)
  t.same(checkOptions({ schema: undefined, only: undefined, naming: undefined, values: undefined }), defaults)
  t.ok(Object.isFrozen(checkOptions({})))
})

t.test('takes what is given', async t => {
  const ask = (): undefined => undefined
  const every = (): boolean => true
  const className = (): string => 'X'
  t.same(
    checkOptions({
      schema: ['sales', 'public', 'sales'],
      only: 'order_*',
      except: ['log', every],
      views: false,
      strict: true,
      readOnly: true,
      snapshot: 'a.json',
      validate: 'never',
      naming: { scheme: 'preserve', className },
      relationships: ask,
      values: { int8: 'bigint', numeric: 'number', columns: { 'orders.total': { numeric: 'string' } } },
      groupSize: 10,
      timeout: 1,
    }),
    {
      declarations: [],
      createsMissing: false,
      readOnly: true,
      snapshot: 'a.json',
      validate: 'never',
      schemas: ['sales', 'public'],
      only: ['order_*'],
      except: ['log', every],
      views: false,
      strict: true,
      naming: { scheme: 'preserve', functions: { className } },
      relationships: ask,
      values: {
        all: { int8: 'bigint', numeric: 'number', timestamp: 'date', date: 'string' },
        columns: new Map([['orders.total', { numeric: 'string' }]]),
      },
      groupSize: 10,
      timeout: 1,
    },
  )
  t.ok(checkOptions({ create: 'missing', models: [class Order {}] }).createsMissing)
  t.same(checkOptions({ schema: 'sales' }).schemas, ['sales'])
  t.same(checkOptions({ only: every }).only, [every])
  t.same(checkOptions({ naming: 'preserve' }).naming, { scheme: 'preserve', functions: {} })
  t.same(checkOptions({ naming: {} }).naming, { scheme: 'v1', functions: {} })
})

t.test('refuses what is not an object', async t => {
  t.throws(...refuses(5, 'OPTION_INVALID', 'Expected the options of automap() to be an object, got 5'))
  t.throws(...refuses(null, 'OPTION_INVALID', 'Expected the options of automap() to be an object, got null'))
  t.throws(
    ...refuses(
      new Map(),
      'OPTION_INVALID',
      'Expected the options of automap() to be an object, got an instance of Map',
    ),
  )
})

t.test('refuses an option that there is not, and names the nearest', async t => {
  t.throws(
    ...refuses(
      { shcema: 'x' },
      'OPTION_UNKNOWN',
      'Unknown option "shcema" of automap(). Did you mean "schema"?',
    ),
  )
  t.throws(
    ...refuses({ connectionString: 'x' }, 'OPTION_UNKNOWN', 'Unknown option "connectionString" of automap()'),
  )
  t.throws(
    ...refuses(
      { naming: { classNam: 'x' } },
      'OPTION_UNKNOWN',
      'Unknown option "naming.classNam" of automap(). Did you mean "naming.className"?',
    ),
  )
  t.throws(
    ...refuses(
      { values: { int: 'x' } },
      'OPTION_UNKNOWN',
      'Unknown option "values.int" of automap(). Did you mean "values.int8"?',
    ),
  )
  t.throws(
    ...refuses(
      { values: { columns: { 'a.b': { dates: 'x' } } } },
      'OPTION_UNKNOWN',
      'Unknown option "values.columns["a.b"].dates" of automap(). Did you mean "values.columns["a.b"].date"?',
    ),
  )
})

t.test('refuses an option of the wrong shape, and says what was expected', async t => {
  for (const [options, message] of [
    [{ schema: 5 }, 'Expected option "schema" to be a name or a list of names, got 5'],
    [{ schema: [] }, 'Expected option "schema" to be a name or a list of names, got an array'],
    [{ schema: ['a', ''] }, 'Expected option "schema" to be a name or a list of names, got ""'],
    [
      { only: [] },
      'Expected option "only" to be a name, a glob, a function or a list of these, got an empty list',
    ],
    [{ except: [5] }, 'Expected option "except" to be a name, a glob, a function or a list of these, got 5'],
    [{ views: 'no' }, 'Expected option "views" to be true or false, got "no"'],
    [{ strict: 1 }, 'Expected option "strict" to be true or false, got 1'],
    [{ naming: 'v2' }, 'Expected option "naming" to be "v1" or "preserve", got "v2"'],
    [{ naming: 5 }, 'Expected option "naming" to be "v1", "preserve" or an object, got 5'],
    [{ naming: { scheme: 'v0' } }, 'Expected option "naming.scheme" to be "v1" or "preserve", got "v0"'],
    [{ naming: { scalarName: 'x' } }, 'Expected option "naming.scalarName" to be a function, got "x"'],
    [{ relationships: [] }, 'Expected option "relationships" to be a function, got an array'],
    [{ values: 'x' }, 'Expected option "values" to be an object, got "x"'],
    [{ values: { int8: 8 } }, 'Expected option "values.int8" to be "number" or "bigint" or "string", got 8'],
    [{ values: { columns: 5 } }, 'Expected option "values.columns" to be an object, got 5'],
    [{ values: { columns: { 'a.b': 5 } } }, 'Expected option "values.columns["a.b"]" to be an object, got 5'],
    [{ groupSize: 0 }, 'Expected option "groupSize" to be a whole number of at least 1, got 0'],
    [{ groupSize: 1.5 }, 'Expected option "groupSize" to be a whole number of at least 1, got 1.5'],
    [{ timeout: '5s' }, 'Expected option "timeout" to be a whole number of at least 1, got "5s"'],
    [
      { timeout: Number.POSITIVE_INFINITY },
      'Expected option "timeout" to be a whole number of at least 1, got Infinity',
    ],
  ] as const) {
    t.throws(...refuses(options, 'OPTION_INVALID', message))
  }
})

t.test('is not changed by what happens to the options afterwards', async t => {
  const only = ['a']
  const checked = checkOptions({ only })
  only.push('b')
  t.same(checked.only, ['a'])
})

t.test('reads what the classes of option models declare', async t => {
  class Customer {}
  class Order {}
  const named = (models: unknown): unknown[] =>
    checkOptions({ models }).declarations.map(({ name, model }) => [name, model])
  t.same(named([Customer]), [['Customer', Customer]])
  t.same(named({ Client: Customer, Order }), [
    ['Client', Customer],
    ['Order', Order],
  ])
  t.throws(
    ...refuses(
      { models: 5 },
      'OPTION_INVALID',
      'Expected option "models" to be a list or an object of classes, got 5',
    ),
  )
  t.throws(
    ...refuses({ create: 'all' }, 'OPTION_INVALID', 'Expected option "create" to be "missing", got "all"'),
  )
  const nothing =
    'Option "create" makes the tables of declared classes, and there are none: give them in option "models"'
  t.throws(...refuses({ create: 'missing' }, 'OPTION_INVALID', nothing))
  t.throws(...refuses({ create: 'missing', models: [] }, 'OPTION_INVALID', nothing))
  t.throws(
    ...refuses(
      { create: 'missing', models: [class Order {}], readOnly: true },
      'OPTION_INVALID',
      'Cannot take option "create" beside "readOnly", as it writes: leave one of them out, or call createTables() before',
    ),
  )
})

t.test('the options of a later reflection go on from those of the first', async t => {
  const before = { except: ['log'], views: false, strict: true }
  t.same(checkReflectOptions(undefined, before), { schemas: null, only: null, ...before })
  t.same(checkReflectOptions({ schema: 'a', only: 'b', except: 'c', views: true, strict: false }, before), {
    schemas: ['a'],
    only: ['b'],
    except: ['c'],
    views: true,
    strict: false,
  })
  t.throws(
    () => checkReflectOptions([], before),
    new OptionError('OPTION_INVALID', 'Expected the options of reflect() to be an object, got an array'),
  )
})

t.test('a snapshot is a path or an object, and validation is about one', async t => {
  const snapshot = { format: 1 }
  t.equal(checkOptions({ snapshot }).snapshot, snapshot)
  t.equal(checkOptions({ snapshot, validate: 'background' }).validate, 'background')
  for (const [given, named] of [
    ['', '""'],
    [5, '5'],
    [[], 'an array'],
  ] as const) {
    t.throws(
      ...refuses(
        { snapshot: given },
        'OPTION_INVALID',
        `Expected option "snapshot" to be the path of a file, or what was read of one, got ${named}`,
      ),
    )
  }
  t.throws(
    ...refuses(
      { validate: 'never' },
      'OPTION_INVALID',
      'Option "validate" is about a snapshot, and there is none: give it in option "snapshot"',
    ),
  )
})
