import t from 'tap'
import { reservedModels, reservedProperties } from '../../lib/naming/reserved.js'
import { models, named, properties, renamed, tree } from '../fixtures/named.js'

t.test('reserves everything that every object has', async t => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) t.ok(reservedProperties.has(name), name)
})

t.test('reserves what an instance has, and what await and JSON.stringify call', async t => {
  for (const name of ['then', 'toJSON', 'save', 'delete', 'refresh', 'isNew', 'changes', 'prototype']) {
    t.ok(reservedProperties.has(name), name)
  }
})

t.test('every reserved name is usable with an underscore behind it', async t => {
  for (const name of [...reservedProperties.keys(), ...reservedModels.keys()]) {
    t.notOk(reservedProperties.has(`${name}_`), name)
    t.notOk(reservedModels.has(`${name}_`), name)
  }
})

t.test('a column of a reserved name gets an underscore, in every scheme', async t => {
  const columns = ['id', 'then', 'constructor', 'to_json', 'toString', '__proto__', 'is_new']
  t.same(properties(named({ t: { columns } }), 't'), {
    id: 'id',
    then: 'then_',
    constructor: 'constructor_',
    to_json: 'toJson',
    toString: 'toString_',
    ['__proto__']: 'proto',
    is_new: 'isNew_',
  })
  t.same(properties(named({ t: { columns } }, { scheme: 'preserve' }), 't'), {
    id: 'id',
    then: 'then_',
    constructor: 'constructor_',
    to_json: 'to_json',
    toString: 'toString_',
    ['__proto__']: '__proto___',
    is_new: 'is_new',
  })
})

t.test('the underscore is in the report', async t => {
  t.same(renamed(named({ t: { columns: ['id', 'then'] } })), [
    'T.then_ < then: "then" collides with reserved name "then"',
  ])
})

t.test('a relationship of a reserved name gets an underscore', async t => {
  const names = named({
    constructor: {},
    car: { columns: ['id', 'constructor_id'], foreignKeys: ['constructor_id -> constructor.id'] },
  })
  t.same(tree(names), {
    Constructor: { cars: 'oneToMany Car' },
    Car: { constructor_: 'manyToOne Constructor' },
  })
})

t.test('a model of a reserved name gets an underscore', async t => {
  t.same(models(named({ constructor: {}, then: {}, other: {} }, { scheme: 'preserve' })), {
    constructor: 'constructor_',
    then: 'then_',
    other: 'other',
  })
})
