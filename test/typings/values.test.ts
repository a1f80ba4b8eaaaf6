import t from 'tap'
import { automap } from '../../lib/automap.js'
import { typingsOf } from '../../lib/typings/typings.js'
import { agreementOf } from '../fixtures/agreement.js'
import { complaintsIn, library, programOf } from '../fixtures/compiled.js'
import { eachDatabase } from '../fixtures/databases.js'

/** Types without a value of their own, and one of each. */
const values = {
  point: '(1,2)',
  line: '{1,2,3}',
  lseg: '[(1,2),(3,4)]',
  box: '(3,4),(1,2)',
  path: '[(1,2),(3,4)]',
  polygon: '((1,2),(3,4),(5,6))',
  circle: '<(1,2),3>',
  int4range: '[1,5)',
  numrange: 'empty',
  tstzrange: '[2020-01-01,)',
  int4multirange: '{[1,5),[7,9)}',
  money: '12.34',
  inet: '10.0.0.1/8',
  cidr: '10.0.0.0/8',
  macaddr: '08:00:2b:01:02:03',
  macaddr8: '08:00:2b:01:02:03:04:05',
  'bit(3)': '101',
  'bit varying(5)': '1',
  tsvector: 'a fat cat',
  tsquery: 'fat & cat',
  xml: '<a/>',
  pg_lsn: '16/B374D848',
  regclass: 'pg_class',
  xid: '7',
  tid: '(1,2)',
  int2vector: '1 2',
  oidvector: '3 4',
  jsonpath: '$.a',
  interval: '1 year 2 days',
  pair: '(1,x)',
  score: '(5,6)',
} as const

eachDatabase(
  t,
  'what has no value of its own is given as the text that its type says',
  async (t, database) => {
    const columns = Object.entries(values).map(([type, value], place) => [`c${place}`, type, value] as const)
    await database.exec(`create type pair as (a integer, b text); create domain score as point;
      create table odd (id integer primary key, ${columns
        .flatMap(([name, type]) => [
          `${name} ${type} not null`,
          `${name}s ${type}[] not null`,
          `${name}n ${type}`,
        ])
        .join(', ')});
      insert into odd (id, ${columns.flatMap(([name]) => [name, `${name}s`]).join(', ')})
      values (1, ${columns.flatMap(([, type, value]) => [`'${value}'`, `array['${value}', null]::${type}[]`]).join(', ')})`)
    const db = await automap(database.knex)
    const text = typingsOf(await db.snapshot(), { from: library })
    for (const [name, type] of columns) {
      for (const line of [`${name}: string`, `${name}s: (string | null)[]`, `${name}n: string | null`])
        t.match(text, `\n  ${line}\n`, `${type} is ${line}`)
    }
    const program = programOf({ 'db.ts': text })
    t.same(complaintsIn(program, ['db.ts']), [])
    const agreement = await agreementOf(program, 'db.ts', db)
    t.same(agreement.problems, [])
    t.equal(agreement.values, 1 + 3 * columns.length)
  },
  'postgres',
)
