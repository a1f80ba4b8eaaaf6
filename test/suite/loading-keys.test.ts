import t, { type Test } from 'tap'
import { automap } from '../../lib/automap.js'
import type { Automap } from '../../types/automap.js'
import type { Untyped } from '../../types/loaded.js'
import type { AutomapOptions } from '../../types/options.js'
import type { DialectName } from '../../types/schema.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'

interface Keys {
  /** The type of the key; where there is none, the database has no such type. */
  readonly type: Partial<Record<DialectName, string>>
  /** Of the referring column, where it is another. */
  readonly referring?: Partial<Record<DialectName, string>>
  /** Parents' keys as SQL, then for each child its key and the index of the parent that it finds. */
  readonly parents: readonly string[]
  readonly children: readonly (readonly [key: string, parent: number | null])[]
  readonly before?: string
  readonly options?: AutomapOptions
}

const keys: Readonly<Record<string, Keys>> = {
  text: {
    type: { sqlite: 'text', postgres: 'text' },
    parents: ["'a'", "''", "'0'", "'null'", "'straße'", "'[1]'", "'a\"b\\c'", "'{}'", "'👍'"],
    children: [
      ["'a'", 0],
      ["''", 1],
      ["'0'", 2],
      ["'null'", 3],
      ["'straße'", 4],
      ["'[1]'", 5],
      ["'a\"b\\c'", 6],
      ["'{}'", 7],
      ["'👍'", 8],
      ['null', null],
    ],
  },
  'text that ignores case': {
    type: { sqlite: 'text collate nocase', postgres: 'public.citext' },
    before: 'create extension citext',
    parents: ["'Ab'", "'c'"],
    children: [
      ["'ab'", 0],
      ["'AB'", 0],
      ["'C'", 1],
      ["'Ab'", 0],
    ],
  },
  'text padded with blanks': {
    type: { sqlite: 'text collate rtrim', postgres: 'char(5)' },
    parents: ["'ab'", "'abc'"],
    children: [
      ["'ab'", 0],
      ["'ab   '", 0],
      ["'abc'", 1],
    ],
  },
  uuid: {
    type: { sqlite: 'uuid', postgres: 'uuid' },
    parents: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'"],
    children: [
      ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'", 1],
      ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", 0],
    ],
  },
  bytes: {
    type: { sqlite: 'blob', postgres: 'bytea' },
    parents: ['X', '00FF', '5C'],
    children: [
      ['00FF', 1],
      ['5C', 2],
      ['X', 0],
    ],
  },
  'big integers': {
    type: { sqlite: 'bigint', postgres: 'bigint' },
    parents: ['9007199254740992', '9007199254740993', '-9223372036854775808', '1'],
    children: [
      ['9007199254740993', 1],
      ['9007199254740992', 0],
      ['-9223372036854775808', 2],
      ['1', 3],
    ],
    options: { values: { int8: 'bigint' } },
  },
  'big integers as texts': {
    type: { sqlite: 'bigint', postgres: 'bigint' },
    parents: ['9007199254740992', '9007199254740993'],
    children: [
      ['9007199254740993', 1],
      ['9007199254740992', 0],
    ],
    options: { values: { int8: 'string' } },
  },
  'times to the microsecond': {
    type: { sqlite: 'datetime', postgres: 'timestamptz' },
    parents: [
      "'2024-05-06 07:08:09.123456+00'",
      "'2024-05-06 07:08:09.123457+00'",
      "'2024-05-06 07:08:09+00'",
    ],
    children: [
      ["'2024-05-06 07:08:09.123457+00'", 1],
      ["'2024-05-06 07:08:09.123456+00'", 0],
      ["'2024-05-06 07:08:09+00'", 2],
    ],
  },
  days: {
    type: { sqlite: 'date', postgres: 'date' },
    parents: ["'2024-02-29'", "'1969-12-31'"],
    children: [
      ["'1969-12-31'", 1],
      ["'2024-02-29'", 0],
    ],
    options: { values: { date: 'date' } },
  },
  'exact decimals': {
    type: { sqlite: 'decimal(10,2)', postgres: 'numeric(10,2)' },
    parents: ['1.5', '1', '-0.01'],
    children: [
      ['1.50', 0],
      ['1.00', 1],
      ['-0.01', 2],
    ],
  },
  'truth values': {
    type: { sqlite: 'boolean', postgres: 'boolean' },
    parents: ['true', 'false'],
    children: [
      ['false', 1],
      ['true', 0],
      ['null', null],
    ],
  },
  'real numbers': {
    type: { sqlite: 'double', postgres: 'double precision' },
    parents: ['0.1', '1e300', '-2'],
    children: [
      ['1e300', 1],
      ['0.1', 0],
      ['-2', 2],
    ],
  },
  enums: {
    type: { postgres: 'mood' },
    before: "create type mood as enum ('sad', 'it''s fine')",
    parents: ["'sad'", "'it''s fine'"],
    children: [
      ["'it''s fine'", 1],
      ["'sad'", 0],
    ],
  },
  domains: {
    type: { postgres: 'code' },
    before: "create domain code as varchar(5) check (value <> '')",
    parents: ["'a'", "'b'"],
    children: [
      ["'b'", 1],
      ["'a'", 0],
    ],
  },
  arrays: {
    type: { postgres: 'int[]' },
    parents: ["'{}'", "'{1,2}'", "'{{1},{2}}'", "'{null}'"],
    children: [
      ["'{1,2}'", 1],
      ["'{{1},{2}}'", 2],
      ["'{}'", 0],
      ["'{null}'", 3],
    ],
  },
  networks: {
    type: { postgres: 'inet' },
    parents: ["'10.0.0.1'", "'::1'"],
    children: [
      ["'::1'", 1],
      ["'10.0.0.1'", 0],
    ],
  },
  'two integer types': {
    type: { sqlite: 'integer', postgres: 'bigint' },
    referring: { sqlite: 'text', postgres: 'smallint' },
    parents: ['1', '2'],
    children: [
      ['2', 1],
      ['1', 0],
    ],
  },
}

/** Bytes are written in their own way by each database. */
function literal(database: Database, type: string, sql: string): string {
  if (type !== 'blob' && type !== 'bytea') return sql
  const digits = sql === 'X' ? '' : sql
  return { sqlite: `X'${digits}'`, postgres: `'\\x${digits}'` }[database.dialect]
}

async function create(
  database: Database,
  { type, referring, parents, children, before }: Keys,
): Promise<void> {
  const own = type[database.dialect] as string
  const other = referring?.[database.dialect] ?? own
  if (before && database.dialect === 'postgres') await database.exec(before)
  const rows = (list: readonly string[]): string =>
    list.map((sql, i) => `(${i}, ${literal(database, own, sql)})`).join(', ')
  await database.exec(`create table parent (place integer not null, code ${own} not null primary key);
    create table child (id integer not null primary key, parent_code ${other} references parent (code));
    insert into parent (place, code) values ${rows(parents)};
    insert into child (id, parent_code) values ${rows(children.map(([key]) => key))};`)
}

async function check(t: Test, db: Automap, { parents, children }: Keys): Promise<void> {
  const [owning, inverse] = ['Child', 'Parent'].map(
    model => db.relationships.find(each => each.model === model)?.name as string,
  ) as [string, string]
  const read = async (instances: Promise<Untyped[]>, name: string): Promise<unknown[]> =>
    Promise.all((await instances).map(instance => instance[name]))
  for (const lazy of ['select', 'joined', 'selectin'] as const) {
    const found = await read(db.model('Child').orderBy('id').with(owning, { lazy }).all(), owning)
    t.same(
      found.map(parent => (parent as Untyped | null)?.place ?? null),
      children.map(([, place]) => place),
      `${lazy} to one`,
    )
    const lists = await read(db.model('Parent').orderBy('place').with(inverse, { lazy }).all(), inverse)
    t.same(
      lists.map(list => (list as Untyped[]).map(({ id }) => id)),
      parents.map((_, place) => children.flatMap(([, parent], id) => (parent === place ? [id] : []))),
      `${lazy} to many`,
    )
  }
}

for (const [title, given] of Object.entries(keys)) {
  const [only, ...more] = Object.keys(given.type) as DialectName[]
  eachDatabase(
    t,
    `keys find their rows: ${title}`,
    async (t, database) => {
      await create(database, given)
      await check(t, await automap(database.knex, given.options), given)
    },
    more.length === 0 ? only : undefined,
  )
}
