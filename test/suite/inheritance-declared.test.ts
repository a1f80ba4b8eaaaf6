import t from 'tap'
import {
  automap,
  boolean,
  composite,
  computed,
  createTables,
  integer,
  type Many,
  model,
  type One,
  relationship,
  sql,
  text,
} from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { classNames, plain } from '../fixtures/staff.js'

function shapes() {
  class Shape extends model(
    'shape',
    {
      id: integer().primaryKey().autoIncrement(),
      kind: integer(),
      x: integer(),
      y: integer(),
      hidden: boolean().default(false),
      at: composite({
        parts: { x: 'x', y: 'y' },
        make: ({ x, y }: { x: number; y: number }) => [x, y],
        take: ([x, y]: readonly number[]) => ({ x, y }),
      }),
      place: computed(text(), c => sql`${c.x} || ',' || ${c.y}`),
      parentId: integer('parent_id').nullable().references('shape.id'),
    },
    { polymorphicOn: 'kind', identity: 0, scope: query => query.where('hidden', false) },
  ) {
    static relationships = {
      parent: relationship('Shape', { uselist: false, backPopulates: 'parts' }),
      parts: relationship('Shape', { uselist: true }),
    }
    declare parent: One<Shape | null>
    declare parts: Many<Shape>
  }
  class Circle extends model(
    Shape,
    'circle',
    {
      id: integer().primaryKey().references('shape.id', { onDelete: 'cascade' }),
      radius: integer(),
      width: computed(integer(), c => sql`${c.radius} * 2`),
      title: computed(text(), c => sql`'circle at ' || ${c.place}`),
      dots: computed(integer(), c => c.marks!.count()),
      area: computed(integer(), {
        get: (row: { radius: number }) => 3 * row.radius ** 2,
        sql: c => sql`3 * ${c.radius} * ${c.radius}`,
      }),
    },
    { identity: 1, scope: query => query.where('radius', '<', 100).orWhere('x', '<', 0) },
  ) {
    declare marks: Many<Mark>
  }
  class Mark extends model('mark', {
    id: integer().primaryKey(),
    circleId: integer('circle_id').references('circle.id'),
  }) {
    declare circle: One<Circle>
  }
  return { Shape, Circle, Mark }
}

eachDatabase(
  t,
  'created tables hold what is inherited: value objects, computed properties, scopes',
  async (t, database) => {
    const { Shape, Circle, Mark } = shapes()
    t.same(await createTables(database.knex, [Shape, Circle, Mark]), ['shape', 'circle', 'mark'])
    await database.knex('shape').insert([
      { id: 1, kind: 0, x: 1, y: 1, hidden: false, parent_id: null },
      { id: 2, kind: 1, x: 2, y: 2, hidden: false, parent_id: 1 },
      { id: 3, kind: 1, x: 3, y: 3, hidden: true, parent_id: null },
      { id: 4, kind: 1, x: 4, y: 4, hidden: false, parent_id: null },
      { id: 5, kind: 1, x: -5, y: 5, hidden: true, parent_id: null },
    ])
    await database.knex('circle').insert([
      { id: 2, radius: 20 },
      { id: 3, radius: 30 },
      { id: 4, radius: 400 },
      { id: 5, radius: 500 },
    ])
    await database.knex('mark').insert([
      { id: 1, circle_id: 2 },
      { id: 2, circle_id: 2 },
    ])
    const db = await automap(database.knex, { models: [Shape, Circle, Mark] })
    t.same(db.report.declarations, [])
    const all = await Shape.all()
    t.same(classNames(all), ['Shape', 'Circle', 'Circle'])
    const circle = all[1] as InstanceType<typeof Circle>
    t.same(
      [circle.at, circle.place, circle.radius, circle.width, circle.title, circle.area],
      [[2, 2], '2,2', 20, 40, 'circle at 2,2', 1200],
    )
    t.equal(circle.dots, 2)
    t.same(plain(await Circle.all()), plain([circle]), 'a scope is inherited, whatever the own one says')
    t.same(await Circle.unscoped().orderBy('id').pluck('id'), [2, 3, 4, 5])
    t.same(
      await Circle.where('at' as 'x', [2, 2] as never)
        .where('area', 1200)
        .where('title', 'like', '%2')
        .count(),
      1,
    )
    t.same(await Circle.where('width', '>', 30).orderBy('width').pluck('place'), ['2,2'])
    t.equal((await Circle.find(4)) as unknown, null)
    t.equal((await circle.parent)?.id, 1)
    t.same(classNames(await all[0]!.parts), ['Circle'])
    t.equal((await Mark.with('circle', { lazy: 'joined' }).get(1)).circle.radius, 20)
    t.same((await circle.marks).length, 2)
  },
)

eachDatabase(t, 'rows of a class name its identity, and each of its tables', async (t, database) => {
  const { Shape, Circle, Mark } = shapes()
  await automap(database.knex, { models: [Shape, Circle, Mark], create: 'missing' })
  t.same(Shape.toRow({ kind: 5, at: [1, 2] }), { kind: 5, x: 1, y: 2 })
  t.same((Shape as { toRow: (values: object) => unknown }).toRow({ x: 1, y: 2 }), { kind: 0, x: 1, y: 2 })
  const rows = Circle.toRow({ id: 7, kind: 1, x: 1, y: 2, radius: 3 })
  t.same(rows, { shape: { id: 7, kind: 1, x: 1, y: 2 }, circle: { id: 7, radius: 3 } })
  for (const [table, row] of Object.entries(rows)) await database.knex(table).insert(row as object)
  t.equal((await Circle.get(7)).radius, 3)
  t.same((Circle as { toRow: (values: object) => unknown }).toRow({ x: 1, y: 2, radius: 3 }), {
    shape: { kind: 1, x: 1, y: 2 },
    circle: { radius: 3 },
  })
})

eachDatabase(t, 'without a property that tells classes apart the tables do', async (t, database) => {
  class Page extends model('page', { id: integer().primaryKey(), title: text() }) {}
  class Article extends model(Page, 'article', {
    pageId: integer('page_id').primaryKey().references('page.id'),
    body: text(),
  }) {}
  class Story extends model(Article, 'story', {
    id: integer().primaryKey().references('page.id'),
    title: text().nullable(),
  }) {}
  await createTables(database.knex, { Page, Article, Story })
  await database.knex('page').insert([
    { id: 1, title: 'plain' },
    { id: 2, title: 'news' },
    { id: 3, title: 'tale' },
  ])
  await database.knex('article').insert([
    { page_id: 2, body: 'b2' },
    { page_id: 3, body: 'b3' },
  ])
  await database.knex('story').insert([{ id: 3, title: 'own' }])
  await automap(database.knex, { models: { Page, Article, Story } })
  t.same(classNames(await Page.all()), ['Page', 'Page', 'Page'])
  t.same(plain(await Article.all()), [
    { id: 2, title: 'news', pageId: 2, body: 'b2' },
    { id: 3, title: 'tale', pageId: 3, body: 'b3' },
  ])
  t.same(
    plain(await Story.all()),
    [{ id: 3, pageId: 3, body: 'b3', title: 'own' }],
    'its own title hides the other',
  )
  t.same(await Story.where('title', 'own').where('pageId', 3).pluck('title', 'pageId'), [['own', 3]])
  t.equal((await Article.get(3)).title, 'tale')
  t.equal(await Story.find(2), null)
})
