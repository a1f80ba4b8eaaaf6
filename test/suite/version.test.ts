import t, { type Test } from 'tap'
import {
  automap,
  computed,
  integer,
  type Many,
  model,
  type One,
  relationship,
  sql,
  text,
} from '../../lib/index.js'
import { blockOf, isInstance, slotOf } from '../../lib/instance/instance.js'
import type { VersionMapping } from '../../lib/mapping/mapping.js'
import { raisedVersion } from '../../lib/mapping/next-version.js'
import { requireTie } from '../../lib/model/tie.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { mappingOf } from '../fixtures/remapped.js'

const tables = `
  create table author (id integer primary key, name text not null, kind text not null, boss_id integer references author (id));
  create table novelist (id integer primary key references author (id), genre text not null);
  create table post (
    id integer primary key, author_id integer not null references author (id), title text not null, gone_at text);
  create table tag (id integer primary key, label text not null);
  create table post_tag (
    post_id integer not null references post (id), tag_id integer not null references tag (id), primary key (post_id, tag_id));
  insert into author values (1, 'Ada', 'author', null);
  insert into author values (2, 'Ben', 'novelist', 1);
  insert into author values (3, 'Cid', 'editor', 1);
  insert into novelist values (2, 'crime');
  insert into post values (1, 1, 'a', null);
  insert into post values (2, 1, 'b', null);
  insert into post values (3, 2, 'c', null);
  insert into post values (4, 2, 'd', '2024');
  insert into tag values (1, 'red');
  insert into tag values (2, 'old');
  insert into post_tag values (1, 1), (1, 2), (3, 1);
`

async function openBlog(database: Database) {
  class Author extends model(
    'author',
    { shout: computed(text(), c => sql`upper(${c.name})`) },
    { polymorphicOn: 'kind', identity: 'author', version: 'xmin' },
  ) {
    static relationships = { posts: relationship(() => Post) }
    declare name: string
    declare posts: Many<Post>
    declare boss: One<Author | null>
  }
  class Editor extends model(Author, {}, { identity: 'editor' }) {}
  class Novelist extends model(
    Author,
    'novelist',
    {},
    { identity: 'novelist', polymorphicLoad: 'selectin' },
  ) {}
  class Post extends model(
    'post',
    { size: computed(integer(), c => sql`length(${c.title})`) },
    { scope: query => query.whereNull('goneAt'), version: 'xmin' },
  ) {
    declare title: string
    declare author: One<Author>
    declare tags: Many<Tag>
  }
  class Tag extends model('tag', {}, { version: 'xmin' }) {
    declare posts: Many<Post>
  }
  await database.exec(tables)
  const db = await automap(database.knex, { models: { Author, Editor, Novelist, Post, Tag } })
  const kept = new Map<string, unknown>()
  for (const table of ['author', 'post', 'tag']) {
    const rows = await database.knex(table).select('id', database.knex.raw('xmin::text as version'))
    for (const { id, version } of rows) kept.set(`${table} ${id}`, version)
  }
  return { db, Author, Editor, Novelist, Post, Tag, kept }
}

/** Asserts that each of these, and all that is loaded with them, holds the version that the database has. */
function holdVersions(t: Test, kept: ReadonlyMap<string, unknown>, instances: readonly object[]): void {
  const seen = new Set<unknown>()
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) look(each)
    if (!isInstance(value) || seen.has(value)) return
    seen.add(value)
    const { name, table, version, inheritance } = blockOf(value).mapping
    const { id } = value as unknown as { readonly id: number }
    const root = inheritance === null ? table.name : 'author'
    const held = slotOf(value, (version as VersionMapping).column.slot)
    t.equal(held, kept.get(`${root} ${id}`), `${name} ${id}`)
    for (const related of ['posts', 'boss', 'author', 'tags']) look(Reflect.get(value, related))
  }
  look(instances)
  t.ok(seen.size >= instances.length && instances.length > 0)
}

eachDatabase(
  t,
  'the version that the database keeps comes with every row, whatever brings it',
  async (t, database) => {
    const { Author, Editor, Novelist, Post, Tag, kept } = await openBlog(database)
    const hold = (...instances: object[]): void => holdVersions(t, kept, instances)
    hold(...(await Author.all()), ...(await Editor.all()), ...(await Novelist.all()), ...(await Post.all()))
    hold(await Author.get(2), await Novelist.get(2), await Post.get(3), await Tag.get(1))
    for (const lazy of ['joined', 'selectin'] as const) {
      hold(...(await Post.with('author', { lazy }).with('tags', { lazy }).orderBy('title').limit(2)))
      hold(...(await Author.with('posts', { lazy }).with('boss', { lazy })))
      hold(...(await Tag.with('posts.author', { lazy })))
    }
    hold(...(await Author.with('posts', query => query.limit(1))))
    const [post] = await Post.where('title', 'c')
    hold(...(await Tag.limit(1)), await post!.author, ...(await post!.tags))
    hold(...(await Author.only('name')), ...(await Post.defer('title')), ...(await Post.orderBy('size')))
    hold(...(await Post.unscoped()), ...(await Post.paginate({ page: 2, perPage: 2 })).items)
    for await (const each of Author.query()) hold(each)
    t.equal(await Post.limit(2).count(), 2)
    t.same(await Author.where('name', 'Ben').pluck('shout'), ['BEN'])
  },
  'postgres',
)

eachDatabase(
  t,
  'the version that the database keeps is no property',
  async (t, database) => {
    const { Post } = await openBlog(database)
    const post = await Post.get(1)
    t.strictSame(Object.keys(post.toJSON()), ['id', 'authorId', 'title', 'goneAt', 'size'])
    t.equal('xmin' in post, false)
    const loose = Post as unknown as { where(name: string, value: unknown): PromiseLike<unknown> }
    t.equal(
      await errorOf(() => loose.where('xmin', '1')),
      'MappingError PROPERTY_UNKNOWN: Model "Post" has no property "xmin"',
    )
    t.strictSame(Post.toRow({ id: 9, authorId: 1, title: 'e' } as never), { id: 9, author_id: 1, title: 'e' })
  },
  'postgres',
)

eachDatabase(
  t,
  'the database keeps a version of the rows of plain tables alone',
  async (t, database) => {
    await database.exec(`
      create table reading (id integer not null, day date not null, primary key (id, day)) partition by range (day);
      create view label as select 1 as id;`)
    const refused = (table: string): Promise<string> => {
      class Thing extends model(table, {}, { version: 'xmin' }) {}
      return errorOf(() => automap(database.knex, { models: [Thing] }))
    }
    const message = (table: string): string =>
      `DeclarationError DECLARATION_INVALID: Cannot use "xmin" as the version of model "Thing": the database tells it of plain tables alone, and "${table}" is none`
    t.equal(await refused('reading'), message('reading'))
    t.equal(await refused('label'), message('label'))
    class Misspelt extends model('reading', {}, { version: 'xmim' }) {}
    t.equal(
      await errorOf(() => automap(database.knex, { models: [Misspelt] })),
      'DeclarationError DECLARATION_INVALID: Cannot use "xmim" as the version of model "Misspelt": the model has no property of that name, and the version that this database keeps of rows by itself is called "xmin"',
    )
  },
  'postgres',
)

eachDatabase(
  t,
  'a version that is a column is read with every row, and kept as it came',
  async (t, database) => {
    await database.exec(`
    create table note (id integer primary key, lock integer, at timestamp, body text);
    insert into note values (1, 7, '2024-01-31 10:00:00.123456', 'x');`)
    class Counted extends model('note', { lock: integer().nullable().deferred() }, { version: 'lock' }) {
      declare body: string
    }
    class Timed extends model('note', {}, { version: 'at' }) {
      declare at: Date
      declare body: string
    }
    await automap(database.knex, { models: [Counted] })
    const [counted] = await Counted.only('body')
    t.equal(counted?.lock, 7)
    await automap(database.knex, { models: [Timed] })
    const [timed] = await Timed.only('body')
    t.same(timed?.at, new Date('2024-01-31T10:00:00.123Z'))
    t.equal(
      slotOf(timed as never, mappingOf(Timed).version!.column.slot),
      '2024-01-31 10:00:00.123456',
      'a Date has lost the microseconds',
    )
  },
)

eachDatabase(t, 'SQL raises the versions of rows that nobody read', async (t, database) => {
  await database.exec({
    sqlite: 'create table note (id integer primary key, lock integer, at timestamp, rough timestamp)',
    postgres: 'create table note (id integer primary key, lock integer, at timestamptz, rough timestamp(0))',
  })
  const values: readonly (string | number | null)[] = [
    null,
    '2024-01-31 10:00:00',
    '2999-01-31 10:00:00',
    ...(database.dialect === 'sqlite' ? [32_508_554_400_000, 5, 'soon'] : []),
  ]
  const { knex } = database
  await knex('note').insert(values.map((at, i) => ({ id: i, lock: i === 0 ? null : i, at, rough: at })))
  const raised = async (version: string): Promise<unknown[]> => {
    class Note extends model('note', {}, { version }) {
      declare lock: number
      declare at: Date
      declare rough: Date
    }
    await automap(knex, { models: [Note] })
    const { dialect } = requireTie(Note).context.executor
    const { sql: text, bindings } = raisedVersion(dialect, mappingOf(Note).version!, `"${version}"`)!
    await knex.raw(`update note set "${version}" = ${text}`, bindings as string[])
    return Note.orderBy('id' as never).pluck(version as 'at')
  }
  t.same((await raised('lock')).slice(0, 3), [1, 2, 3])
  for (const [version, step] of [
    ['at', 1],
    ['rough', database.dialect === 'sqlite' ? 1 : 1000],
  ] as const) {
    const before = Date.now() - step
    const [none, past, future, number, small, garbage] = (await raised(version)) as Date[]
    const isNow = (date: Date | undefined): boolean =>
      date instanceof Date && date.getTime() >= before && date.getTime() <= Date.now()
    t.ok(isNow(none) && isNow(past), version)
    t.same(future, new Date(Date.parse('2999-01-31T10:00:00Z') + step))
    if (database.dialect === 'sqlite') {
      t.same(number, new Date(32_508_554_400_001))
      t.ok(isNow(small) && isNow(garbage))
    }
  }
})
