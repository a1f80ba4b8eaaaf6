import t from 'tap'
import { deleteRows, deleteStatements } from '../../lib/writing/delete.js'
import { eachDatabase } from '../fixtures/databases.js'
import { purpose, writtenTable } from '../fixtures/written.js'

const create = `
  create table pair (a int, b int, v int);
  insert into pair values (1, 1, null), (1, 2, 5), (2, 1, 6), (2, 2, null), (3, 3, 7)`

eachDatabase(t, 'rows are found by several columns, and null by null', async (t, database) => {
  await database.exec(create)
  const { executor, from, columns } = await writtenTable(database, 'pair')
  const rows = [
    [1, 2, 5],
    [1, 1, null],
    [2, 1, 7],
    [2, 2, null],
    [3, 3, null],
  ]
  const gone = await deleteRows(executor, { from, keys: columns('a', 'b', 'v'), rows }, purpose)
  t.strictSame(gone, [true, true, false, true, false])
  t.equal((await database.knex('pair')).length, 2)
  t.strictSame(await deleteRows(executor, { from, keys: columns('a', 'b', 'v'), rows: [] }, purpose), [])
})

eachDatabase(t, 'the statements can be seen without being run', async (t, database) => {
  await database.exec(create)
  const { executor, from, columns } = await writtenTable(database, 'pair')
  const rows = [
    [1, 2],
    [2, 1],
  ]
  const request = { from, keys: columns('a', 'b'), rows }
  const told = deleteStatements(executor.dialect, request).map(({ sql }) => sql)
  const ran = await database.count(() => deleteRows(executor, request, purpose))
  t.strictSame(
    ran.map(sql => sql.replace(/\$\d/g, '?')),
    told,
  )
  t.equal((await database.knex('pair')).length, 3)
})
