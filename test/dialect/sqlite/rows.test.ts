import t from 'tap'
import {
  catalogRows,
  plainMessage,
  type RelationRow,
  relationRows,
} from '../../../lib/dialect/sqlite/rows.js'
import { eachMemory } from '../../fixtures/sqlite.js'

eachMemory(
  t,
  'gives hidden columns of virtual tables to nobody, and generated ones with their kind',
  async (t, rows) => {
    await rows('create virtual table docs using fts5(title)')
    await rows('create table g(a, b as (a), c as (a) stored)')
    const { columns, relations } = await catalogRows(rows, await relationRows(rows), ['main'])
    t.strictSame(
      columns.map(row => [relations[row[0]]?.name, row[1], row[6]]),
      [
        ['g', 'a', 0],
        ['g', 'b', 2],
        ['g', 'c', 3],
        ['docs', 'title', 0],
      ],
    )
  },
)

eachMemory(t, 'asks view by view only where one is broken', async (t, rows) => {
  const statements: string[] = []
  const counted = (sql: string, bindings: readonly unknown[]) => {
    statements.push(sql)
    return rows(sql, bindings)
  }
  await rows('create view a as select 1 as x')
  await rows('create view b as select 2 as y')
  const relations = await relationRows(rows)
  const whole = await catalogRows(counted, relations, ['main'])
  t.strictSame(whole.unreadable, [])
  t.equal(statements.length, 5)
  await rows('create view c as select * from gone')
  const broken = await catalogRows(counted, await relationRows(rows), ['main'])
  t.equal(statements.length, 5 + 5 + 3)
  t.strictSame(broken.columns.map(row => [broken.relations[row[0]]?.name, row[1]]).sort(), [
    ['a', 'x'],
    ['b', 'y'],
  ])
  t.strictSame(broken.unreadable, [
    { schema: 'main', name: 'c', type: 'view', reason: 'no such table: main.gone' },
  ])
})

t.test('takes no failure of another kind for a broken view', async t => {
  const relations: RelationRow[] = [{ schema: 'main', name: 'v', type: 'view', withoutRowid: false }]
  const reading = (codes: (string | undefined)[]) => {
    const read = async (_: string, bindings: readonly unknown[]) => {
      // The tables read well; the views and each single one fail in turn.
      if (!bindings.includes('[["v","main"]]') && bindings[1] !== 'v') return []
      const code = codes.shift()
      throw Object.assign(new Error(`${code}: stopped`), { code })
    }
    return catalogRows(read, relations, ['main'])
  }
  await t.rejects(reading(['SQLITE_BUSY']), { code: 'SQLITE_BUSY' })
  await t.rejects(reading([undefined]), { message: 'undefined: stopped' })
  await t.rejects(reading(['SQLITE_ERROR', 'SQLITE_IOERR']), { code: 'SQLITE_IOERR' })
  t.match(await reading(['SQLITE_ERROR', 'SQLITE_ERROR_MISSING_COLLSEQ']), {
    unreadable: [{ reason: 'stopped' }],
  })
})

t.test('gives the messages of both drivers in one form', async t => {
  t.equal(plainMessage(new Error('SQLITE_ERROR: no such table: x')), 'no such table: x')
  t.equal(plainMessage(new Error('no such table: SQLITE_ERROR: x')), 'no such table: SQLITE_ERROR: x')
})
