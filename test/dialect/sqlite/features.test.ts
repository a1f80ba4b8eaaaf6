import t from 'tap'
import { features } from '../../../lib/dialect/sqlite/features.js'
import { eachMemory } from '../../fixtures/sqlite.js'

eachMemory(t, 'sorts nulls first', async (t, rows) => {
  const sorted = await rows('select value as c0 from json_each(?) order by value', ['[1,null]'])
  t.equal(sorted[0]?.[0] === null, features.nullsFirst)
})

eachMemory(t, 'joins as many tables as it says, and no more', async (t, rows) => {
  await rows('create table one (a)')
  const join = (count: number) =>
    `select 1 as c0 from ${Array.from({ length: count }, (_, i) => `one as t${i}`).join()}`
  t.strictSame(await rows(join(features.maxJoins)), [])
  await t.rejects(rows(join(features.maxJoins + 1)), /at most 64 tables in a join/)
})

eachMemory(t, 'returns as many columns as it says, and no more', async (t, rows) => {
  const select = (count: number) => `select ${Array.from({ length: count }, (_, i) => `1 as c${i}`).join()}`
  t.equal((await rows(select(features.maxResultColumns)))[0]?.length, features.maxResultColumns)
  await t.rejects(rows(select(features.maxResultColumns + 1)), /too many columns in result set/)
})

eachMemory(t, 'compares without regard to case by the operator it names', async (t, rows) => {
  t.strictSame(await rows(`select 'ABC' ${features.ilike} 'abc' as c0`), [[1]])
})
