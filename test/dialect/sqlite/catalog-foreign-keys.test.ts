import t from 'tap'
import { foreignKeysOf, type Target } from '../../../lib/dialect/sqlite/catalog-foreign-keys.js'
import { fold } from '../../../lib/dialect/sqlite/fold.js'
import type { ForeignKeyRow } from '../../../lib/dialect/sqlite/rows.js'
import { tableDefinitionOf } from '../../../lib/dialect/sqlite/table-definition.js'
import type { ForeignKey } from '../../../types/schema.js'

/** Rows of one key, as the pragma gives them. */
function rowsOf(
  id: number,
  referencedTable: string,
  pairs: Readonly<Record<string, string | null>>,
): ForeignKeyRow[] {
  return Object.entries(pairs).map(([column, referencedColumn]) => [
    0,
    id,
    referencedTable,
    column,
    referencedColumn,
    'NO ACTION',
    'SET NULL',
  ])
}

const parent: Target = {
  relation: { schema: 'main', name: 'Parent', type: 'table', withoutRowid: false },
  columns: ['Id', 'X', 'É'].map(name => [0, name, '', 0, null, 0, 0]),
  primaryKey: ['X', 'Id'],
}
const targetOf = (table: string) => (fold(table) === 'parent' ? parent : undefined)

function resolved(rows: readonly ForeignKeyRow[], sql: string | null = null) {
  const definitions = sql === null ? null : (tableDefinitionOf(sql)?.foreignKeys ?? null)
  const reasons = new Map<ForeignKey, string>()
  const missing = (key: ForeignKey, reason: string) => void reasons.set(key, reason)
  return foreignKeysOf(rows, { schema: 'main', targetOf, definitions, missing }).map(key => ({
    ...key,
    missing: reasons.get(key) ?? null,
  }))
}

t.test('keeps a composite key whole, in key order, and spells its target as declared', async t => {
  t.match(resolved(rowsOf(0, 'PARENT', { b: 'ID', a: 'x' })), [
    {
      name: null,
      columns: ['b', 'a'],
      referencedSchema: 'main',
      referencedTable: 'Parent',
      referencedColumns: ['Id', 'X'],
      onDelete: 'setNull',
      onUpdate: 'noAction',
      onDeleteColumns: null,
      deferrable: null,
      initiallyDeferred: null,
      validated: false,
      missing: null,
    },
  ])
})

t.test('takes a key that names no column for one to the primary key, in key order', async t => {
  t.match(resolved(rowsOf(0, 'parent', { a: null, b: null })), [
    { referencedColumns: ['X', 'Id'], missing: null },
  ])
})

t.test('leaves a target that it cannot find as it is spelt, and says why', async t => {
  const keys = resolved([
    ...rowsOf(0, 'Gone', { a: 'x' }),
    ...rowsOf(1, 'Gone', { b: null }),
    ...rowsOf(2, 'parent', { c: 'é' }),
    ...rowsOf(3, 'parent', { d: null }),
  ])
  t.strictSame(
    keys.map(({ referencedTable, referencedColumns, missing }) => [
      referencedTable,
      referencedColumns,
      missing,
    ]),
    [
      ['Gone', ['x'], 'no such table is there'],
      ['Gone', [], 'no such table is there'],
      ['Parent', ['é'], 'it has no column "é"'],
      ['Parent', [], 'the key names no column, and its primary key has 2 instead of 1'],
    ],
  )
})

t.test('sorts keys by columns, target and name, whatever their order in the catalog', async t => {
  const keys = resolved(
    [
      ...rowsOf(0, 'parent', { a: 'X' }),
      ...rowsOf(1, 'parent', { a: 'Id' }),
      ...rowsOf(2, 'a', { a: 'X' }),
      ...rowsOf(3, 'parent', { a: 'Id' }),
      ...rowsOf(4, 'parent', { a: 'X', b: 'Id' }),
      ...rowsOf(5, 'parent', { a: 'X' }),
    ],
    `create table child(a, b, foreign key (a) references parent, foreign key (a, b) references parent, constraint z foreign key (a) references parent,
      foreign key (a) references a, constraint y foreign key (a) references parent,
      constraint x foreign key (a) references parent)`,
  )
  t.strictSame(
    keys.map(({ name, columns, referencedTable, referencedColumns }) => [
      name,
      columns.join(),
      referencedTable,
      referencedColumns.join(),
    ]),
    [
      ['y', 'a', 'Parent', 'Id'],
      ['z', 'a', 'Parent', 'Id'],
      [null, 'a', 'Parent', 'X'],
      ['x', 'a', 'Parent', 'X'],
      [null, 'a', 'a', 'X'],
      [null, 'a,b', 'Parent', 'X,Id'],
    ],
  )
})

t.test('takes names and deferrability from the text, by the order of both', async t => {
  const sql = `create table child(a constraint first references PARENT deferrable initially deferred,
    "b" references parent, foreign key (A, b) references parent)`
  const rows = [
    ...rowsOf(0, 'parent', { a: 'X', b: 'Id' }),
    ...rowsOf(1, 'parent', { b: 'X' }),
    ...rowsOf(2, 'PARENT', { a: 'X' }),
  ]
  t.strictSame(
    resolved(rows, sql).map(({ name, deferrable, initiallyDeferred }) => [
      name,
      deferrable,
      initiallyDeferred,
    ]),
    [
      ['first', true, true],
      [null, false, false],
      [null, false, false],
    ],
  )
})

t.test('believes nothing of a text that does not fit the catalog', async t => {
  const rows = [...rowsOf(0, 'parent', { a: 'X' }), ...rowsOf(1, 'parent', { b: 'X' })]
  const doubtful = [
    'create table child(a constraint x references parent, b)',
    'create table child(a constraint x references parent, b constraint y references parent)',
    'create table child(b constraint x references parent, a constraint y references other)',
  ]
  for (const sql of doubtful) {
    t.strictSame(
      resolved(rows, sql).map(({ name, deferrable }) => [name, deferrable]),
      [
        [null, null],
        [null, null],
      ],
      sql,
    )
  }
})
