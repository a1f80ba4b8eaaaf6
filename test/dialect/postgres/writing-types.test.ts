import t from 'tap'
import { insertRows } from '../../../lib/writing/insert.js'
import { updateRows } from '../../../lib/writing/update.js'
import { eachDatabase } from '../../fixtures/databases.js'
import { purpose, writtenTable } from '../../fixtures/written.js'

const bytes = Buffer.from([0, 255, 92])
const moment = new Date('2024-01-31T12:00:00.123Z')

/** By a column's type, two values for it. */
const values: Readonly<Record<string, readonly [unknown, unknown]>> = {
  int2: [5, -3],
  int8: ['9007199254740993', 1],
  'numeric(10,2)': ['1.50', 2],
  real: [0.1, Number.NaN],
  'double precision': [0.1 + 0.2, -1e-300],
  boolean: [true, false],
  text: ['it\'s "x", {y}\\ ? $1', ''],
  'varchar(5)': ['a"b,c', 'NULL'],
  'char(4)': ['ab', 'NULL'],
  citext: ['AbC', 'x'],
  uuid: ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'],
  date: ['2024-01-31', new Date('2025-01-31')],
  time: ['12:00:01.5', '00:00'],
  timetz: ['12:00+02', '13:00+00'],
  timestamp: [moment, 'infinity'],
  'timestamptz(3)': [moment, '2024-01-01 00:00:00.123456+00'],
  interval: ['1 day 2 hours', '3 mons'],
  json: [{ a: [1, 'x"\\', null] }, [1, 2]],
  jsonb: ['text', { b: true }],
  bytea: [bytes, new Uint8Array()],
  '"odd?"."mood?"': ['a"b', 'NULL'],
  'int[]': [
    [1, 2],
    [[3], [4]],
  ],
  'text[]': [['a,b', null, 'NULL', '"'], []],
  '"odd?"."mood?"[]': [['a"b', 'c\\d'], ['a,b']],
  'jsonb[]': [[{ a: 1 }, [1, '"']], []],
  'bytea[]': [[bytes], []],
  'box[]': ['{(2,2),(1,1);(5,5),(0,0)}', '{}'],
  'pair[]': ['{"(1,x)"}', '{}'],
  inet: ['10.0.0.1/8', '::1'],
  int4range: ['[1,5)', 'empty'],
  'bit(3)': ['101', '000'],
  varbit: ['1', '10101'],
  xml: ['<a>"b"</a>', '<c/>'],
  money: ['12.50', 3],
  point: ['(1,2)', '(0.1,3)'],
  box: ['(2,2),(1,1)', '(5,5),(0,0)'],
  tsvector: ["'a' 'b':2", ''],
  '"char"': ['x', 'y'],
  name: ['one', 'other'],
  regclass: ['item', 'pg_class'],
  oid: [5, 7],
  xid: ['7', 8],
  pg_lsn: ['16/B374D848', '0/0'],
  int2vector: ['1 2', '3'],
  pair: ['(1,"a""b,c")', '(,)'],
  code: ['k', 'm'],
  numbers: [[1, 2], []],
  pairs: ['(2,y)', '(3,z)'],
  '"odd?".positive': [1, 2],
}

eachDatabase(
  t,
  'values of every type are the same by lists and by themselves',
  async (t, database) => {
    const types = Object.keys(values)
    await database.exec(`
    create extension citext;
    create schema "odd?";
    create type "odd?"."mood?" as enum ('a"b', 'c\\d', 'NULL', 'a,b');
    create type pair as (a int, b text);
    create domain code as varchar(3) check (value <> 'zzz');
    create domain numbers as int[];
    create domain pairs as pair;
    create domain "odd?".positive as int check (value > 0);
    create table item (id int primary key, ${types.map((type, i) => `v${i} ${type}`).join(', ')})`)
    const { executor, from, columns, codec, returned } = await writtenTable(database, 'item')
    for (const [i, type] of types.entries()) {
      const name = `v${i}`
      const [first, second] = values[type]!.map(value => codec(name).encode(value))
      const written = { from, columns: columns('id', name), returning: returned(name) }
      const alone = [
        ...(await insertRows(executor, { ...written, rows: [[1, first]] }, purpose)),
        ...(await insertRows(executor, { ...written, rows: [[2, second]] }, purpose)),
        [null],
      ]
      t.notOk(alone[0]?.includes(null), type)
      const rows = [
        [3, first],
        [4, second],
        [5, null],
      ]
      t.strictSame(await insertRows(executor, { ...written, rows }, purpose), alone, `${type} inserted`)
      const set = { from, keys: columns('id'), set: columns(name), returning: returned(name) }
      const moved = rows.map(([id, value]) => [6 - (id as number), value])
      t.strictSame(await updateRows(executor, { ...set, rows: moved }, purpose), alone, `${type} updated`)
      await database.exec('delete from item')
    }
  },
  'postgres',
)
