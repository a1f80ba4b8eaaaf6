import t from 'tap'
import type { ColumnMapping } from '../../../lib/mapping/mapping.js'
import { isVacuous } from '../../../lib/query/change/vacuous.js'
import type { Condition, Joined } from '../../../lib/query/state.js'

const column = {} as ColumnMapping
const real: Condition = { type: 'null', column, negated: false }
const group = (...conditions: Joined[]): Condition => ({ type: 'group', conditions, negated: false })
const list = (negated: boolean, values: unknown[], hasNull = false): Condition => ({
  type: 'list',
  column,
  values,
  hasNull,
  negated,
})
const and = (condition: Condition): Joined => ({ or: false, condition })
const or = (condition: Condition): Joined => ({ or: true, condition })

t.test('no condition lets every row pass, nor does one that came to nothing keep any out', async t => {
  for (const conditions of [
    [],
    [and(group())],
    [or(group())],
    [and(group(and(group())))],
    [and(list(true, []))],
    [and(real), or(group())],
    [and(group()), or(real)],
    [and(real), and(real), or(list(true, [])), and(group())],
  ]) {
    t.equal(isVacuous(conditions), true)
  }
})

t.test('one condition in every alternative keeps rows out', async t => {
  for (const conditions of [
    [and(real)],
    [and(list(false, []))],
    [and(list(true, [], true))],
    [and(list(true, [1]))],
    [and(group()), and(real)],
    [or(group()), and(real)],
    [and(real), or(group()), and(real)],
    [and(group(and(real)))],
  ]) {
    t.equal(isVacuous(conditions), false)
  }
})
