import t from 'tap'
import { automap } from '../../lib/automap.js'
import { sql } from '../../lib/declaration/sql.js'
import { requireTie } from '../../lib/model/tie.js'
import { insertRows } from '../../lib/writing/insert.js'
import { type ReturnedColumn, returnedColumn } from '../../lib/writing/returned.js'
import { writeColumn } from '../../lib/writing/target.js'
import { updateRows } from '../../lib/writing/update.js'
import type { Automap } from '../../types/automap.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { columnOf, compute, mappingOf, sqlOf } from '../fixtures/remapped.js'
import { purpose } from '../fixtures/written.js'

async function open(database: Database) {
  await database.exec(`
    create table item (id integer primary key, name varchar(40), size bigint);
    create table note (id integer primary key, item_id int references item)`)
  const values = { columns: { 'item.size': { int8: 'string' } } } as const
  const db = (await automap(database.knex, { values })) as unknown as Automap
  const Item = db.model('Item')
  compute(Item, 'label', { kind: 'text', sql: sqlOf(c => sql`${c.name} || ${' #?'} || ${c.id}`) })
  compute(Item, 'total', { kind: 'integer', sql: sqlOf(c => c.notes.count()) })
  const { executor } = requireTie(Item as unknown as { readonly name: string }).context
  const mapping = mappingOf(Item)
  const returned = (property: string, own?: string) =>
    returnedColumn(executor.dialect, { from: mapping.from, mapping }, columnOf(Item, property), own)
  return { Item, executor, from: mapping.from, returned }
}

eachDatabase(
  t,
  'columns are read as a query reads them, under the name that they have there',
  async (t, database) => {
    const { returned } = await open(database)
    const [row, quote] = { sqlite: ['`item`', '`'], postgres: ['"row"', '"'] }[database.dialect] as [
      string,
      string,
    ]
    const quoted = (name: string): string => `${row}.${quote}${name}${quote}`
    t.strictSame(returned('name'), { sql: quoted('name'), bindings: [] })
    t.strictSame(returned('name', `${quote}own${quote}`), { sql: quoted('own'), bindings: [] })
    const size = quoted('size')
    const text = {
      sqlite: `case when typeof(${size}) in ('integer') then cast(${size} as text) else ${size} end`,
      postgres: size,
    }
    t.strictSame(returned('size'), { sql: text[database.dialect], bindings: [] })
  },
)

eachDatabase(t, 'what is computed of the row alone comes back with it', async (t, database) => {
  const { Item, executor, from, returned } = await open(database)
  const [id, name, size] = ['id', 'name', 'size'].map(property => writeColumn(columnOf(Item, property)))
  const returning = ['size', 'label', 'name'].map(property => returned(property) as ReturnedColumn)
  const rows = [
    [2, 'b', '9007199254740993'],
    [1, 'a', null],
  ]
  const request = { from, columns: [id!, name!, size!], returning }
  t.strictSame(await insertRows(executor, { ...request, rows }, purpose), [
    ['9007199254740993', 'b #?2', 'b'],
    [null, 'a #?1', 'a'],
  ])
  t.strictSame(await insertRows(executor, { ...request, rows: [[3, 'c', 5]] }, purpose), [
    ['5', 'c #?3', 'c'],
  ])
  const changes = { from, keys: [id!], set: [name!], returning }
  const changed = [
    [1, 'x'],
    [3, 'y'],
  ]
  t.strictSame(await updateRows(executor, { ...changes, rows: changed }, purpose), [
    [null, 'x #?1', 'x'],
    ['5', 'y #?3', 'y'],
  ])
  t.strictSame(await updateRows(executor, { ...changes, rows: [[2, 'z']] }, purpose), [
    ['9007199254740993', 'z #?2', 'z'],
  ])
})

eachDatabase(
  t,
  'what is computed of other rows is not asked of the statement that writes',
  async (t, database) => {
    const { returned } = await open(database)
    t.equal(returned('total'), null)
  },
)
