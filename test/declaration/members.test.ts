import t from 'tap'
import { text } from '../../lib/declaration/columns.js'
import { composite } from '../../lib/declaration/composite.js'
import { computed } from '../../lib/declaration/computed.js'
import { membersOf, relationshipsOf } from '../../lib/declaration/members.js'
import { relationship } from '../../lib/declaration/relationship.js'
import { sql } from '../../lib/declaration/sql.js'
import { errorOf } from '../fixtures/error-of.js'

const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`

t.test('members are read in the order they are written in', async t => {
  const members = membersOf(
    {
      name: text(),
      label: computed(text(), () => sql`1`),
      point: composite({ parts: { x: 'name' }, make: p => p.x, take: x => ({ x }) }),
    },
    'x',
  )
  t.strictSame(
    [...members].map(([property, each]) => [property, each.member]),
    [
      ['name', 'column'],
      ['label', 'computed'],
      ['point', 'composite'],
    ],
  )
  t.equal(membersOf(undefined, 'x').size, 0)
})

t.test('what is no member is refused, with the likely cure', async t => {
  t.equal(
    await errorOf(() => membersOf([text()], 'class "Customer"')),
    invalid('Expected the columns of class "Customer" to be an object, got an array'),
  )
  t.equal(
    await errorOf(() => membersOf({ name: text }, 'class "Customer"')),
    invalid(
      'Expected "name" of class "Customer" to be a column such as text(), got function text; did you mean text()?',
    ),
  )
  t.equal(
    await errorOf(() =>
      membersOf(
        {
          name: (
            () => () =>
              1
          )(),
        },
        'x',
      ),
    ),
    invalid('Expected "name" of x to be a column such as text(), got a function'),
  )
  t.equal(
    await errorOf(() => membersOf({ name: 'text' }, 'x')),
    invalid('Expected "name" of x to be a column such as text(), got "text"'),
  )
  t.equal(
    await errorOf(() => membersOf({ address: relationship('Address') }, 'x')),
    invalid(
      'Cannot declare "address" of x among the columns: it is a relationship. Write static relationships = { address: relationship(…) }',
    ),
  )
})

t.test('relationships are read by property, and nothing else is one', async t => {
  const read = relationshipsOf({ address: relationship('Address') }, 'x')
  t.strictSame([...read.keys()], ['address'])
  t.equal(read.get('address')?.target, 'Address')
  t.equal(relationshipsOf(undefined, 'x').size, 0)
  t.equal(
    await errorOf(() => relationshipsOf([], 'class "Customer"')),
    invalid('Expected static relationships of class "Customer" to be an object, got an array'),
  )
  t.equal(
    await errorOf(() => relationshipsOf({ address: 'Address' }, 'x')),
    invalid('Expected relationship "address" of x to be made by relationship(), got "Address"'),
  )
})
