import t from 'tap'
import { postgres } from '../../../lib/dialect/postgres/index.js'
import { integer, model, text } from '../../../lib/index.js'
import { errorOf } from '../../fixtures/error-of.js'
import { planned, planning, set } from '../../fixtures/planned.js'

const pair = (nullable: boolean, more: object = {}) => ({
  hen: {
    columns: ['id', nullable ? 'egg_id?' : 'egg_id'],
    foreignKeys: [{ key: 'egg_id -> egg.id', ...more }],
  },
  egg: { columns: ['id', 'hen_id'], foreignKeys: [{ key: 'hen_id -> hen.id', ...more }] },
})

t.test('a circle is broken at a key that takes null', async t => {
  const { fresh, saved } = planning(pair(true))
  const hens = [1, 2, 3].map(() => {
    const hen = fresh('Hen')
    set(hen, 'egg', fresh('Egg', { hen }))
    return hen
  })
  t.same(planned({ changed: hens }), [
    'insert hen (egg_id) x3',
    'insert egg (hen_id) x3',
    'update hen (egg_id) x3',
  ])
  const [hen, egg] = [saved('Hen', { id: 1, eggId: 2 }), saved('Egg', { id: 2, henId: 1 })]
  t.same(planned({ deleted: [egg, hen] }), ['update hen (egg_id) x1', 'delete egg x1', 'delete hen x1'])
})

t.test('a circle of keys that take no null waits for COMMIT', async t => {
  const deferrable = { name: 'k', deferrable: true, initiallyDeferred: false }
  const given = (more: object) => {
    const { fresh } = planning(pair(false, more))
    const hen = fresh('Hen', { id: 1 })
    set(hen, 'egg', fresh('Egg', { id: 2, hen }))
    return hen
  }
  const lines = ['insert egg (id, hen_id) x1', 'insert hen (id, egg_id) x1', 'deferred x1']
  t.same(planned({ changed: [given(deferrable)] }).sort(), lines.toSorted())
  t.same(planned({ changed: [given(deferrable)] }, postgres.deferral).sort(), lines.toSorted())
  t.same(
    planned({ changed: [given({ initiallyDeferred: true })] }, postgres.deferral).sort(),
    lines.toSorted(),
  )
  t.same(planned({ changed: [given({})] }).sort(), lines.toSorted(), 'SQLite has every key wait')
  t.equal(
    await errorOf(() => planned({ changed: [given({})] }, postgres.deferral)),
    'WriteError WRITE_REFUSED: Cannot save rows that wait for each other in a circle: "Hen.eggId" refers to "Egg"; "Egg.henId" refers to "Hen". None of these takes null, and no constraint of theirs can wait for COMMIT: declare one deferrable, or write in two steps',
  )
})

t.test('a circle of rows that are deleted is told as such', async t => {
  const { saved } = planning(pair(false))
  const deleted = [saved('Hen', { id: 1, eggId: 2 }), saved('Egg', { id: 2, henId: 1 })]
  t.same(planned({ deleted }).sort(), ['deferred x1', 'delete egg x1', 'delete hen x1'])
  t.match(
    await errorOf(() => planned({ deleted }, postgres.deferral)),
    /^WriteError WRITE_REFUSED: Cannot delete rows that wait .*"Hen.eggId" refers to "Egg"/,
  )
})

t.test('what has no key yet cannot be referred to before it is written', async t => {
  const { fresh } = planning(pair(false))
  const hen = fresh('Hen')
  set(hen, 'egg', fresh('Egg', { hen }))
  t.match(
    await errorOf(() => planned({ changed: [hen] })),
    /^WriteError WRITE_REFUSED: Cannot save rows that wait/,
  )
})

t.test('a circle through the parts of one row is told without them', async t => {
  class Animal extends model(
    'animal',
    { id: integer().primaryKey().autoIncrement(), kind: text() },
    { polymorphicOn: 'kind', identity: 'animal' },
  ) {}
  class Dog extends model(Animal, 'dog', { bone: integer() }, { identity: 'dog' }) {}
  const { fresh } = planning(
    {
      animal: {
        columns: ['id', { name: 'kind', kind: 'text', type: 'text' }, 'owner_id'],
        foreignKeys: ['owner_id -> owner.id'],
      },
      dog: { columns: ['id', 'bone'], foreignKeys: ['id -> animal.id'] },
      owner: { columns: ['id', 'dog_id'], foreignKeys: ['dog_id -> dog.id'] },
    },
    { Animal, Dog },
  )
  const dog = fresh('Dog', { bone: 1 })
  set(dog, 'owner', fresh('Owner', { dog }))
  t.match(
    await errorOf(() => planned({ changed: [dog] })),
    /in a circle: "Dog.ownerId" refers to "Owner"; "Owner.dogId" refers to "Dog"\. None/,
  )
  t.same(planned({ changed: [fresh('Dog', { bone: 1, ownerId: 7 })] }), [
    'insert animal (kind, owner_id) x1',
    'insert dog (id, bone) x1',
  ])
})

t.test('a circle that goes from one part of a row to the next cannot be broken there', async t => {
  class Animal extends model(
    'animal',
    { id: integer().primaryKey().autoIncrement(), kind: text() },
    { polymorphicOn: 'kind', identity: 'animal' },
  ) {}
  class Dog extends model(Animal, 'dog', { tag: integer() }, { identity: 'dog' }) {}
  const { fresh } = planning(
    {
      animal: {
        columns: ['id', { name: 'kind', kind: 'text', type: 'text' }, 'owner_id'],
        foreignKeys: ['owner_id -> owner.id'],
      },
      dog: { columns: ['id', 'tag'], unique: [['tag']], foreignKeys: ['id -> animal.id'] },
      owner: { columns: ['id', 'dog_tag'], foreignKeys: ['dog_tag -> dog.tag'] },
    },
    { Animal, Dog },
  )
  const dog = fresh('Dog', { tag: 5 })
  set(dog, 'owner', fresh('Owner', { dogTag: 5 }))
  t.match(
    await errorOf(() => planned({ changed: [dog] }, postgres.deferral)),
    /in a circle: ("Dog.ownerId" refers to "Owner"; "Owner.dogTag" refers to "Dog"|"Owner.dogTag" refers to "Dog"; "Dog.ownerId" refers to "Owner")\. None/,
  )
})

t.test('a key is emptied first where its row takes what the row it referred to had', async t => {
  const { saved } = planning({
    node: {
      columns: ['id', 'code', 'parent_id?'],
      unique: [['code']],
      foreignKeys: ['parent_id -> node.id'],
    },
  })
  const [parent, child] = [
    saved('Node', { id: 1, code: 7, parentId: null }),
    saved('Node', { id: 2, code: 8, parentId: 1 }),
  ]
  set(child, 'code', 7)
  set(child, 'parentId', null)
  t.same(planned({ changed: [child], deleted: [parent] }, postgres.deferral), [
    'update node (parent_id) x1',
    'delete node x1',
    'update node (code, parent_id) x1',
  ])
})
