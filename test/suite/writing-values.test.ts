import fc from 'fast-check'
import t from 'tap'
import { deleteRows } from '../../lib/writing/delete.js'
import { insertRows } from '../../lib/writing/insert.js'
import { updateRows } from '../../lib/writing/update.js'
import { eachDatabase } from '../fixtures/databases.js'
import { purpose, writtenTable } from '../fixtures/written.js'

const things = {
  sqlite: `create table thing (k integer, s text, i integer, b bigint, d double, t text, y blob, j json, f boolean, n,
    primary key (k, s)) without rowid`,
  postgres: `create table thing (k int, s text, i bigint, b bigint, d double precision, t varchar, y bytea, j json,
    f boolean, n numeric, primary key (k, s))`,
}

const text = fc.string({ unit: 'grapheme' }).filter(each => !/[\0\p{Surrogate}]/u.test(each))
const double = fc.double({ noNaN: true }).map(each => each + 0)
const json = fc
  .jsonValue()
  .filter(each => each !== null && !/\\u0000|-0|\\ud/.test(JSON.stringify(each)))
  .map(each => JSON.parse(JSON.stringify(each)) as unknown)
const arbitraries: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  k: fc.integer({ min: -5, max: 5 }),
  s: text,
  i: fc.option(fc.maxSafeInteger()),
  b: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  d: fc.option(double),
  t: fc.option(text),
  y: fc.option(fc.uint8Array().map(each => Buffer.from(each))),
  j: fc.option(json),
  f: fc.option(fc.boolean()),
  n: fc.option(fc.integer()),
}
const given = fc.uniqueArray(fc.record(arbitraries), {
  selector: row => `${row.k} ${row.s}`,
  minLength: 1,
  maxLength: 9,
})

eachDatabase(t, 'whatever the values, many rows come back as they were given', async (t, database) => {
  await database.exec(things)
  const { executor, from, columns, names, codec, returned } = await writtenTable(database, 'thing')
  const codecs = names.map(codec)
  const encoded = (row: Readonly<Record<string, unknown>>): unknown[] =>
    names.map((name, i) => (row[name] === null ? null : codecs[i]!.encode(row[name])))
  // How wide a column is decides which of these are numbers.
  const asText = new Set(['i', 'n'])
  const read = (row: readonly unknown[] | null): unknown[] | undefined =>
    row?.map((value, i) => {
      if (value === null) return null
      const decoded = codecs[i]!.decode?.(value) ?? value
      return asText.has(names[i]!) ? String(decoded) : decoded
    })
  const plain = (rows: readonly Readonly<Record<string, unknown>>[]): unknown[][] =>
    rows.map(row =>
      names.map(name => (asText.has(name) && row[name] !== null ? String(row[name]) : row[name])),
    )
  const returning = returned(...names)
  await fc.assert(
    fc.asyncProperty(given, given, async (rows, others) => {
      await database.exec('delete from thing')
      const insert = { from, columns: columns(...names), rows: rows.map(encoded), returning }
      t.strictSame((await insertRows(executor, insert, purpose)).map(read), plain(rows))
      const changed = rows.map((row, i) => ({ ...others[i % others.length], k: row.k, s: row.s }))
      const [keys, rest] = [names.slice(0, 2), names.slice(2)]
      const update = {
        from,
        keys: columns(...keys),
        set: columns(...rest),
        rows: changed.map(encoded).toReversed(),
        returning,
      }
      t.strictSame((await updateRows(executor, update, purpose)).map(read).toReversed(), plain(changed))
      const gone = [...rows.map(encoded), encoded({ ...rows[0], k: 99 })].map(row => row.slice(0, 2))
      t.strictSame(
        await deleteRows(executor, { from, keys: columns(...keys), rows: gone }, purpose),
        gone.map(([k]) => k !== 99),
      )
    }),
    { numRuns: 40 },
  )
})

const oddNames = [
  '__proto__',
  'constructor',
  'a b',
  'a.b',
  'a?b',
  'a`b',
  'a"b',
  "a'b",
  'a[0]',
  '*',
  'ünï',
  'select',
  'p as q',
]

eachDatabase(t, 'every name that the database takes is written to', async (t, database) => {
  const { dialect } = database
  const quote = (name: string): string =>
    dialect === 'sqlite' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`
  for (const table of oddNames) {
    await database.exec(
      `create table ${quote(table)} (id int, ${oddNames.map(name => `${quote(name)} int`).join(', ')})`,
    )
    const { executor, from, columns, returned } = await writtenTable(database, table)
    const rows = [1, 2].map(id => [id, ...oddNames.map((_, i) => id * 100 + i)])
    const texts = rows.map(row => row.slice(1).map(String))
    const returning = returned(...oddNames)
    const shown = (answer: (unknown[] | null)[]) => answer.map(row => row?.map(String))
    const insert = { from, columns: columns('id', ...oddNames), rows, returning }
    t.strictSame(shown(await insertRows(executor, insert, purpose)), texts, table)
    const update = { from, keys: columns('id'), set: columns(...oddNames), rows, returning }
    t.strictSame(shown(await updateRows(executor, update, purpose)), texts, table)
    t.strictSame(
      shown(await updateRows(executor, { ...update, rows: rows.slice(1) }, purpose)),
      texts.slice(1),
    )
    const keys = columns(...oddNames)
    const gone = rows.map(row => row.slice(1))
    t.strictSame(await deleteRows(executor, { from, keys, rows: gone }, purpose), [true, true], table)
  }
})
