import t from 'tap'
import { affinityOf, declaredTypeOf } from '../../../lib/dialect/sqlite/declared-type.js'
import type { ColumnKind } from '../../../types/schema.js'

const kinds: Readonly<Record<string, ColumnKind>> = {
  INTEGER: 'integer',
  int: 'integer',
  'INT(11)': 'integer',
  'INT(10) UNSIGNED': 'integer',
  tinyint: 'integer',
  SMALLINT: 'integer',
  MEDIUMINT: 'integer',
  INT2: 'integer',
  INT4: 'integer',
  'tinyint(1)': 'boolean',
  'TINYINT ( 1 )': 'boolean',
  'tinyint(4)': 'integer',
  BIGINT: 'bigint',
  'bigint(20) unsigned': 'bigint',
  INT8: 'bigint',
  'UNSIGNED  BIG INT': 'bigint',
  BOOLEAN: 'boolean',
  bool: 'boolean',
  DATE: 'date',
  DATETIME: 'timestamp',
  'datetime(6)': 'timestamp',
  TIMESTAMP: 'timestamp',
  'timestamp(3) without time zone': 'timestamp',
  TIMESTAMPTZ: 'timestamptz',
  'timestamp with time zone': 'timestamptz',
  TIME: 'time',
  'time with time zone': 'time',
  JSON: 'json',
  jsonb: 'json',
  'DECIMAL(10,2)': 'decimal',
  NUMERIC: 'decimal',
  'double precision': 'float',
  REAL: 'float',
  FLOAT: 'float',
  'VARCHAR(20)': 'text',
  'character varying(20)': 'text',
  'NATIVE CHARACTER(70)': 'text',
  CLOB: 'text',
  TEXT: 'text',
  longtext: 'text',
  UUID: 'uuid',
  uniqueidentifier: 'uuid',
  BLOB: 'binary',
  'VARBINARY(16)': 'binary',
  bytea: 'binary',
  '': 'other',
  ANY: 'other',
  STRING: 'other',
  POINT: 'other',
  INTERVAL: 'other',
  updated: 'other',
}

t.test('understands a declared type by its words', async t => {
  for (const [type, kind] of Object.entries(kinds)) t.equal(declaredTypeOf(type).kind, kind, type)
})

t.test('keeps sizes where they mean something', async t => {
  t.strictSame(declaredTypeOf('varchar(20)'), { kind: 'text', length: 20, precision: null, scale: null })
  t.strictSame(declaredTypeOf('binary(16)'), { kind: 'binary', length: 16, precision: null, scale: null })
  t.strictSame(declaredTypeOf('decimal( 10 , 2 )'), {
    kind: 'decimal',
    length: null,
    precision: 10,
    scale: 2,
  })
  t.strictSame(declaredTypeOf('float(8)'), { kind: 'float', length: null, precision: 8, scale: null })
  t.strictSame(declaredTypeOf('int(11)'), { kind: 'integer', length: null, precision: null, scale: null })
  t.strictSame(declaredTypeOf('varchar(max)'), { kind: 'text', length: null, precision: null, scale: null })
})

t.test("gives an affinity by SQLite's rules, in their order", async t => {
  const affinities = ['POINT', 'CHARINT', 'nvarchar(3)', '', 'tinyblob', 'double', 'decimal', 'STRING'].map(
    affinityOf,
  )
  t.strictSame(affinities, ['integer', 'integer', 'text', 'blob', 'blob', 'real', 'numeric', 'numeric'])
})
