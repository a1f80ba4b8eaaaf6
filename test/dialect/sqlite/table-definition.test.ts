import t from 'tap'
import { tableDefinitionOf } from '../../../lib/dialect/sqlite/table-definition.js'
import { eachMemory } from '../../fixtures/sqlite.js'

function key(
  name: string | null,
  columns: string[],
  table: string,
  deferrable: boolean | 'deferred' = false,
) {
  return {
    name,
    columns,
    table,
    deferrable: deferrable !== false,
    initiallyDeferred: deferrable === 'deferred',
  }
}

t.test('reads names, checks, collations and keys from columns', async t => {
  const definition = tableDefinitionOf(`CREATE TABLE t(
    a INTEGER CONSTRAINT pk PRIMARY KEY ASC ON CONFLICT ROLLBACK AUTOINCREMENT,
    "b" varchar(20) NOT NULL ON CONFLICT FAIL COLLATE NoCase CONSTRAINT u UNIQUE ON CONFLICT IGNORE,
    'c' null default -1.5 CONSTRAINT c1 CONSTRAINT c2 CHECK (c > 0) CHECK(c<9),
    [d] decimal (10, 2) DEFAULT (1 + (2)) CONSTRAINT fk REFERENCES p ("x") ON DELETE SET NULL ON UPDATE CASCADE
      MATCH FULL DEFERRABLE INITIALLY DEFERRED,
    e REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED REFERENCES q ON INSERT SET DEFAULT ON DELETE NO ACTION
      ON UPDATE RESTRICT DEFERRABLE INITIALLY IMMEDIATE,
    f int generated always AS (a + 1) STORED,
    g NOT NULL GENERATED ALWAYS AS (a) VIRTUAL UNIQUE,
    h AS (1),
    i default x'ab', j default +1, k default current_timestamp, l default 'x', m primary key desc
  ) STRICT`)
  t.strictSame(definition, {
    primaryKeyName: null,
    collations: new Map([['b', 'NoCase']]),
    uniques: [
      { name: 'u', columns: ['b'] },
      { name: null, columns: ['g'] },
    ],
    checks: [
      { name: 'c2', expression: 'c > 0' },
      { name: null, expression: 'c<9' },
    ],
    foreignKeys: [key('fk', ['d'], 'p', 'deferred'), key(null, ['e'], 'p'), key(null, ['e'], 'q', true)],
  })
})

t.test('reads constraints of the table, with and without commas between them', async t => {
  const definition = tableDefinitionOf(`CREATE TABLE "t ("(a, b, CONSTRAINT "my pk" PRIMARY KEY
    (a COLLATE NOCASE DESC, b ASC) ON CONFLICT REPLACE CONSTRAINT u UNIQUE (b, "a") ON CONFLICT ABORT UNIQUE(a),
    CHECK (a <> ')' /* ) */) ON CONFLICT FAIL, CONSTRAINT f1 FOREIGN KEY (a, b) REFERENCES p (x, y)
      ON DELETE CASCADE NOT DEFERRABLE
    FOREIGN KEY (b) REFERENCES 'q' DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (a) REFERENCES r
    CONSTRAINT nothing) WITHOUT ROWID, STRICT`)
  t.strictSame(definition, {
    primaryKeyName: 'my pk',
    collations: new Map(),
    uniques: [
      { name: 'u', columns: ['b', 'a'] },
      { name: null, columns: ['a'] },
    ],
    checks: [{ name: null, expression: "a <> ')'" }],
    foreignKeys: [key('f1', ['a', 'b'], 'p'), key(null, ['b'], 'q', 'deferred'), key(null, ['a'], 'r')],
  })
})

t.test('takes words that are no keywords here for names and types', async t => {
  const definition = tableDefinitionOf(
    'create table t(key, "check" "check" check (1), action no action not null, generated, always generated always, desc desc, "unique")',
  )
  t.strictSame(definition?.checks, [{ name: null, expression: '1' }])
  t.strictSame(definition?.uniques, [])
})

eachMemory(t, 'understands every text here as SQLite does', async (t, rows) => {
  const texts = [
    'CREATE TABLE t1(a integer primary key autoincrement, primary_key int, b text collate "rtrim" default "x")',
    'CREATE TABLE t2(a text primary key not null on conflict abort, b int check(b in (1, (2))) unique) without rowid',
    'CREATE TABLE t3(a, b, primary key (a asc, b desc), unique (b) on conflict ignore check (a) check (b))',
    'CREATE TABLE t4(a default - 1, b default null, c default true, d default 1e3, e default (abs(-1)))',
    'CREATE TABLE t5(a constraint x, b constraint y not null constraint z, constraint w)',
    'CREATE TABLE t6(a integer, primary key(a autoincrement))',
  ]
  for (const sql of texts) {
    await rows(sql)
    t.ok(tableDefinitionOf(sql), sql)
  }
})

t.test('gives nothing for a text that it does not understand whole', async t => {
  const texts = [
    'create view t as select 1',
    'create table t as select 1',
    'create table t',
    'create table t(a',
    'create table t(1)',
    'create table t(a not)',
    'create table t(a not deferrable)',
    'create table t(a deferrable)',
    'create table t(a check)',
    'create table t(a primary)',
    'create table t(a default)',
    'create table t(a default ,b)',
    'create table t(a references p on delete vanish)',
    'create table t(a references p on delete set)',
    'create table t(a, constraint x',
    'create table t(a unique on error ignore)',
    'create table t(a not null generated (1))',
    'create table t(a as 1)',
    'create table t(a (10))',
    'create table t(a, unique (lower(a)))',
    'create table t(a, foreign key (a) p)',
    'create table t(a, unique (a), b)',
    "create table t(a 'b)",
  ]
  for (const sql of texts) t.equal(tableDefinitionOf(sql), null, sql)
})
