import t from 'tap'
import type { Instance } from '../../lib/instance/instance.js'
import { slotOf } from '../../lib/instance/instance.js'
import { unread } from '../../lib/instance/unread.js'
import { readColumns, readLater } from '../../lib/loading/read-columns.js'
import { tieOf } from '../../lib/model/tie.js'
import { eachDatabase } from '../fixtures/databases.js'
import { columnOf, mappingOf } from '../fixtures/remapped.js'
import { openStaff } from '../fixtures/staff.js'

eachDatabase(
  t,
  'columns are read for the classes that have them, and what was read stays',
  async (t, database) => {
    const { Employee, Engineer, Architect } = await openStaff(database)
    const { executor } = tieOf(Employee)!.context
    const [language, style] = [columnOf(Engineer, 'language'), columnOf(Architect, 'style')]
    const all = (await Employee.only('id').all()) as unknown as Instance[]
    t.equal(slotOf(all[1] as Instance, language.slot), unread)
    const statements = await database.count(() => readLater(executor, all, [language, style]))
    t.equal(statements.length, 2)
    t.same(
      all.filter(each => each instanceof Engineer).map(each => slotOf(each as Instance, language.slot)),
      ['C', 'Lisp', 'Ada'],
    )
    t.equal(slotOf(all[6] as Instance, style.slot), 'brutalist')
    t.equal(slotOf(all[0] as Instance, language.slot), unread)
    await database.knex('engineer').update({ language: 'Forth' })
    const load = { mapping: mappingOf(Engineer), columns: [language], strategy: 'select' as const }
    await readColumns(executor, load, [all[1] as Instance])
    t.equal(slotOf(all[1] as Instance, language.slot), 'C')
  },
)
