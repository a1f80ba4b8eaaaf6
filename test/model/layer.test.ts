import t from 'tap'
import { model } from '../../lib/model/declare.js'
import { chainOf, isLayer, isSealed, layerOver, slipUnder } from '../../lib/model/layer.js'
import { Model } from '../../lib/model/model.js'

t.test('layers are those that are made, and those that model() gives', async t => {
  t.equal(isLayer(layerOver(Model)), true)
  t.equal(isLayer(model('customer')), true)
  t.equal(isLayer(class extends layerOver(Model) {}), false)
})

t.test('the chain of a class ends before what all classes share', async t => {
  class Above {}
  class Below extends Above {}
  t.same([...chainOf(Below)], [Below, Above])
  t.same([...chainOf(class extends Object {})].length, 1)
  t.same([...chainOf(Model)], [])
})

t.test('a layer under a plain class makes a model of it', async t => {
  class Plain {}
  const layer = slipUnder(Plain)
  t.equal(Object.getPrototypeOf(Plain), layer)
  t.ok(new Plain() instanceof layer)
  t.ok(new Plain() instanceof Model)
})

t.test('a layer over what is no model lends a model’s members, but those that are there already', async t => {
  class Above {
    toJSON(): string {
      return 'mine'
    }
    static count(): number {
      return 1
    }
  }
  class Below extends Above {}
  const layer = slipUnder(Below)
  t.equal(Object.getPrototypeOf(layer), Above)
  t.equal(Below.count(), 1)
  t.equal(Reflect.get(Below, 'where'), Reflect.get(Model, 'where'))
  t.equal(new Below().toJSON(), 'mine')
  t.same(Reflect.ownKeys(Above), ['length', 'name', 'prototype', 'count'])
  t.notOk(new Below() instanceof Model)
})

t.test('a class is sealed where it or its prototype takes nothing new', async t => {
  t.equal(isSealed(class {}), false)
  t.equal(isSealed(Object.freeze(class {})), true)
  class Half {}
  Object.preventExtensions(Half.prototype)
  t.equal(isSealed(Half), true)
})
