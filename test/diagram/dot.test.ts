import { instance } from '@viz-js/viz'
import t from 'tap'
import { dotOf } from '../../lib/diagram/dot.js'
import { hostile, hostileNames, large, shop } from '../fixtures/diagrammed.js'

interface Read {
  readonly objects: readonly { readonly _gvid: number; readonly name: string; readonly tooltip: string }[]
  readonly edges: readonly {
    readonly tail: number
    readonly head: number
    readonly tailport: string
    readonly headport: string
    readonly style?: string
    readonly arrowhead: string
    readonly arrowtail: string
  }[]
}

async function read(dot: string): Promise<Read> {
  const result = (await instance()).render(dot, { format: 'json' })
  // A width that it must guess is only warned of.
  t.same(
    result.errors.filter(({ level }) => level !== 'warning'),
    [],
  )
  return JSON.parse(result.output as string)
}

t.test('lines go from the column that holds a key to the one it refers to', async t => {
  const { objects, edges } = await read(dotOf(shop))
  t.same(
    objects.map(({ name, tooltip }) => [name, tooltip]),
    [
      ['t0', 'customer'],
      ['t1', 'orders'],
      ['t2', 'invoice'],
      ['t3', 'audit'],
      ['t4', 'archive.note'],
      ['t5', 'totals'],
    ],
  )
  t.same(
    edges.map(edge => [
      `t${edge.tail}:${edge.tailport} t${edge.head}:${edge.headport}`,
      edge.style ?? '',
      edge.arrowtail,
      edge.arrowhead,
    ]),
    [
      ['t0:c2 t0:c0', '', 'crowodot', 'teeodot'],
      ['t1:c1 t0:c0', '', 'crowodot', 'teetee'],
      ['t2:c1 t1:c3', '', 'crowodot', 'teeodot'],
      ['t2:c2 t1:c2', '', 'crowodot', 'teeodot'],
      ['t2:c3 t1:c0', '', 'teeodot', 'teetee'],
      ['t3:c1 t0:c0', 'dashed', 'crowodot', 'teeodot'],
    ],
  )
})

t.test('hostile names are read back as one node each, without a complaint', async t => {
  const { objects, edges } = await read(dotOf(hostile))
  t.same([objects.length, edges.length], [hostileNames.length, hostileNames.length - 1])
})

t.test('a key that tells no columns goes from name to name', async t => {
  const tables = shop.structure.tables.map(table => ({
    ...table,
    foreignKeys: table.foreignKeys.map(key => ({ ...key, referencedColumns: [] })),
  }))
  const { edges } = await read(dotOf({ ...shop, models: [], structure: { ...shop.structure, tables } }))
  t.same(
    edges.map(({ tailport, headport }) => [tailport, headport]),
    edges.map(() => ['head', 'head']),
  )
})

t.test('Graphviz is asked to hurry where there are many tables', async t => {
  t.match(dotOf(large(201)), 'graph [mclimit=0.3, nslimit=2, nslimit1=2]')
  t.notMatch(dotOf(large(200)), 'mclimit')
})
