import t from 'tap'
import { automap } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import type { Loose } from '../fixtures/ledger.js'

const create = 'create table tag (id integer primary key, label text, other text)'

eachDatabase(t, 'one row gives one instance, and an array an array', async (t, database) => {
  await database.exec(create)
  const { Tag } = (await automap(database.knex)).models as unknown as Record<string, Loose>
  const tag = await Tag!.insert({ id: 1, label: 'a' })
  t.notOk(Array.isArray(tag))
  const list = await Tag!.insert([{ id: 2, label: 'b' }])
  t.equal((list as unknown[]).length, 1)
  t.equal(await Tag!.insert({ id: 3 }, { returning: false }), 1)
  t.equal(await Tag!.insert([{ id: 4 }, { id: 5, label: 'c' }], { returning: false }), 2)
  t.equal(
    await errorOf(() => Tag!.insert(Array(2))),
    [
      'ValueError VALUE_INVALID: Cannot insert rows of model "Tag" for 1 reason:',
      '- rows[0], rows[1]: Cannot make a row of model "Tag": expected an object of properties, got undefined',
    ].join('\n'),
  )
})

eachDatabase(t, 'several rows are one transaction, and one row is one statement', async (t, database) => {
  await database.exec(create)
  const { Tag } = (await automap(database.knex)).models as unknown as Record<string, Loose>
  const one = await database.count(() => Tag!.insert({ id: 1 }), { all: true })
  t.equal(one.length, 1)
  t.match(one[0], /^insert into \S+( as "row")? \(\S+\) values \((\?|\$1)\) returning /)
  const two = await database.count(() => Tag!.insert([{ id: 2 }, { id: 3, other: 'x' }]), { all: true })
  t.same(
    [two.length, two[0]!.slice(0, 5).toLowerCase(), two[2]!.slice(0, 6).toLowerCase()],
    [3, 'begin', 'commit'],
  )
  t.equal((await Tag!.get(2)).other, null)
})
