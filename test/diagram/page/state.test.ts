import t from 'tap'
import { outlineOf } from '../../../lib/diagram/outline.js'
import {
  findIn,
  fitted,
  hashText,
  isSeen,
  limited,
  nearOf,
  type PageData,
  readHash,
  zoomed,
} from '../../../lib/diagram/page/state.js'
import { shop } from '../../fixtures/diagrammed.js'

const box = { x: 0, y: 0, width: 100, height: 50 }
const outline = outlineOf(shop)
const data: PageData = { ...outline, tables: outline.tables.map(table => ({ ...table, ...box })) }

t.test('the address is read as it was written', async t => {
  const kept = { table: 'a&b=#"\u202e', theme: 'dark', camera: { x: -12, y: 3, scale: 0.5 } }
  t.same(readHash(hashText(kept)), kept)
  t.equal(hashText({ table: null, theme: null, camera: null }), '#')
})

t.test('an address that makes no sense is as good as none', async t => {
  for (const hash of ['', '#', '#view=1,2', '#view=1,2,0', '#view=1,x,2&theme=red', '#view=1,2,-3'])
    t.same(readHash(hash), { table: null, theme: null, camera: null }, hash)
  t.same(readHash('#view=0,0,1000').camera, { x: 0, y: 0, scale: 3 })
  t.equal(readHash('#theme=light').theme, 'light')
})

t.test('what is under the pointer stays there while it is zoomed', async t => {
  t.same(zoomed({ x: 10, y: 20, scale: 1 }, 2, 110, 220), { x: -90, y: -180, scale: 2 })
  t.same(zoomed({ x: 10, y: 20, scale: 3 }, 2, 110, 220), { x: 10, y: 20, scale: 3 })
  t.same(limited({ x: 0, y: 0, scale: 0 }), { x: 0, y: 0, scale: 0.01 })
})

t.test('what fits is in the middle', async t => {
  t.same(fitted([box, { ...box, x: 100, y: 50 }], 400, 400, 1), { x: 100, y: 150, scale: 1 })
  t.same(fitted([box], 50, 100, 1), { x: 0, y: 37.5, scale: 0.5 })
  t.same(fitted([], 50, 100, 1), { x: 0, y: 0, scale: 1 })
})

t.test('a table is seen where a part of it is', async t => {
  const at = (x: number, y: number): boolean => isSeen(box, { x, y, scale: 1 }, 400, 300)
  t.same([at(0, 0), at(-99, -49), at(399, 299)], [true, true, true])
  t.same([at(-100, 0), at(0, -50), at(400, 0), at(0, 300)], [false, false, false, false])
})

t.test('near is what a key leads to or from', async t => {
  t.same([...nearOf(data.keys, 1)].sort(), [0, 1, 2])
  t.same([...nearOf(data.keys, 4)], [4])
})

t.test('tables and columns are found by what they are called, tables and whole names first', async t => {
  const found = (query: string, most = 10): string[] =>
    findIn(data, query, most).map(({ table, column }) => `${data.tables[table]?.label} ${column ?? ''}`)
  t.same(found(' ORDER '), ['orders ', 'invoice order_no', 'invoice orders_id', 'invoice order_year'])
  t.same(found('customerid'), ['orders customer_id', 'audit customer_id'], 'by property')
  t.same(found('o', 2).length, 2)
  t.same(found('  '), [])
  t.same(found('zzz'), [])
  const plain = outlineOf({ ...shop, models: [] })
  const tables = plain.tables.map(table => ({ ...table, ...box }))
  t.same(
    findIn({ ...plain, tables }, 'customerid', 10),
    [],
    'columns without a model have their own name alone',
  )
})
