import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { automap } from '../../lib/automap.js'
import { classText } from '../../lib/cli/class-text.js'
import { CommandError } from '../../lib/cli/exit.js'
import { modelNamed } from '../../lib/cli/model-named.js'
import { eachDatabase } from '../fixtures/databases.js'
import { createShop } from '../fixtures/shop.js'
import { snapshotFor } from '../fixtures/snapshots.js'

eachDatabase(
  t,
  'the printed class of every model has the very same names, and strictly fits',
  async (t, database) => {
    await createShop(database)
    const plain = await automap(database.knex)
    const snapshot = await plain.snapshot()
    const folder = mkdtempSync(join(import.meta.dirname, '.eject-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    for (const { name } of snapshot.models) {
      const text = classText(snapshot, modelNamed(snapshot, name))
      const index = pathToFileURL(join(import.meta.dirname, '..', '..', 'lib', 'index.ts')).href
      const file = join(folder, `${name}.ts`)
      writeFileSync(file, text.replace("'knex-automap'", `'${index}'`))
      const { [name]: declared } = await import(pathToFileURL(file).href)
      const db = await automap(database.knex, { models: { [name]: declared }, strict: true })
      t.same(Object.keys(db.models), Object.keys(plain.models), name)
      const names = (of: typeof plain): unknown =>
        of.relationships.map(each => [
          each.model,
          each.name,
          each.kind,
          each.target,
          each.inverse,
          each.columns,
        ])
      t.same(names(db), names(plain), name)
      const [own] = (await db.snapshot()).models.filter(each => each.name === name)
      const [wanted] = snapshot.models.filter(each => each.name === name)
      t.same(
        own?.columns.map(each => [each.name, each.column, each.value, each.kind]),
        wanted?.columns.map(each => [each.name, each.column, each.value, each.kind]),
        name,
      )
      await db.close()
    }
  },
)

t.test('what is unknown is refused with the nearest name', t => {
  const snapshot = snapshotFor({ customer: {} })
  t.throws(
    () => modelNamed(snapshot, 'custmer'),
    new CommandError('Cannot find "custmer": no model or table is called so. Did you mean "Customer"?'),
  )
  t.end()
})
