import t from 'tap'
import { command } from '../fixtures/command.js'
import { eachDatabase } from '../fixtures/databases.js'

/** Reads CSV as RFC 4180 has it; null for an empty cell that is not quoted. */
function rowsOf(csv: string): (string | null)[][] {
  const cells = [...csv.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)]
  const rows: (string | null)[][] = [[]]
  for (const [, text = '', end] of cells) {
    const quoted = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : null
    rows.at(-1)?.push(quoted ?? (text === '' ? null : text))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

const create = {
  sqlite: `
    create table kinds (id integer primary key, yes boolean, big bigint, price decimal(9, 2), ratio real, at datetime,
      day date, bytes blob, doc json, empty text, missing text, lines text);
    insert into kinds values (1, 1, 5, -1.5, 9e999, '2026-01-02 03:04:05', '2026-01-02', x'00ff', '{"a":[1,"x"]}', '', null,
      'a,"b"' || char(10) || 'c');`,
  postgres: `
    create table kinds (id integer primary key, yes boolean, big bigint, price decimal(9, 2), ratio double precision,
      at timestamptz, day date, bytes bytea, doc json, empty text, missing text, lines text, odd float8, list integer[]);
    insert into kinds values (1, true, 5, -1.5, 'Infinity', '2026-01-02 03:04:05Z', '2026-01-02', '\\x00ff', '{"a":[1,"x"]}', '',
      null, e'a,"b"\\nc', 'NaN', '{1,null}');`,
}

eachDatabase(t, 'every kind of value is the same in JSON and in CSV', async (t, database) => {
  await database.exec(create)
  const out = async (...words: string[]): Promise<string> => {
    const { exit, out, err } = await command([database.url, ...words])
    t.same({ exit, err }, { exit: 0, err: '' })
    return out
  }
  const query = ['-e', 'Kind.query()']
  const [row] = JSON.parse(await out(...query, '--json'))
  t.match(row, {
    id: 1,
    yes: true,
    big: 5,
    ratio: 'Infinity',
    at: '2026-01-02T03:04:05.000Z',
    bytes: '\\x00ff',
    doc: { a: [1, 'x'] },
    empty: '',
    missing: null,
    lines: 'a,"b"\nc',
  })
  if (database.dialect === 'postgres') t.match(row, { price: '-1.50', odd: 'NaN', list: [1, null] })
  const [head, cells] = rowsOf(await out(...query, '--csv')) as [string[], string[]]
  t.same(head, Object.keys(row))
  const textOf = (value: unknown): unknown =>
    value === null || typeof value === 'string' ? value : JSON.stringify(value)
  t.same(cells, Object.values(row).map(textOf))
})

eachDatabase(t, 'a value that no number holds is an error, and not another value', async (t, database) => {
  await database.exec(`
    create table kinds (id integer primary key, big bigint);
    insert into kinds values (1, 9007199254740993);`)
  for (const form of ['--json', '--csv']) {
    t.match(await command([database.url, '-e', 'Kind.query()', form]), {
      exit: 4,
      out: '',
      err: /^automap: Cannot read "kinds\.big".* values: \{ int8: 'bigint' \}.* \(VALUE_UNSAFE\)\n$/,
    })
  }
})

eachDatabase(t, 'CSV of no rows still has the header that rows would have', async (t, database) => {
  await database.exec(`
    create table artist (name varchar(9), id integer primary key, bytes ${{ sqlite: 'blob', postgres: 'bytea' }[database.dialect]});
    create table album (id integer primary key, artist_id integer references artist (id));
    insert into artist values ('A', 1, null);
    insert into album values (1, 1);`)
  const head = async (code: string): Promise<string | undefined> =>
    (await command([database.url, '-e', code, '--csv'])).out.split('\r\n')[0]
  for (const query of ['Artist', 'Artist.only("name")', 'Artist.defer("bytes")', 'Album.with("artist")']) {
    const wanted = await head(`${query}.where("id", 1)`)
    t.ok(wanted)
    t.equal(await head(`${query}.where("id", -1)`), wanted, query)
  }
})

eachDatabase(t, 'a statement that was written by hand shows its rows', async (t, database) => {
  await database.exec('create table artist (id integer primary key)')
  const run = (code: string) => command([database.url, '-e', code, '--csv'])
  t.same(await run('knex.raw("select 1 as a, 2 as b")'), { exit: 0, out: 'a,b\r\n1,2\r\n', err: '' })
  t.equal(
    (await run('knex.raw("select 1 as a where 1 = 0")')).out,
    { sqlite: '', postgres: 'a\r\n' }[database.dialect],
  )
})
