import { inspect } from 'node:util'
import t from 'tap'
import { automap } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { openShop } from '../fixtures/shop-models.js'
import { openStaff } from '../fixtures/staff.js'
import { openTrade, type TradeModels } from '../fixtures/trade.js'

/** Values of every kind that can be told apart, as a program would assign them. */
const values = {
  at: new Date('2030-01-02T03:04:05Z'),
  data: { deep: [{ list: [] }] },
  tags: ['ä', 'b'],
  big: 2 ** 40,
  flag: false,
  amount: 2.5,
  raw: Buffer.from('00ff', 'hex'),
}

eachDatabase(t, 'every kind of column can be assigned, and be what it was again', async (t, database) => {
  const { Note } = (await openTrade(database)).models
  const note = await Note.get(1)
  const before = { ...note.toJSON() }
  const statements = await database.count(() => {
    Object.assign(note, values)
    t.same(Object.keys(note.changes).sort(), Object.keys(values).sort())
    for (const [name, value] of Object.entries(values)) t.equal(Reflect.get(note, name), value, name)
    for (const name of Object.keys(values)) Object.assign(note, { [name]: before[name] })
    t.same(note.changes, {})
    Object.assign(note, note.toJSON())
    t.same(note.changes, {}, 'what an instance gives as plain data changes nothing')
  })
  t.same(statements, [])
  t.same(note.toJSON(), before)
})

eachDatabase(t, 'a microsecond that a Date cannot hold is not lost by assigning it', async (t, database) => {
  const { Note } = (await openTrade(database)).models
  const note = await Note.get(1)
  note.at = new Date('2024-05-06T07:08:09.123Z')
  note.at = new Date(Number((await Note.get(1)).at))
  t.same(note.changes, {})
})

eachDatabase(t, 'JSON and arrays that are changed in place are changes', async (t, database) => {
  const { Note } = (await openTrade(database)).models
  const note = await Note.get(1)
  ;(note.tags as string[]).push('z')
  ;(note.data as { a: number[] }).a[0] = 9
  t.same(note.changes.tags, { from: ['x', 'y'], to: ['x', 'y', 'z'] })
  t.same(note.changes.data, { from: { a: [1], b: 2 }, to: { a: [9], b: 2 } })
  const json = note.toJSON() as { data: { a: number[] } }
  json.data.a[0] = 10
  t.same(note.changes.data?.to, { a: [9], b: 2 }, 'what toJSON gives is a copy')
  const twin = await Note.get(1)
  t.match(inspect(twin), /^Note \{/)
  t.same(twin.changes, {}, 'to be looked at is no change')
})

eachDatabase(t, 'a load that is under way does not undo an assignment', async (t, database) => {
  const { Person, Badge } = (await openTrade(database)).models
  const [cora, dina] = await Person.whereIn('id', [3, 4]).orderBy('id')
  const badge = await Badge.get(3)
  const bea = await Person.get(2)
  const loads = [cora!.boss, dina!.boss, dina!.badge]
  const waiting = Promise.all(loads)
  cora!.boss = bea
  dina!.bossId = null
  t.equal(cora!.boss, bea)
  const [boss, none] = await waiting
  t.equal(boss, bea, 'and gives what was assigned')
  t.equal(none, null)
  t.same([cora!.boss, cora!.bossId, dina!.boss], [bea, 2, null])
  badge.person = dina!
  t.equal(dina!.badge, badge)
})

eachDatabase(t, 'keys of several columns are taken over whole', async (t, database) => {
  const { Delivery, OrderLine } = (await openShop(database)).models
  const delivery = await Delivery.get(1)
  const line = await OrderLine.with('deliveries').get([2, 1])
  delivery.orderLine = line
  t.same([delivery.orderId, delivery.lineNo], [2, 1])
  t.ok(line.deliveries.includes(delivery))
  delivery.lineNo = 2
  t.notOk(line.deliveries.includes(delivery))
  t.same([(await delivery.orderLine)?.orderId, (await delivery.orderLine)?.lineNo], [2, 2])
  delivery.orderLine = null
  t.same([delivery.orderId, delivery.lineNo], [null, null])
})

eachDatabase(t, 'a key that is no primary key is taken over, too', async (t, database) => {
  const { Review, Item } = (await openShop(database)).models
  const review = await Review.get(1)
  const item = await Item.get(3)
  review.itemSkuRef = item
  t.equal(review.itemSku, 'SKU-3')
  review.itemSku = 'SKU-4'
  t.equal((await review.itemSkuRef).id, 4)
})

eachDatabase(t, 'trees and networks of one table stay in step', async (t, database) => {
  const { Category, Item } = (await openShop(database)).models
  const [root] = await Category.with('children').whereNull('parentId')
  const [first, second] = root!.children as [InstanceType<typeof Category>, InstanceType<typeof Category>]
  await first.children
  second.parent = first
  t.same([second.parentId, root!.children.length], [first.id, 1])
  t.ok((await first.children).includes(second))
  const items = await Item.with('others', 'items').whereIn('id', [1, 2]).orderBy('id')
  const [one, two] = items
  two!.others = [one!]
  t.ok(one!.items.includes(two!))
  two!.others = []
  t.notOk(one!.items.includes(two!))
})

eachDatabase(t, 'classes of a hierarchy are made, assigned and related as they are', async (t, database) => {
  const { Company, Engineer, Architect, Manager, Project, Skill, Clerk } = await openStaff(database)
  const company = await Company.with('employees').get(1)
  const project = await Project.get(1)
  const skill = await Skill.with('engineers').get(2)
  const architect = new Architect({
    name: 'Liz',
    language: 'Ada',
    style: 'gothic',
    company,
    projects: [project],
    skills: [skill],
  })
  t.same(
    [architect.name, architect.language, architect.style, architect.isNew],
    ['Liz', 'Ada', 'gothic', true],
  )
  t.equal(company.employees.at(-1), architect)
  t.equal(await project.lead, architect)
  t.ok(skill.engineers.includes(architect))
  t.equal(architect.shout, 'LIZ')
  const engineer = await Engineer.get(2)
  t.equal(
    await errorOf(() => Object.assign(project, { lead: new Clerk() })),
    'ValueError VALUE_INVALID: Cannot use a value for "Project.lead": expected an instance of Engineer, or null, got an instance of Clerk',
  )
  engineer.mentor = new Manager({ name: 'Moe' })
  t.same(Object.keys(engineer.changes), ['mentorId'])
  engineer.id = 12
  t.same(engineer.changes.id, { from: 2, to: 12 })
  t.equal(
    await errorOf(() => new Clerk({ style: 'x' } as never)),
    'MappingError PROPERTY_UNKNOWN: Model "Clerk" has no property "style"',
  )
})

eachDatabase(t, 'only instances of the same automap can be related', async (t, database) => {
  const { Person } = (await openTrade(database)).models
  const { Person: Other } = (await automap<TradeModels>(database.knex)).models
  const ada = await Person.with('groups').get(1)
  const assigning = (values: object) => errorOf(() => Object.assign(ada, values))
  const boss =
    'ValueError VALUE_INVALID: Cannot use a value for "Person.boss": expected an instance of Person, or null, got'
  t.equal(await assigning({ boss: { id: 1 } }), `${boss} an object`)
  t.equal(await assigning({ boss: await Other.get(2) }), `${boss} one of another automap`)
  const loading = Person.get(2)
  t.equal(await assigning({ boss: loading }), `${boss} what has to be awaited first`)
  await loading
  t.same(ada.changes, {})
})

eachDatabase(t, 'null that was given is written, also where there is a default', async (t, database) => {
  await database.exec({
    sqlite: "create table thing (id integer primary key, note varchar(9) default 'none')",
    postgres:
      "create table thing (id integer generated by default as identity primary key, note varchar(9) default 'none')",
  })
  const { Thing } = (await automap(database.knex)).models
  const [given, silent] = [new Thing!({ note: null } as never), new Thing!()]
  t.same(given.changes, { note: { from: null, to: null } })
  await given.save()
  await silent.save()
  t.same([given.note, silent.note], [null, 'none'])
  t.same(await Thing!.orderBy('id').pluck('note'), [null, 'none'])
})
