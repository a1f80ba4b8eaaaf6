import t from 'tap'
import type { RefusedBy } from '../../lib/dialect/refused-by.js'
import { constraintErrorOf } from '../../lib/query/violation.js'
import { schema, type TableInput } from '../fixtures/schema.js'

const nothing = {
  schema: null,
  table: null,
  columns: [],
  constraint: null,
  domain: null,
  size: null,
} as const

/** What is told where no table is mapped. */
function told(refused: Partial<RefusedBy>, tables: Record<string, TableInput> = {}): unknown[] {
  const known = { tables: schema(tables).tables, mappings: [] }
  const cause = new Error('refused')
  const error = constraintErrorOf(known, {
    refused: { ...nothing, kind: 'unique', ...refused },
    purpose: { doing: 'write', model: 'Gone' },
    deed: { inserts: true, deletes: false, sets: () => false },
    cause,
  })
  t.equal(error.cause, cause)
  return [error.code, error.model, error.properties, error.constraint, error.message]
}

const change = 'give another value, or change the row that is there'
const order = 'write first what is referred to, and delete it last'

t.test('tables that are no models are told by their names', async t => {
  const tables = { a: { columns: ['id', 'x'], foreignKeys: ['x -> b.id'] }, b: {} }
  t.same(told({ table: 'a', columns: ['x'] }, tables), [
    'UNIQUE_VIOLATED',
    null,
    [],
    null,
    `Cannot write: a row with the same column "x" of table "a" is there already; ${change}`,
  ])
  t.same(told({ kind: 'foreignKey' }, tables), [
    'FOREIGN_KEY_VIOLATED',
    null,
    [],
    null,
    `Cannot write: column "x" of table "a" to table "b" would refer to a row that is not there; ${order}`,
  ])
  t.same(
    told({ kind: 'notNull', table: 'a', columns: ['x'] }, tables).at(-1),
    'Cannot write: column "x" of table "a" takes no null; give it a value',
  )
})

t.test('a key to a table that is not there is told by its name', async t => {
  t.match(
    told({ kind: 'foreignKey' }, { a: { columns: ['x'], foreignKeys: ['x -> gone.id'] } }).at(-1),
    / to table "gone" would refer /,
  )
})

t.test('what is in no table that is known is told as the database tells it', async t => {
  t.same(told({ constraint: 'new_one' }), [
    'UNIQUE_VIOLATED',
    null,
    [],
    'new_one',
    `Cannot write: a row that excludes it is there already (constraint "new_one"); ${change}`,
  ])
  t.same(told({ kind: 'foreignKey', constraint: 'new_one' }), [
    'FOREIGN_KEY_VIOLATED',
    null,
    [],
    'new_one',
    `Cannot write: a foreign key would refer to a row that is not there; the database does not tell which; ${order}`,
  ])
  t.same(told({ kind: 'check' }), [
    'CHECK_VIOLATED',
    null,
    [],
    null,
    'Cannot write: a row does not meet a check; give another value',
  ])
  t.same(
    told({ kind: 'check' }, { a: {} }).at(-1),
    'Cannot write: a row does not meet a check; give another value',
  )
  t.same(told({ kind: 'notNull' }), [
    'NOT_NULL_VIOLATED',
    null,
    [],
    null,
    'Cannot write: a column takes no null; give it a value',
  ])
  t.same(told({ kind: 'length', size: 'text' }), [
    'LENGTH_VIOLATED',
    null,
    [],
    null,
    'Cannot write: a value is too long for its column; give a smaller one',
  ])
})

t.test('a check that came later is told by its name alone', async t => {
  t.same(told({ kind: 'check', table: 'a', constraint: 'late' }, { a: {} }), [
    'CHECK_VIOLATED',
    null,
    [],
    'late',
    'Cannot write: a row does not meet the check (constraint "late"); give other values',
  ])
})

t.test('a list of keys that helps nobody is left out', async t => {
  const foreignKeys = Array.from({ length: 13 }, (_, i) => `x${i} -> a.id`)
  const columns = ['id', ...foreignKeys.map((_, i) => `x${i}`)]
  t.match(
    told({ kind: 'foreignKey' }, { a: { columns, foreignKeys } }).at(-1),
    /; the database does not tell which; /,
  )
})
