import t from 'tap'
import { integer } from '../../lib/declaration/columns.js'
import { declaredTables } from '../../lib/declaration/declared-tables.js'
import { readDeclarations } from '../../lib/declaration/read.js'
import { type Builder, createMissing } from '../../lib/dialect/creation.js'
import { connect } from '../../lib/dialect/dialect.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { tableClass } from '../fixtures/table-class.js'

const tables = declaredTables(readDeclarations([tableClass('t', { id: integer() })]))

eachDatabase(
  t,
  'the first error is told, also where nothing can be taken back any more',
  async (t, { knex }) => {
    const { dialect } = connect(knex, { caller: 'createTables()', mayCreate: true })
    const builder: Builder = {
      begin: lease => dialect.run(lease, 'begin', []),
      run: dialect.run,
      send: (lease, sql) => dialect.run(lease, sql, []),
      look: async ask => {
        await ask('commit')
        await ask('select * from nowhere')
        return { missing: [], stepsOf: () => [] }
      },
      connectionError: (_, cause) => cause,
      messageOf: error => (error as Error).message.replace(/^SQLITE_ERROR: /, ''),
    }
    t.match(
      await errorOf(() => createMissing(knex, { schema: null, tables }, builder)),
      /^QueryError CREATE_FAILED: Cannot create the declared tables: .*nowhere/,
    )
  },
)

eachDatabase(
  t,
  'what is given last comes first where it is referred to, and is told so',
  async (t, { knex }) => {
    const { dialect } = connect(knex, { caller: 'createTables()', mayCreate: true })
    const models = [
      tableClass('a', { id: integer().primaryKey(), b: integer().references('b.id') }),
      tableClass('b', { id: integer().primaryKey() }),
    ]
    const request = { schema: null, tables: declaredTables(readDeclarations(models)) }
    t.strictSame(await dialect.createTables(knex, request), ['b', 'a'])
    t.strictSame(await dialect.createTables(knex, { schema: null, tables: [] }), [])
  },
)
