import t from 'tap'
import { automap } from '../../lib/automap.js'
import { Model } from '../../lib/model/model.js'
import { eachDatabase } from '../fixtures/databases.js'

eachDatabase(t, 'a class is built over a layer of accessors, by any name', async (t, database) => {
  const quote = { sqlite: '`', postgres: '"' }[database.dialect]
  await database.exec(`create table ${quote}a b'c;--${quote} (id integer primary key);
    create table plain (id integer primary key);`)
  const { models } = await automap(database.knex, { naming: 'preserve' })
  t.same(Object.keys(models).sort(), ["a b'c;--", 'plain'])
  const model = models["a b'c;--"]!
  t.equal(model.name, "a b'c;--")
  const layer: unknown = Object.getPrototypeOf(model)
  t.equal(Object.getPrototypeOf(layer), Model)
  t.same(Reflect.ownKeys(model.prototype), ['constructor'], 'the class itself is left for members of its own')
  t.equal(await model.count(), 0)
})
