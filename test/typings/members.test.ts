import t from 'tap'
import { typingsOf } from '../../lib/typings/typings.js'
import type { Schema } from '../../types/schema.js'
import type { Snapshot, SnapshotRelationship } from '../../types/snapshot.js'
import { complaintsOf, library } from '../fixtures/compiled.js'
import { schema, type TableInput } from '../fixtures/schema.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const tables = {
  author: { columns: ['id'] },
  book: {
    columns: ['id', 'author_id', 'editor_id?'],
    foreignKeys: ['author_id -> author.id', 'editor_id -> author.id'],
  },
}

/** Gives the lines of the file that hold a text. */
function linesOf(snapshot: Snapshot, text: string): string[] {
  const file = typingsOf(snapshot, { from: library })
  return file.split('\n').flatMap(line => (line.includes(text) ? line.trim() : []))
}

/** Changes the relationships of every model. */
function related(snapshot: Snapshot, change: Partial<SnapshotRelationship>): Snapshot {
  const models = snapshot.models.map(model => ({
    ...model,
    relationships: model.relationships.map(each => ({ ...each, ...change })),
  }))
  return { ...snapshot, models }
}

t.test('what is loaded with its owner needs no await', async t => {
  for (const lazy of ['joined', 'selectin'] as const) {
    const snapshot = related(snapshotFor(tables), { lazy })
    t.same(linesOf(snapshot, ': Book[]'), ['books: Book[]', 'booksByEditor: Book[]'])
    t.same(linesOf(snapshot, ': Author'), ['author: Author', 'editor: Author | null'])
    t.same(complaintsOf({ 'db.ts': typingsOf(snapshot, { from: library }) }), [])
  }
})

t.test('a relationship tells what leads back, and whether it is loaded by itself', async t => {
  const [line] = linesOf(related(snapshotFor(tables), { lazy: 'raise', inverse: null }), 'Many to one')
  t.equal(
    line,
    '/** Many to one by `book(author_id) -> author(id)`; loaded where a query says so, and not by itself. */',
  )
})

t.test('a model is found by no key that it does not have whole', async t => {
  const both = { columns: ['a', 'b'], primaryKey: ['a', 'b'] }
  const snapshot = snapshotFor({ both, none: { columns: ['a'], primaryKey: null } })
  t.same(linesOf(snapshot, 'Key ='), ['export type BothKey =', 'export type NoneKey = never'])
  const [model, ...others] = snapshot.models
  const halved = { ...model!, columns: model!.columns.slice(1) }
  t.same(linesOf({ ...snapshot, models: [halved, ...others] }, 'BothKey ='), ['export type BothKey = never'])
})

t.test('what has no value of its own is the text of a server that names its types', async t => {
  const point = { schema: 'pg_catalog', name: 'point' }
  const snapshot = snapshotFor({
    place: {
      columns: [
        'id',
        { name: 'spot', kind: 'other', baseType: point },
        { name: 'path', kind: 'array', elementKind: 'other', baseType: point, nullable: true },
        { name: 'loose', kind: 'other' },
      ],
    },
  })
  t.same(linesOf(snapshot, 'spot: '), ['spot: string', 'spot: string'])
  t.same(linesOf(snapshot, '(string | null)[]'), [
    'path: (string | null)[] | null',
    'path?: (string | null)[] | null',
  ])
  t.same(linesOf(snapshot, 'loose: '), ['loose: unknown', 'loose: unknown'])
})

t.test('a key of a type that nobody understands is anything but nothing', async t => {
  const snapshot = snapshotFor({ place: { columns: [{ name: 'id', kind: 'other', type: 'cidr' }] } })
  t.same(linesOf(snapshot, 'NonNullable'), ['| NonNullable<unknown>', 'readonly id: NonNullable<unknown>'])
  t.same(complaintsOf({ 'db.ts': typingsOf(snapshot, { from: library }) }), [])
})

t.test('a key that is JSON is anything but nothing, too', async t => {
  const columns = [
    { name: 'id', kind: 'json' as const },
    { name: 'all', kind: 'array' as const, elementKind: 'json' as const },
  ]
  const snapshot = snapshotFor({ setting: { columns } })
  t.same(linesOf(snapshot, 'NonNullable'), [
    "| NonNullable<Json<'Setting.id'>>",
    "readonly id: NonNullable<Json<'Setting.id'>>",
  ])
  t.same(linesOf(snapshot, 'all: '), Array(2).fill("all: (Json<'Setting.all'> | null)[]"))
  t.same(complaintsOf({ 'db.ts': typingsOf(snapshot, { from: library }) }), [])
})

/** Gives tables with enumerations. */
function withEnums(enums: Schema['enums'], given: Readonly<Record<string, TableInput>>): Schema {
  return { ...schema(given), enums }
}

t.test('an enumeration is called by its schema where that is not the connection’s own', async t => {
  const names = [
    { schema: 'main', name: 'mood' },
    { schema: 'sales', name: 'mood' },
    { schema: 'main', name: '1st_choice' },
    { schema: 'main', name: '①' },
    { schema: 'main', name: 'unused' },
  ]
  const labels = [['a'], [], [`x${'y'.repeat(60)}`, `z${'y'.repeat(60)}`], ['a'], ['a']]
  const enums = names.map((each, place) => ({ ...each, labels: labels[place] as string[], comment: null }))
  const columns = names
    .slice(0, 4)
    .map((each, place) => ({ name: `c${place}`, kind: 'enum' as const, enum: each }))
  const gone = { name: 'gone', kind: 'enum' as const, enum: { schema: 'away', name: 'gone' } }
  const snapshot = snapshotFor(withEnums(enums, { t: { columns: ['id', ...columns, gone] }, u: {} }))
  t.same(linesOf(snapshot, 'export type').slice(0, 4), [
    "export type Mood = 'a'",
    'export type SalesMood = never',
    'export type _1stChoice =',
    "export type _ = 'a'",
  ])
  t.same(linesOf(snapshot, "| '"), [`| 'x${'y'.repeat(60)}'`, `| 'z${'y'.repeat(60)}'`])
  t.same(linesOf(snapshot, 'gone: '), ['gone: string', 'gone: string'])
})

t.test('a key to columns that are not known tells the table alone', async t => {
  const { structure, ...snapshot } = snapshotFor(tables)
  const blind = structure.tables.map(table => ({
    ...table,
    foreignKeys: table.foreignKeys.map(key => ({ ...key, referencedColumns: [] })),
  }))
  t.same(linesOf({ ...snapshot, structure: { ...structure, tables: blind } }, 'references'), [
    '/** `author_id`: `integer`, references `author`. */',
    '/** `editor_id`: `integer`, references `author`. */',
  ])
})

t.test('a table that no model is of has no types', async t => {
  const snapshot = snapshotFor(tables, { except: 'author' })
  t.same(linesOf(snapshot, 'Author'), [])
})
