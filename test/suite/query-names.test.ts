import t from 'tap'
import { automap } from '../../lib/automap.js'
import type { Instance, Many, One } from '../../types/loaded.js'
import type { Model } from '../../types/model.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

/** Names that knex, SQL, JavaScript or JSON would take for something else; one for each table below. */
const names = [
  'a.b',
  'p as q',
  ' x ',
  'what?',
  '\\?',
  '??',
  'x[0]y',
  '*',
  'select',
  '__proto__',
  'constructor',
  'toString',
  "it's",
  'say "x"',
  'back`tick ? `',
  'a"b`c ? `d',
  '-- no',
  '/* no */',
  'a;b',
  ':id',
  '$1',
  '$\u007bx}',
  '%s',
  'x::int',
  'new\nline',
  'emoji 😀',
  'c0',
  't0',
  'key',
  'automap_rank',
  'automap_position',
  '0',
] as const

/** Two tables of this name, related by columns of this name. */
async function createHostile(database: Database, name: string): Promise<readonly [string, string]> {
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const [far, near, column, id] = [quote(name), quote(`${name}+`), quote(name), quote(`${name} id`)]
  await database.exec(`
    create table ${far} (${id} integer primary key, ${column} varchar(20) not null);
    create table ${near} (${id} integer primary key, ${column} integer references ${far} (${id}));
    insert into ${far} values (1, 'one'), (2, 'two');
    insert into ${near} values (1, 1), (2, 1), (3, null), (4, 2);`)
  return [far, near]
}

interface Far extends Instance {
  id: number
  value: string
  nears: Many<Near>
}

interface Near extends Instance {
  id: number
  value: number | null
  far: One<Far | null>
}

/** What everything that names a column or a table gives. */
async function everything({ Far, Near }: { Far: Model<Far>; Near: Model<Near> }): Promise<unknown[]> {
  const ids = async (query: PromiseLike<readonly Pick<Near, 'id'>[]>) => (await query).map(({ id }) => id)
  const streamed: unknown[] = []
  for await (const near of Near.orderBy('value', 'desc', 'last').with('far')) streamed.push(near.far?.value)
  const limited = await Far.with('nears', query => query.orderBy('id', 'desc').limit(1))
  const filtered = Near.with('far', { lazy: 'joined' }, query => query.where('value', 'two'))
  return [
    (await Far.get(2)).value,
    await ids(Near.where('value', 1)),
    await ids(Near.where({ value: null })),
    await ids(Near.whereIn('value', [2, null]).orderBy('value', 'desc', 'last')),
    await ids(Near.whereHas('far', query => query.where('value', 'one'))),
    await ids(Far.whereHasNot('nears', query => query.where('value', 1))),
    (await Far.with('nears', { lazy: 'joined' }).limit(1)).map(far => far.nears.length),
    limited.map(far => far.nears.map(near => near.id)),
    await Near.where('value', 1)
      .modify(builder => builder.whereRaw('? = 1', [1]))
      .count(),
    (await filtered.modify(() => undefined)).map(near => near.far?.id),
    [await Far.max('value'), await Near.sum('value'), await Near.pluck('id', 'value')],
    streamed,
  ]
}

eachDatabase(t, 'a name may hold whatever its database takes', async (t, database) => {
  for (const name of names) {
    const [far, near] = await createHostile(database, name)
    const db = await automap<{ Far: Model<Far>; Near: Model<Near> }>(database.knex, {
      naming: {
        className: table => (table.name === name ? 'Far' : 'Near'),
        propertyName: column => (column.name === name ? 'value' : 'id'),
        scalarName: () => 'far',
        collectionName: () => 'nears',
      },
    })
    const expected = [
      'two',
      [1, 2],
      [3],
      [4, 3],
      [1, 2],
      [2],
      [2],
      [[2], [4]],
      2,
      [undefined, undefined, undefined, 2],
      [
        'two',
        4,
        [
          [1, 1],
          [2, 1],
          [3, null],
          [4, 2],
        ],
      ],
      ['two', 'one', 'one', undefined],
    ]
    t.same(await everything(db.models), expected, name)
    t.equal((await (await db.models.Near.get(4)).far)?.value, 'two')
    await database.exec(`drop table ${near}; drop table ${far}`)
  }
})
