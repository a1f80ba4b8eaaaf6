import t from 'tap'
import { keepSlot } from '../../../lib/instance/instance.js'
import { pairActions, unseenActions } from '../../../lib/session/flush/pairs.js'
import { hold, planned, planning, set, workFor } from '../../fixtures/planned.js'

const tables = {
  person: { columns: ['id'] },
  tag: { columns: ['id'] },
  person_tag: {
    columns: ['person_id', 'tag_id', 'level?'],
    primaryKey: ['person_id', 'tag_id'],
    foreignKeys: ['person_id -> person.id', 'tag_id -> tag.id'],
  },
  grade: {
    columns: ['id', 'person_id', 'tag_id'],
    foreignKeys: ['(person_id, tag_id) -> person_tag(person_id, tag_id)'],
  },
}

t.test('a row of an association is written once, whichever side says so', async t => {
  const { fresh, saved } = planning(tables)
  const [person, tag] = [saved('Person', { id: 1 }), saved('Tag', { id: 2 })]
  hold(person, 'tags', []).push(tag, tag)
  hold(tag, 'people', []).push(person)
  t.same(planned({ changed: [person, tag] }), ['insert person_tag (person_id, tag_id) x1'])
  const [one, other] = [fresh('Person'), fresh('Tag')]
  set(one, 'tags', [other])
  t.same(planned({ changed: [one] }), [
    'insert person x1',
    'insert tag x1',
    'insert person_tag (person_id, tag_id) x1',
  ])
})

t.test('what one side adds and the other takes away stays', async t => {
  const { saved } = planning(tables)
  const [person, tag] = [saved('Person', { id: 1 }), saved('Tag', { id: 2 })]
  hold(person, 'tags', []).push(tag)
  hold(tag, 'people', [person]).pop()
  t.same(planned({ changed: [person, tag] }), [])
  t.same(planned({ changed: [tag] }), ['delete person_tag x1'])
})

t.test('two instances of one row are one end', async t => {
  const { saved } = planning(tables)
  const people = [saved('Person', { id: 1 }), saved('Person', { id: '1' })]
  const tag = saved('Tag', { id: 2 })
  for (const person of people) hold(person, 'tags', []).push(tag)
  t.same(planned({ changed: people }), ['insert person_tag (person_id, tag_id) x1'])
})

t.test('rows that are written by their own model are left to that', async t => {
  const { fresh, saved } = planning(tables)
  const [person, tag] = [saved('Person', { id: 1 }), saved('Tag', { id: 2 })]
  const tags = hold(person, 'tags', [])
  tags.push(tag)
  const own = fresh('PersonTag', { personId: 1, tagId: 2, level: 3 })
  t.same(planned({ changed: [person, own] }), ['insert person_tag (person_id, tag_id, level) x1'])
  const others = fresh('PersonTag', { personId: 1, tagId: 3 })
  t.same(planned({ changed: [person, others] }), [
    'insert person_tag (person_id, tag_id) x1',
    'insert person_tag (person_id, tag_id) x1',
  ])
  const [one, other] = [fresh('Person'), fresh('Tag')]
  set(one, 'tags', [other])
  t.same(planned({ changed: [fresh('PersonTag', { person: one, tag: other })] }), [
    'insert person x1',
    'insert tag x1',
    'insert person_tag (person_id, tag_id) x1',
  ])
  const gone = saved('PersonTag', { personId: 5, tagId: 6 })
  const end = saved('Person', { id: 5 })
  hold(end, 'tags', [saved('Tag', { id: 6 })]).pop()
  t.same(planned({ changed: [end], deleted: [gone] }), ['delete person_tag x1'])
})

t.test('what refers to the row of an association comes behind it', async t => {
  const { fresh, saved } = planning(tables)
  const [person, tag] = [saved('Person', { id: 1 }), saved('Tag', { id: 2 })]
  hold(person, 'tags', []).push(tag)
  t.same(planned({ changed: [fresh('Grade', { personId: 1, tagId: 2 }), person] }), [
    'insert person_tag (person_id, tag_id) x1',
    'insert grade (person_id, tag_id) x1',
  ])
  const other = saved('Person', { id: 3 })
  hold(other, 'tags', [tag]).pop()
  t.same(planned({ changed: [other], deleted: [saved('Grade', { id: 1, personId: 3, tagId: 2 })] }), [
    'delete grade x1',
    'delete person_tag x1',
  ])
})

t.test('rows that nobody has seen are found by what they refer to', async t => {
  const { mapping, saved } = planning({
    ...tables,
    log: { columns: ['id', 'person_id?'], foreignKeys: ['person_id -> person.id'] },
  })
  const owners = [saved('Person', { id: 1 }), saved('Person', { id: 2 }), saved('Person')]
  const work = workFor({})
  const logs = mapping('Person').relationships.get('logs')!
  work.unseen.push({ operation: 'update', relationship: logs, owners })
  work.unseen.push({ operation: 'delete', relationship: logs, owners: owners.slice(2) })
  const tags = mapping('Person').relationships.get('tags')!
  work.unseen.push({ operation: 'delete', relationship: tags, owners })
  t.same(
    unseenActions(work).map(({ operation, place, found, values }) => [
      operation,
      place.table.name,
      found?.columns,
      found?.rows,
      [...values],
    ]),
    [
      ['update', 'log', ['person_id'], [[{ bound: 1 }], [{ bound: 2 }]], [['person_id', { bound: null }]]],
      ['delete', 'person_tag', ['person_id'], [[{ bound: 1 }], [{ bound: 2 }]], []],
    ],
  )
})

t.test('pairs of what is deleted go with it', async t => {
  const { saved } = planning(tables)
  const [person, tag] = [saved('Person', { id: 1 }), saved('Tag', { id: 2 })]
  hold(person, 'tags', [tag]).pop()
  const work = workFor({ changed: [person], deleted: [tag] })
  t.equal(work.removed.length, 1)
  t.same(pairActions(work, []), [])
  keepSlot(tag, 0, 7)
})
