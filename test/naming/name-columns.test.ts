import t from 'tap'
import { MappingError, OptionError } from '../../lib/errors.js'
import { named, properties, renamed } from '../fixtures/named.js'

function propertiesOf(columns: readonly string[], input = {}): Record<string, string> {
  return properties(named({ t: { columns } }, input), 't')
}

t.test('a property is called after its column, in the order of the table', async t => {
  const given = propertiesOf(['id', 'customer_id', 'createdAt', 'TOTAL', 'line_1'])
  t.same(given, {
    id: 'id',
    customer_id: 'customerId',
    createdAt: 'createdAt',
    TOTAL: 'total',
    line_1: 'line_1',
  })
  t.same(Object.keys(given), ['id', 'customer_id', 'createdAt', 'TOTAL', 'line_1'])
})

t.test(
  'of columns that want one name, the one called so has it; the others keep the name of the database',
  async t => {
    const columns = ['user_name', 'userName', 'user-name', 'USER_NAME', 'User Name', 'username', 'UserName']
    t.same(propertiesOf(columns), {
      user_name: 'user_name',
      userName: 'userName',
      'user-name': 'user-name',
      USER_NAME: 'USER_NAME',
      'User Name': 'User Name',
      username: 'username',
      UserName: 'UserName',
    })
  },
)

t.test('where none is called so, the one in snake_case has it, then the first by code point', async t => {
  t.same(propertiesOf(['USER_NAME', 'user_name']), { USER_NAME: 'USER_NAME', user_name: 'userName' })
  t.same(propertiesOf(['user.name', 'user-name']), { 'user.name': 'user.name', 'user-name': 'userName' })
  t.same(renamed(named({ t: { columns: ['USER_NAME', 'user_name'] } })), [
    'T.USER_NAME < userName: "userName" collides with column "user_name"',
  ])
})

t.test('names without words are kept; the empty one becomes an underscore', async t => {
  t.same(propertiesOf(['日本語', '-', '___', '1st', '', '😀', '_']), {
    日本語: '日本語',
    '-': '-',
    ___: '___',
    '1st': '1st',
    '': '_2',
    '😀': '😀',
    _: '_',
  })
})

t.test('a number is added where even the name of the database is taken', async t => {
  t.same(propertiesOf(['then', 'then_']), { then: 'then_', then_: 'then_2' })
})

t.test('preserve keeps every name', async t => {
  t.same(propertiesOf(['user_name', 'userName', 'User Name'], { scheme: 'preserve' }), {
    user_name: 'user_name',
    userName: 'userName',
    'User Name': 'User Name',
  })
})

t.test('propertyName has the last word, and is told the default', async t => {
  const propertyName = (column: { name: string }, table: { name: string }, name: string): string =>
    column.name === 'c_total' ? `${table.name}Total` : name
  t.same(propertiesOf(['c_total', 'x_y', 't_total'], { functions: { propertyName } }), {
    c_total: 'tTotal',
    x_y: 'xY',
    t_total: 't_total',
  })
})

t.test('two columns given one name are refused', async t => {
  t.throws(
    () => propertiesOf(['a', 'b'], { functions: { propertyName: () => 'x' } }),
    new MappingError(
      'NAME_TAKEN',
      'Cannot name column "b" of model "T" "x": column "a" has that name; return another name from naming.propertyName',
    ),
  )
})

t.test('a property needs a name that is a text', async t => {
  t.throws(
    () => propertiesOf(['a'], { functions: { propertyName: () => null } }),
    new OptionError(
      'NAME_INVALID',
      'Cannot name column "a" of table "t": naming.propertyName returned null; return a text that is not empty',
    ),
  )
})
