import t from 'tap'
import { sql } from '../../lib/declaration/sql.js'
import { checkTableOptions } from '../../lib/declaration/table-options.js'
import { errorOf } from '../fixtures/error-of.js'

t.test('nothing said is nothing known', async t => {
  t.strictSame(checkTableOptions(undefined, 'x'), {
    table: {
      schema: null,
      comment: null,
      primaryKey: null,
      unique: [],
      indexes: [],
      checks: [],
      foreignKeys: [],
      exclude: [],
      version: null,
    },
    scope: null,
    polymorphicOn: null,
    identity: null,
    polymorphicLoad: null,
    concrete: false,
  })
})

t.test('each option is kept', async t => {
  const positive = sql`amount > 0`
  const scope = (query: unknown): unknown => query
  const key = { onDelete: 'noAction', onUpdate: 'noAction' }
  t.strictSame(
    checkTableOptions(
      {
        schema: 'sales',
        comment: 'Orders',
        primaryKey: ['a', 'b'],
        unique: [['a', 'b'], { columns: ['c'], name: 'only_c' }],
        indexes: [{ columns: ['d'] }],
        checks: [positive, { sql: positive }, { name: 'positive', sql: positive }],
        foreignKeys: [
          { columns: ['a', 'b'], references: 'author' },
          {
            columns: ['a'],
            references: 'x.author(id)',
            name: 'author_key',
            onDelete: 'cascade',
            onUpdate: 'restrict',
          },
        ],
        exclude: ['legacy'],
        version: 'lock',
        scope,
        polymorphicOn: 'type',
        identity: 0,
        polymorphicLoad: 'selectin',
        concrete: true,
      },
      'x',
    ),
    {
      table: {
        schema: 'sales',
        comment: 'Orders',
        primaryKey: ['a', 'b'],
        unique: [
          { name: null, columns: ['a', 'b'] },
          { name: 'only_c', columns: ['c'] },
        ],
        indexes: [{ name: null, columns: ['d'] }],
        checks: [
          { name: null, sql: positive },
          { name: null, sql: positive },
          { name: 'positive', sql: positive },
        ],
        foreignKeys: [
          { name: null, columns: ['a', 'b'], schema: null, table: 'author', referencedColumns: null, ...key },
          {
            name: 'author_key',
            columns: ['a'],
            schema: 'x',
            table: 'author',
            referencedColumns: ['id'],
            onDelete: 'cascade',
            onUpdate: 'restrict',
          },
        ],
        exclude: ['legacy'],
        version: 'lock',
      },
      scope,
      polymorphicOn: 'type',
      identity: 0,
      polymorphicLoad: 'selectin',
      concrete: true,
    },
  )
})

t.test('what is misspelt, or of the wrong shape, is refused', async t => {
  const refused = async (options: unknown, message: string): Promise<void> => {
    t.equal(
      await errorOf(() => checkTableOptions(options, 'x')),
      `DeclarationError DECLARATION_INVALID: ${message}`,
    )
  }
  await refused([], 'Expected x to be an object, got an array')
  await refused({ primarykey: ['a'] }, 'Unknown option "primarykey" in x. Did you mean "primaryKey"?')
  await refused({ primaryKey: 'a' }, 'Expected primaryKey in x to be a list of names, got "a"')
  await refused({ unique: ['a'] }, 'Expected each of unique in x to be a list of names, got "a"')
  await refused({ version: 1 }, 'Expected version in x to be a text that is not empty, got 1')
  await refused({ unique: 'a' }, 'Expected unique in x to be a list, got "a"')
  await refused(
    { indexes: [{ column: 'a' }] },
    'Unknown option "column" in each of indexes in x. Did you mean "columns"?',
  )
  await refused(
    { checks: ['a > 0'] },
    'Expected each of checks in x to be a piece of SQL made by the tag sql, got "a > 0"; put the tag sql before the text',
  )
  await refused(
    { checks: [{ name: 'a' }] },
    'Expected sql in checks in x to be a piece of SQL made by the tag sql, got undefined',
  )
  await refused(
    { foreignKeys: [{ columns: ['a'] }] },
    'Expected references in each of foreignKeys in x to be "table", "table(column, …)" or { schema, table, columns }, got undefined',
  )
  await refused({ exclude: [1] }, 'Expected each of exclude in x to be a text that is not empty, got 1')
  await refused({ scope: {} }, 'Expected scope in x to be a function, got an object')
  await refused(
    { polymorphicLoad: 'select' },
    'Expected polymorphicLoad in x to be "joined" or "selectin", got "select". Did you mean "selectin"?',
  )
})
