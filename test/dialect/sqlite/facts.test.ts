import t from 'tap'
import { factsOf, finderOf } from '../../../lib/dialect/sqlite/facts.js'
import { catalogRows, type Read, relationRows } from '../../../lib/dialect/sqlite/rows.js'
import { eachMemory } from '../../fixtures/sqlite.js'

async function factsIn(rows: Read) {
  return factsOf(await catalogRows(rows, await relationRows(rows), ['main']))
}

eachMemory(t, 'brings what is told of a table to it, and of no other', async (t, rows) => {
  await rows('create table parent(b, a, c, primary key (a, b)) without rowid')
  await rows('create table child(x unique, y, z, foreign key (y, z) references parent)')
  const [child, parent] = (await factsIn(rows)).sort((a, b) => (a.relation.name < b.relation.name ? -1 : 1))
  t.strictSame(
    parent?.columns.map(row => row[1]),
    ['b', 'a', 'c'],
  )
  t.strictSame(parent?.primaryKey, ['a', 'b'])
  t.strictSame(parent?.foreignKeys, [])
  t.equal(child?.foreignKeys.length, 2)
  t.equal(child?.indexes.length, 1)
  t.strictSame(child?.primaryKey, [])
  t.match(child?.sql, /^create table child/i)
  t.equal(child?.texts.get('main', 'parent'), parent?.sql)
})

eachMemory(t, 'a view has no text of its own, and a shadow table is nobody', async (t, rows) => {
  await rows('create virtual table docs using fts5(title)')
  await rows('create view seen as select 1 as x')
  const facts = await factsIn(rows)
  t.strictSame(facts.map(({ relation, kind, sql }) => [relation.name, kind, sql]).sort(), [
    ['docs', 'virtualTable', undefined],
    ['seen', 'view', undefined],
  ])
})

eachMemory(t, 'what cannot be opened is left to the notes', async (t, rows) => {
  await rows('create table gone(a)')
  await rows('create view broken as select a from gone')
  await rows('drop table gone')
  t.strictSame(await factsIn(rows), [])
})

eachMemory(t, 'a relation is found however its name is spelt', async (t, rows) => {
  await rows('create table "Öl"(a)')
  const find = finderOf(await factsIn(rows))
  t.equal(find('main', 'ÖL')?.relation.name, 'Öl')
  t.equal(find('main', 'öL'), undefined)
  t.equal(find('temp', 'Öl'), undefined)
})
