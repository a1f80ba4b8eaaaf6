import t from 'tap'
import { type Instance, stateOf } from '../../lib/instance/instance.js'
import { Journal } from '../../lib/instance/journal.js'
import {
  assignRelated,
  collectionChange,
  handOut,
  linkMember,
  unlinkMember,
} from '../../lib/instance/relation.js'
import { settleDeleted, settleSaved } from '../../lib/instance/settle.js'
import type { ModelOf } from '../../types/model.js'
import { openOneTrade, type Person, relationshipOf } from '../fixtures/trade.js'

function internal(instance: unknown): Instance {
  return instance as Instance
}

/** What a collection gained and lost, and what a single relationship did. */
function change(owner: object, name: string): [added: unknown[], removed: unknown[]] {
  const { added, removed } = collectionChange(internal(owner), relationshipOf(owner.constructor, name))
  return [[...added], [...removed]]
}

t.test('to one: the key, the property and both loaded collections stay in step', async t => {
  const { Person } = await openOneTrade(t)
  const [ada, bea] = await Person.with('peopleByBoss').whereIn('id', [1, 2]).orderBy('id')
  const cora = ada!.peopleByBoss[1]!
  const list = ada!.peopleByBoss
  cora.boss = bea!
  t.equal(cora.boss, bea)
  t.equal(cora.bossId, 2)
  t.same(cora.changes, { bossId: { from: 1, to: 2 } })
  t.notOk(list.includes(cora), 'the array that was handed out is changed')
  t.equal(bea!.peopleByBoss.at(-1), cora)
  t.same(change(ada!, 'peopleByBoss'), [[], [cora]])
  t.same(change(bea!, 'peopleByBoss'), [[cora], []])
  cora.boss = null
  t.equal(cora.bossId, null)
  t.notOk(bea!.peopleByBoss.includes(cora))
  t.same(change(bea!, 'peopleByBoss'), [[], []])
  cora.boss = ada!
  t.same(cora.changes, {})
  t.same(change(ada!, 'peopleByBoss'), [[], []])
  cora.boss = ada!
  t.equal(list.filter(each => each === cora).length, 1, 'again is no twice')
})

t.test('to many: what is assigned gets the key, what is let go loses it', async t => {
  const { Person } = await openOneTrade(t)
  const [ada] = await Person.with('peopleByBoss').where('id', 1)
  const before = ada!.peopleByBoss
  const [bea, cora] = before as [(typeof before)[0], (typeof before)[0]]
  const zoe = new Person({ name: 'Zoe' })
  const given = [cora, zoe]
  ada!.peopleByBoss = given
  t.same([bea.boss, bea.bossId, zoe.boss, zoe.bossId, cora.bossId], [null, null, ada, 1, 1])
  t.same(before, [bea, cora], 'the array from before is let go as it is')
  given.length = 0
  t.same(ada!.peopleByBoss, [cora, zoe], 'and that which was given stays the caller’s')
  t.same(change(ada!, 'peopleByBoss'), [[zoe], [bea]])
  ada!.peopleByBoss.push(bea)
  t.same(change(ada!, 'peopleByBoss'), [[zoe, bea], []], 'one that was let go has lost its key meanwhile')
  ada!.peopleByBoss.splice(0, 1)
  t.same(change(ada!, 'peopleByBoss'), [[zoe, bea], [cora]])
})

t.test('collections tell what is not written yet, however it came about', async t => {
  const { Person } = await openOneTrade(t)
  const [ada, bea] = await Person.with('peopleByBoss').whereIn('id', [1, 2]).orderBy('id')
  t.same(change(bea!, 'peopleByBoss'), [[], []], 'what was not handed out has not changed')
  const cora = ada!.peopleByBoss[1]!
  const dina = bea!.peopleByBoss[0]!
  cora.boss = bea!
  const { bossId } = cora
  const taken = new Map(
    [...relationshipOf(Person, 'boss').columns].map(column => [column, editOf(cora, column)]),
  )
  settleSaved(internal(cora), { columns: [...taken.keys()], values: [bossId], taken }, null)
  t.same(change(ada!, 'peopleByBoss'), [[], []], 'what was written with the member is written')
  t.same(change(bea!, 'peopleByBoss'), [[], []])
  bea!.peopleByBoss.splice(0)
  t.same(change(bea!, 'peopleByBoss'), [[], [dina]], 'the baseline is what was loaded')
  settleDeleted(internal(dina), null)
  t.same(change(bea!, 'peopleByBoss'), [[], []])
})

function editOf(instance: object, { slot }: { slot: number }) {
  return stateOf(internal(instance))!.edits.get(slot)!
}

t.test('a journal gives back what collections held', async t => {
  const { Person } = await openOneTrade(t)
  const [ada] = await Person.with('peopleByBoss').where('id', 1)
  const relationship = relationshipOf(Person, 'peopleByBoss')
  const journal = new Journal()
  const list = ada!.peopleByBoss
  const before = [...list]
  t.equal(handOut(internal(ada), relationship, list as unknown as Instance[], journal), list as unknown)
  list.pop()
  assignRelated(internal(ada), relationship, [], journal)
  t.equal(before[0]!.bossId, null)
  journal.rollBack()
  t.equal(ada!.peopleByBoss, list)
  t.same(list, before)
  t.same([before[0]!.bossId, before[0]!.boss], [1, ada])
  t.same(change(ada!, 'peopleByBoss'), [[], []])
})

t.test('a relationship without the other side sees to the keys of its members', async t => {
  const { Person } = await openOneTrade(t, {
    relationships: ({ name, kind }) => (name === 'boss' || kind === 'manyToMany' ? false : undefined),
  })
  const [ada] = await Person.with('peopleByBoss').where('id', 1)
  const [bea, cora] = [...ada!.peopleByBoss] as [Person, Person]
  const dina = await Person.get(4)
  ada!.peopleByBoss = [bea, dina]
  t.same([bea.bossId, cora.bossId, dina.bossId], [1, null, 1])
  t.same(change(ada!, 'peopleByBoss'), [[dina], [cora]])
  settleDeleted(internal(cora), null)
  t.same(change(ada!, 'peopleByBoss'), [[dina], []], 'who is deleted needs no more')
  bea.bossId = 3
  ada!.peopleByBoss = [dina]
  t.equal(bea.bossId, 3, 'who is another’s stays so')
})

t.test('an association that only one side knows is written for that one', async t => {
  const { Group, Person } = await openOneTrade(t, {
    relationships: ({ kind, owning }) => (kind === 'manyToMany' && !owning ? false : undefined),
  })
  const side = relationshipOf(Group, 'people') ?? relationshipOf(Person, 'groups')
  t.equal(side.inverse, null)
  const owner = await Object(side.source.model).with(side.name).where('id', 1).first()
  const other = await Object(side.target.model).get(3)
  const [first] = owner[side.name]
  owner[side.name] = [other]
  t.same(change(owner, side.name), [[other], [first, ...change(owner, side.name)[1].slice(1)]])
})

t.test('members are linked one by one, and again when their owner has its key', async t => {
  const { Person, Group } = await openOneTrade(t)
  const [chess] = await Group.with('people').where('id', 1)
  const dina = await Person.with('groups').get(4)
  const people = relationshipOf(Group as ModelOf<object>, 'people')
  linkMember(internal(chess), people, internal(dina), null)
  t.same(await dina.groups, [chess])
  unlinkMember(internal(chess), people, internal(dina), null)
  t.same(dina.groups, [])
  const boss = new Person({ name: 'Zoe' })
  const staff = relationshipOf(Person, 'peopleByBoss')
  linkMember(internal(boss), staff, internal(dina), null)
  t.same([dina.boss, dina.bossId], [boss, null])
  const cora = await Person.get(3)
  unlinkMember(internal(boss), staff, internal(cora), null)
  t.equal(cora.bossId, 1, 'who is another’s stays so')
  unlinkMember(internal(await Person.get(1)), staff, internal(cora), null)
  t.equal(cora.bossId, null, 'who is not loaded is known by its key')
})
