/** What SQLAlchemy's tests of automap demand of cascades, and of boots at one time; `docs/sqlalchemy.md` tells which is which. */

import t from 'tap'
import { automap } from '../../lib/index.js'
import { told } from '../fixtures/awkward.js'
import { eachDatabase } from '../fixtures/databases.js'
import { many, one } from '../fixtures/sqlalchemy.js'

eachDatabase(t, 'what goes with its owner follows from the key', async (t, database) => {
  await database.exec(`create table a (id integer primary key);
    create table b (id integer primary key, aid integer references a (id));
    create table c (id integer primary key, aid integer not null references a (id));
    create table d (id integer primary key, aid integer not null references a (id) on delete cascade);
    create table e (id integer primary key, aid integer references a (id) on delete set null);`)
  const db = await automap(database.knex)
  const cascades = db.relationships.map(({ model, target, cascade, passiveDeletes }) => [
    `${model} ${target}`,
    cascade.join(' '),
    passiveDeletes,
  ])
  const [plain, owned] = ['saveUpdate merge', 'saveUpdate merge delete deleteOrphan']
  t.same(cascades, [
    ['A B', plain, false],
    ['A C', owned, false],
    ['A D', owned, true],
    ['A E', plain, true],
    ['B A', plain, false],
    ['C A', plain, false],
    ['D A', plain, false],
    ['E A', plain, false],
  ])
})

/** Fifteen tables, each with a key to the one before. */
const chain = [...'abcdefghijklmno']
  .map((letter, i, letters) =>
    i === 0
      ? `create table link_${letter} (id integer primary key); insert into link_${letter} values (1);`
      : `create table link_${letter} (id integer primary key, before_id integer references link_${letters[i - 1]} (id));
         insert into link_${letter} values (1, 1), (2, 1);`,
  )
  .join('\n')

eachDatabase(t, 'thirty automaps at one time do not disturb one another', async (t, database) => {
  await database.exec(chain)
  const expected = told(await automap(database.knex))
  t.equal(expected.length, 28)
  const found = await Promise.all(
    Array.from({ length: 30 }, async () => {
      await using db = await automap(database.config)
      const before = await one((await db.model('LinkO').get(2)).before)
      return [told(db), before.id, (await many(before.linkOs)).length]
    }),
  )
  for (const each of found) t.same(each, [expected, 1, 2])
})

eachDatabase(t, 'several automaps at one time on one connection do not, either', async (t, database) => {
  await database.exec(chain)
  const all = await Promise.all(Array.from({ length: 8 }, () => automap(database.knex)))
  t.equal(new Set(all.map(db => db.models.LinkO)).size, 8)
  const [first] = all
  for (const db of all) {
    t.same(told(db), first && told(first))
    const last = await db.model('LinkO').get(2)
    t.ok(last instanceof db.model('LinkO'))
    t.ok((await one(last.before)) instanceof db.model('LinkN'))
  }
})
