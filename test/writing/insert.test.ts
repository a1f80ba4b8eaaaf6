import t from 'tap'
import { insertRows, insertStatements } from '../../lib/writing/insert.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { purpose, writtenTable } from '../fixtures/written.js'

const skipping = {
  sqlite: `
    create table item (id integer primary key, v int);
    create trigger skip before insert on item when new.v < 0 begin select raise(ignore); end`,
  postgres: `
    create table item (id serial primary key, v int);
    create function skip() returns trigger language plpgsql as 'begin if new.v < 0 then return null; end if; return new; end';
    create trigger skip before insert on item for each row execute function skip()`,
}

eachDatabase(
  t,
  'rows that the database left out are an error, and not taken for others',
  async (t, database) => {
    await database.exec(skipping)
    const { executor, from, columns, returned } = await writtenTable(database, 'item')
    const request = { from, columns: columns('v'), returning: returned('id') }
    const refusal = (rows: number, taken: number): string =>
      `WriteError WRITE_REFUSED: Cannot write it: of ${rows} rows the database took ${taken}, and told no error; ` +
      `look for a trigger or a rule of ${from} that leaves rows out`
    t.equal(await errorOf(() => insertRows(executor, { ...request, rows: [[-1]] }, purpose)), refusal(1, 0))
    t.equal(
      await errorOf(() => insertRows(executor, { ...request, rows: [[1], [-1], [2]] }, purpose)),
      refusal(3, 2),
    )
    t.equal(
      await errorOf(() => insertRows(executor, { ...request, rows: [[-1]], returning: [] }, purpose)),
      refusal(1, 0),
    )
    t.strictSame(await insertRows(executor, { ...request, rows: [[-1], [1]], returning: null }, purpose), [
      [],
      [],
    ])
  },
)

eachDatabase(
  t,
  'rows that are there already come back with nothing, each in its place',
  async (t, database) => {
    await database.exec(
      "create table item (code varchar(9) primary key, v int); insert into item values ('b', 0)",
    )
    const { executor, from, columns, returned } = await writtenTable(database, 'item')
    const request = {
      from,
      columns: columns('code', 'v'),
      rows: [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
      returning: returned('v', 'code'),
      match: [{ given: 0, returned: 1 }],
      conflict: { sql: 'on conflict do nothing', bindings: [] },
    }
    const [step] = executor.dialect.writing.insert(request)
    const placed = step!.place(await executor.run(step!.statement, purpose))
    t.strictSame(
      placed.map(row => row?.map(String) ?? null),
      [['1', 'a'], null, ['3', 'c']],
    )
  },
)

eachDatabase(t, 'the statements can be seen without being run', async (t, database) => {
  await database.exec('create table item (id integer primary key, v int)')
  const { executor, from, columns } = await writtenTable(database, 'item')
  const request = { from, columns: columns('v'), rows: [[1], [2]], returning: [] }
  let told: string[] = []
  t.strictSame(
    await database.count(() => {
      told = insertStatements(executor.dialect, request).map(({ sql }) => sql)
    }),
    [],
  )
  await database.exec('drop table item; create table item (id serial, v int)'.replace('serial', 'integer'))
  t.equal(told.length, 1)
  const ran = await database.count(() => insertRows(executor, request, purpose))
  t.strictSame(
    ran.map(sql => sql.replace(/\$\d/g, '?')),
    told,
  )
})
