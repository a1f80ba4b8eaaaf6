import t from 'tap'
import { model } from '../../lib/index.js'
import { type Instance, instanceOf } from '../../lib/instance/instance.js'
import { LoadGroup } from '../../lib/instance/load-group.js'
import type { Mapping } from '../../lib/mapping/mapping.js'
import { IdentityMap } from '../../lib/session/identity-map.js'
import { bootAnimals } from '../fixtures/animals.js'
import { booted } from '../fixtures/booted.js'
import { collected } from '../fixtures/collected.js'

class Thing {}

/** Gives mappings whose instances can be made, by name. */
function usable(mappings: readonly Mapping[]): Record<string, Mapping> {
  for (const mapping of mappings) Object.assign(mapping, { model: Thing, runsFields: false })
  return Object.fromEntries(mappings.map(mapping => [mapping.name, mapping]))
}

const shop = usable(
  booted({ item: { columns: ['id', 'name?'] }, pair: { columns: ['a', 'b?'], primaryKey: ['a', 'b'] } })
    .mappings,
)

const made = (mapping: Mapping, ...row: unknown[]): Instance =>
  instanceOf(row, 0, new LoadGroup(mapping).blockOf(mapping))

t.test('gives the instance that stands for a key', async t => {
  const map = new IdentityMap()
  const [one, two] = [made(shop.Item!, 1), made(shop.Item!, 2)]
  const pair = made(shop.Pair!, 1, 2)
  map.place(one, [1])
  map.place(two, ['2'])
  map.place(pair, [1, 2])
  t.equal(map.find(shop.Item!, ['1']), one, 'whatever the driver makes of the value')
  t.equal(map.find(shop.Item!, [2n]), two)
  t.equal(map.find(shop.Item!, [3]), null)
  t.equal(map.find(shop.Item!, [null]), null)
  t.equal(map.find(shop.Pair!, [1, 2]), pair)
  t.equal(map.find(shop.Pair!, [2, 1]), null)
  t.same([...map], [one, two, pair])
})

t.test('one row has one place', async t => {
  const map = new IdentityMap()
  const [one, twin] = [made(shop.Item!, 1), made(shop.Item!, 1)]
  map.place(one, [1])
  map.place(twin, [1])
  t.equal(map.find(shop.Item!, [1]), one)
  t.equal(map.rivalOf(twin, [1]), one)
  t.equal(map.rivalOf(one, [1]), null, 'it is no rival of itself')
  t.equal(map.rivalOf(one, [7]), null)
  map.place(one, [5])
  t.equal(map.find(shop.Item!, [1]), null, 'it has moved')
  t.equal(map.find(shop.Item!, [5]), one)
  map.remove(one)
  map.remove(one)
  t.equal(map.find(shop.Item!, [5]), null)
  map.place(twin, [5])
  t.equal(map.find(shop.Item!, [5]), twin)
  t.equal(map.size, 1)
})

t.test('what has no key is nowhere', async t => {
  const map = new IdentityMap()
  map.place(made(shop.Item!, null), [null])
  map.place(made(shop.Pair!, 1, null), [1, null])
  t.equal(map.size, 0)
})

t.test('the classes of a hierarchy share their places where something tells them apart', async t => {
  const given = (options: object) =>
    usable(
      bootAnimals(
        Animal => {
          class Cat extends model(Animal, 'cat', {}, { identity: 'cat' }) {}
          return { Cat }
        },
        { options },
      ).mappings,
    )
  const apart = given({ polymorphicOn: 'kind', identity: 'animal' })
  const map = new IdentityMap()
  const cat = made(apart.Cat!, 1)
  const animal = made(apart.Animal!, 2)
  map.place(cat, [1])
  map.place(animal, [2])
  t.equal(map.find(apart.Animal!, [1]), cat)
  t.equal(map.find(apart.Cat!, [1]), cat)
  t.equal(map.find(apart.Cat!, [2]), null, 'it is no cat')
  t.equal(map.rivalOf(made(apart.Cat!, 2), [2]), animal)
})

t.test('where nothing tells classes apart, a row is an instance of each', async t => {
  const { Animal, Cat } = usable(
    bootAnimals(
      Animal => {
        class Cat extends model(Animal, 'cat', {}) {}
        return { Cat }
      },
      { options: {} },
    ).mappings,
  )
  const map = new IdentityMap()
  const [animal, cat] = [made(Animal!, 1), made(Cat!, 1)]
  map.place(animal, [1])
  map.place(cat, [1])
  t.equal(map.find(Animal!, [1]), animal)
  t.equal(map.find(Cat!, [1]), cat)
})

t.test('lets go of instances that nobody holds, and of their places', async t => {
  const map = new IdentityMap()
  fill()
  t.equal(map.size, 1000)
  await collected()
  t.equal(map.size, 0)
  const again = made(shop.Item!, 1)
  map.place(again, [1])
  await collected()
  t.equal(map.find(shop.Item!, [1]), again, 'its place is free')
  map.clear()
  t.same([map.size, map.find(shop.Item!, [1])], [0, null])

  function fill(): void {
    for (let id = 0; id < 1000; id++) map.place(made(shop.Item!, id), [id])
  }
})
