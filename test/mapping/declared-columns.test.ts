import t from 'tap'
import { bootOf } from '../../lib/automap/boot.js'
import { postgres } from '../../lib/dialect/postgres/index.js'
import { array, bigInteger, boolean, custom, enumeration, integer, text } from '../../lib/index.js'
import { checkOptions } from '../../lib/options.js'
import { booted, findings, saying } from '../fixtures/booted.js'
import { column, schemaOf, table } from '../fixtures/schema.js'

t.test('the class decides the kind, the nullability and the comment', async t => {
  const { mappings } = booted(
    { thing: { columns: ['id', 'flag', 'big?', 'old'] } },
    {
      Thing: {
        columns: {
          flag: boolean().comment('on or off'),
          big: bigInteger().nullable(),
          old: custom({ type: 'whatever' }),
        },
      },
    },
  )
  t.same(
    mappings[0]!.columns.map(({ column: { name, kind, nullable, comment } }) => [
      name,
      kind,
      nullable,
      comment,
    ]),
    [
      ['id', 'integer', false, null],
      ['flag', 'boolean', false, 'on or off'],
      ['big', 'bigint', true, null],
      ['old', 'integer', false, null],
    ],
  )
})

t.test('what contradicts is found, and the type of the database is used', async t => {
  const boot = booted(
    {
      thing: {
        columns: [
          { name: 'id', nullable: true },
          { name: 'bytes', type: '', kind: 'binary' },
          { name: 'data', type: 'blob', kind: 'binary', nullable: true },
          { name: 'list', type: 'blob', kind: 'binary' },
          'never',
        ],
      },
    },
    {
      Thing: {
        columns: {
          id: integer().primaryKey(),
          bytes: integer(),
          data: text(),
          list: array(integer()),
          never: integer().nullable(),
        },
      },
    },
  )
  t.same(findings(boot), [
    'Thing.bytes typeMismatch: column "bytes" of table "thing" is of type binary, which is not read as integer; it is read as binary',
    'Thing.data nullabilityMismatch: column "data" of table "thing" may hold NULL, and the class does not declare it nullable()',
    'Thing.data typeMismatch: column "data" of table "thing" is of type blob, which is not read as text; it is read as binary',
    'Thing.list typeMismatch: column "list" of table "thing" is of type blob, which is not read as an array of integer; it is read as binary',
    'Thing.never nullabilityMismatch: column "never" of table "thing" never holds NULL, and the class declares it nullable()',
  ])
  t.same(
    boot.mappings[0]!.columns.map(each => each.column.kind),
    ['integer', 'binary', 'binary', 'binary', 'integer'],
  )
})

t.test('a view is not asked what may be null', async t => {
  for (const kind of ['view', 'materializedView'] as const) {
    const boot = booted(
      { v: { kind, columns: ['id?', 'name?'] } },
      { V: { columns: { id: integer().primaryKey() } } },
    )
    t.same(findings(boot), [])
    t.same(
      boot.mappings[0]!.key.map(each => each.property),
      ['id'],
    )
  }
})

t.test('the values of an enum are held against those of the class', async t => {
  const mood = { schema: 'public', name: 'mood' }
  const cell = (name: string): ReturnType<typeof column> =>
    column({ name, kind: 'enum', type: 'mood', enum: mood, baseType: mood })
  const schema = {
    ...schemaOf(
      [
        table('thing', {
          schema: 'public',
          columns: [cell('same'), cell('fewer'), cell('other'), cell('free')],
        }),
      ],
      {
        defaultSchema: 'public',
      },
    ),
    enums: [{ ...mood, labels: ['sad', 'glad'], comment: null }],
  }
  const said = saying({
    table: 'thing',
    columns: {
      same: enumeration(['glad', 'sad']),
      fewer: enumeration(['sad']),
      other: enumeration(['sad', 'mad']),
      free: text(),
    },
  })
  const options = checkOptions({ models: { Thing: said } })
  t.same(findings(bootOf({ schema, dialect: postgres, options, before: null })), [
    'Thing.fewer typeMismatch: column "fewer" of table "thing" holds "sad", "glad", and the class names "sad"',
    'Thing.other typeMismatch: column "other" of table "thing" holds "sad", "glad", and the class names "sad", "mad"',
  ])
})
