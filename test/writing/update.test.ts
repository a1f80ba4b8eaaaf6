import t from 'tap'
import { updateRows, updateStatements } from '../../lib/writing/update.js'
import { eachDatabase } from '../fixtures/databases.js'
import { purpose, writtenTable } from '../fixtures/written.js'

const create = `
  create table item (id integer primary key, v int, code varchar(9) unique);
  insert into item values (1, null, 'a'), (2, 5, 'b'), (3, null, 'c')`

eachDatabase(t, 'what is computed for every row is set beside what each is given', async (t, database) => {
  await database.exec(create)
  const { executor, from, columns, returned } = await writtenTable(database, 'item')
  const row = executor.dialect.writing.rowOf(from)
  const { quote } = executor.dialect
  const assign = [
    { quoted: quote('v'), sql: { sql: `coalesce(${row}.${quote('v')}, ?) + ?`, bindings: [10, 1] } },
  ]
  const request = {
    from,
    keys: columns('id', 'v'),
    set: columns('code'),
    assign,
    returning: returned('v', 'code'),
  }
  const rows = [
    [2, 5, 'x'],
    [1, null, 'y'],
    [3, 7, 'z'],
  ]
  const changed = await updateRows(executor, { ...request, rows }, purpose)
  t.strictSame(
    changed.map(row => row?.map(String) ?? null),
    [['6', 'x'], ['11', 'y'], null],
  )
  const one = await updateRows(executor, { ...request, rows: [[3, null, 'w']] }, purpose)
  t.strictSame(
    one.map(row => row?.map(String) ?? null),
    [['11', 'w']],
  )
})

eachDatabase(t, 'a key that changes still leads to its row', async (t, database) => {
  await database.exec(create)
  const { executor, from, columns, returned } = await writtenTable(database, 'item')
  const request = { from, keys: columns('code'), set: columns('code', 'v'), returning: returned('id') }
  const rows = [
    ['c', 'd', 1],
    ['a', 'e', 2],
  ]
  t.strictSame(
    (await updateRows(executor, { ...request, rows }, purpose)).map(row => row?.map(String)),
    [['3'], ['1']],
  )
})

eachDatabase(t, 'a row that a trigger keeps from changing is told as missing', async (t, database) => {
  await database.exec(create)
  await database.exec({
    sqlite: 'create trigger keep before update on item when new.v < 0 begin select raise(ignore); end',
    postgres: `
      create function keep() returns trigger language plpgsql as 'begin if new.v < 0 then return null; end if; return new; end';
      create trigger keep before update on item for each row execute function keep()`,
  })
  const { executor, from, columns, returned } = await writtenTable(database, 'item')
  const request = { from, keys: columns('id'), set: columns('v'), returning: returned('code') }
  const rows = [
    [1, -1],
    [3, 1],
  ]
  t.strictSame(await updateRows(executor, { ...request, rows }, purpose), [null, ['c']])
  t.strictSame(await updateRows(executor, { ...request, rows: [[2, -1]] }, purpose), [null])
})

eachDatabase(t, 'the statements can be seen without being run', async (t, database) => {
  await database.exec(create)
  const { executor, from, columns } = await writtenTable(database, 'item')
  const rows = [
    [1, 7],
    [2, 8],
  ]
  const request = { from, keys: columns('id'), set: columns('v'), rows, returning: [] }
  const told = updateStatements(executor.dialect, request).map(({ sql }) => sql)
  const ran = await database.count(() => updateRows(executor, request, purpose))
  t.strictSame(
    ran.map(sql => sql.replace(/\$\d/g, '?')),
    told,
  )
})
