import t from 'tap'
import { run } from '../../../lib/dialect/postgres/run.js'
import { statementsFor } from '../../../lib/dialect/postgres/statements.js'
import { eachDatabase } from '../../fixtures/databases.js'
import { golden } from '../../fixtures/postgres-golden.js'

t.test('each version has the columns of its catalogs alone', async t => {
  for (const [version, present] of [
    [120022, []],
    [140022, []],
    [150018, ['confdelsetcols', 'indnullsnotdistinct']],
    [170000, ['confdelsetcols', 'indnullsnotdistinct']],
    [180004, ['confdelsetcols', 'indnullsnotdistinct', 'conperiod']],
  ] as const) {
    const { structure } = statementsFor(version)
    const known = ['confdelsetcols', 'indnullsnotdistinct', 'conperiod'].filter(name =>
      structure.includes(name),
    )
    t.same(known, present, String(version))
  }
})

eachDatabase(
  t,
  'the statements for the oldest version give rows of the same kinds',
  async (t, { knex, exec }) => {
    await exec(golden)
    const { rows } = await knex.raw<{ rows: { server_version_num: string }[] }>('show server_version_num')
    const newest = statementsFor(Number(rows[0]?.server_version_num))
    const oldest = statementsFor(120000)
    const connection: unknown = await knex.client.acquireConnection()
    const shapesOf = async (sql: string): Promise<unknown> => {
      const bindings = Array.from(sql.matchAll(/\?/g), () => ['public'])
      const answer = await run({ client: knex.client, connection }, sql, bindings)
      const shapes = answer.map(([kind, row]) => `${kind}: ${Object.keys(JSON.parse(String(row)))}`)
      return [...new Set(shapes)].sort()
    }
    t.same(await shapesOf(oldest.structure), await shapesOf(newest.structure))
    await knex.client.releaseConnection(connection)
  },
  'postgres',
)
