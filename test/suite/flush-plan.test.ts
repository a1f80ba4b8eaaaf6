import t from 'tap'
import { eachDatabase } from '../fixtures/databases.js'
import { openOffice, shapes } from '../fixtures/office.js'

eachDatabase(t, 'a plan tells what a flush does, and changes nothing', async (t, database) => {
  const db = await openOffice(database)
  const { Person, Task, Tag, Visit } = db.models
  await new Person({
    name: 'Ada',
    tasks: ['a', 'b', 'c'].map(label => new Task({ label })),
    visits: [new Visit({})],
  }).save()
  await new Person({ name: 'Old', visits: [new Visit({})] }).save()
  await db.session(async session => {
    const [ada, old] = await Person.orderBy('id').with('tasks', 'visits')
    const [first, second] = ada.tasks.splice(0, 2)
    session.add(new Person({ name: 'New', tasks: [first], tags: [new Tag({ label: 'x' })] }))
    session.delete(old)
    const before = JSON.stringify([ada, old, first, second])
    const plan = await session.plan()
    t.equal(JSON.stringify([ada, old, first, second]), before)
    t.same(Object.keys(ada.changes), [])
    const shown = plan.map(({ kind, model, table, rows }) => `${kind} ${model} ${table} ${rows}`)
    for (const line of [
      'insert Person person 1',
      'insert Tag tag 1',
      'update Task task 1',
      'update Visit visit 1',
      'insert PersonTag person_tag 1',
      'delete Task task 1',
      'delete Person person 1',
    ]) {
      t.ok(shown.includes(line), line)
    }
    const statements = await database.count(() => session.flush())
    const writes = statements.filter(sql => !sql.startsWith('select'))
    t.same(
      plan.map(({ sql }) => sql.replace(/\?/g, '')),
      writes.map(sql => sql.replace(/\$\d+|\?/g, '')),
    )
    t.same(
      plan.map(({ kind, table }) => `${kind} ${table}`),
      shapes(writes),
    )
    t.same(await session.plan(), [])
  })
})
