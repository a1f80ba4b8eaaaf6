import t from 'tap'
import { automap } from '../../lib/automap.js'
import { integer, type Many, model, type One, text } from '../../lib/index.js'
import type { ComingLoad, Hooks } from '../../types/hooks.js'
import type { Instance } from '../../types/loaded.js'
import { type Database, eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'
import { makeStaff, openStaff, staffModels } from '../fixtures/staff.js'

const schema = `
  create table author (id integer not null primary key, name varchar(20) not null);
  create table post (
    id integer not null primary key, author_id integer not null references author (id), title varchar(20) not null);
  insert into author values (1, 'Ada'), (2, 'Ben');
  insert into post values (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c');
`

interface AuthorRow extends Instance {
  id: number
  name: string
  posts: Many<PostRow>
}

interface PostRow extends Instance {
  id: number
  author: One<AuthorRow>
}

const lineOf = ({ model, relationship, strategy }: ComingLoad): string =>
  `${model} ${relationship} ${strategy}`

/** What a load is refused with. */
const caught = (load: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(load)
    .catch((error: unknown) => error)

/** The blog, and what its models were asked and shown. */
async function openBlog(database: Database) {
  await database.exec(schema)
  const db = await automap(database.knex)
  const [Author, Post] = [db.model<AuthorRow>('author'), db.model<PostRow>('post')]
  const seen: string[] = []
  const note = (line: string) => void seen.push(line)
  Author.on('beforeLoad', load => note(`before ${lineOf(load)}`))
  Author.on('afterLoad', ({ id }) => note(`Author ${id}`))
  Post.on('beforeLoad', load => note(`before ${lineOf(load)}`))
  Post.on('afterLoad', ({ id }) => note(`Post ${id}`))
  return { db, Author, Post, seen, taken: () => seen.splice(0) }
}

eachDatabase(t, 'a model is asked before a statement, and shown what that brought', async (t, database) => {
  const { Author, taken } = await openBlog(database)
  const [first] = await Author.orderBy('id')
  t.strictSame(taken(), ['before Author null null', 'Author 1', 'Author 2'])
  await Author.get(2)
  await Author.find(9)
  t.strictSame(taken(), ['before Author null null', 'Author 2', 'before Author null null'])
  t.equal((await first!.posts).length, 2)
  t.strictSame(taken(), ['before Post Author.posts select', 'Post 1', 'Post 2', 'Post 3'])
})

eachDatabase(
  t,
  'what rides along is asked for, too, and shown before what it came with',
  async (t, database) => {
    const { Author, Post, taken } = await openBlog(database)
    await Post.orderBy('id').limit(2).with('author')
    t.strictSame(taken(), [
      'before Post null null',
      'before Author Post.author joined',
      'Author 1',
      'Post 1',
      'Post 2',
    ])
    await Author.where('id', 1).with('posts')
    t.strictSame(taken(), [
      'before Author null null',
      'before Post Author.posts selectin',
      'Post 1',
      'Post 2',
      'Author 1',
    ])
  },
)

eachDatabase(t, 'streams and loads into instances at hand call hooks', async (t, database) => {
  const { db, Author, taken } = await openBlog(database)
  for await (const { id } of Author.orderBy('id')) t.equal(taken().at(-1), id === 1 ? 'Author 2' : undefined)
  const authors = await Author.orderBy('id')
  taken()
  await db.load(authors, 'posts')
  t.strictSame(taken(), ['before Post Author.posts selectin', 'Post 1', 'Post 2', 'Post 3'])
})

eachDatabase(t, 'a hook that throws refuses the load with its own error', async (t, database) => {
  const { Author, Post } = await openBlog(database)
  const refusal = new Error('not for you')
  const ada = await Author.get(1)
  const off = Post.on('beforeLoad', () => {
    throw refusal
  })
  const statements = await database.count(async () => {
    const loads = [() => ada.posts, () => Author.with('posts'), () => Post.query(), () => Post.get(1)]
    for (const load of [...loads, () => Post.with('author')]) t.equal(await caught(load), refusal)
  })
  t.equal(statements.length, 1, 'the authors, whose posts were refused')
  t.equal(await Post.count(), 3, 'a count brings no instance')
  off()
  t.equal((await ada.posts).length, 2, 'a refused load is tried again')
})

eachDatabase(t, 'nobody gets what a hook after the load refuses', async (t, database) => {
  const { Author, Post } = await openBlog(database)
  const ada = await Author.get(1)
  const refusal = new Error('not for you')
  const off = Post.on('afterLoad', async post => {
    await Promise.resolve()
    if (post.id === 2) throw refusal
  })
  t.equal(await caught(() => Post.query()), refusal)
  t.equal(await caught(() => ada.posts), refusal)
  t.match(await errorOf(() => Reflect.get(ada.posts, 'length')), /NOT_LOADED/)
  off()
  t.equal((await ada.posts).length, 2)
})

eachDatabase(t, 'hooks are waited for, in the order of their adding', async (t, database) => {
  const { Author, taken, seen } = await openBlog(database)
  Author.on('afterLoad', async ({ id }) => {
    await new Promise(resolve => setTimeout(resolve, 1))
    seen.push(`late ${id}`)
  })
  const off = Author.on('afterLoad', ({ id }) => seen.push(`last ${id}`))
  await Author.orderBy('id')
  t.strictSame(taken().slice(1), ['Author 1', 'late 1', 'last 1', 'Author 2', 'late 2', 'last 2'])
  off()
  off()
  await Author.get(1)
  t.strictSame(taken().slice(1), ['Author 1', 'late 1'])
})

eachDatabase(t, 'a class declares hooks, and a class in its place adds its own', async (t, database) => {
  await database.exec(schema)
  const seen: string[] = []
  class Author extends model('author', { id: integer().primaryKey(), name: text() }) {
    static hooks: Hooks<Author> = {
      afterLoad(author) {
        seen.push(`declared ${author.shout}`)
      },
    }
    declare posts: Many<Post>
    get shout(): string {
      return this.name.toUpperCase()
    }
  }
  class Post extends model('post', { id: integer().primaryKey(), title: text() }) {
    declare author: One<Author>
  }
  const db = await automap(database.knex, { models: { Author, Post } })
  class Writer extends Author {
    static override hooks: Hooks<Writer> = {
      afterLoad: writer => {
        seen.push(`used ${writer.name}`)
      },
    }
  }
  class Wrong extends Author {
    static override hooks = { afterLaod() {} } as Hooks<Author>
  }
  t.equal(
    await errorOf(() => db.use(Wrong)),
    'DeclarationError DECLARATION_INVALID: There is no hook "afterLaod" in static hooks of class "Wrong". Did you mean "afterLoad"?',
  )
  db.use(Writer)
  await db.models.Author.get(1 as never)
  t.strictSame(seen, ['declared ADA', 'used Ada'])
})

eachDatabase(t, 'hooks of a class go for the classes below it', async (t, database) => {
  const seen: string[] = []
  const { Employee, Engineer, Architect, Contractor, Company } = await openStaff(database)
  Employee.on('afterLoad', ({ name }) => seen.push(`employee ${name}`))
  Engineer.on('afterLoad', ({ name }) => seen.push(`engineer ${name}`))
  Employee.on('beforeLoad', load => seen.push(lineOf(load)))
  Architect.on('beforeLoad', () => seen.push('architects?'))
  await Employee.whereIn('id', [1, 2]).orderBy('id')
  const both = ['employee Bob', 'engineer Bob']
  t.strictSame(seen.splice(0), ['Employee null null', 'architects?', 'employee Ann', ...both])
  await Architect.query()
  t.strictSame(seen.splice(0), ['Architect null null', 'architects?', 'employee Gus', 'engineer Gus'])
  await Contractor.where('id', 1)
  t.strictSame(seen.splice(0), ['Contractor null null', 'employee Joe'], 'a table of its own, too')
  const company = await Company.get(1)
  t.strictSame(seen.splice(0), [])
  await company.employees
  t.strictSame(seen.splice(0, 2), ['Employee Company.employees select', 'architects?'])
})

eachDatabase(t, 'declared hooks are called from the farthest class on', async (t, database) => {
  const seen: string[] = []
  const noted = (by: string) => ({ afterLoad: ({ name }: { name: string }) => seen.push(`${by} ${name}`) })
  const models = staffModels()
  Object.assign(models.Employee, { hooks: noted('employee') })
  Object.assign(models.Engineer, { hooks: noted('engineer') })
  Object.assign(models.Contractor, { hooks: noted('contractor') })
  await makeStaff(database)
  await automap(database.knex, { models })
  await models.Architect.query()
  t.strictSame(seen.splice(0), ['employee Gus', 'engineer Gus'])
  await models.Contractor.where('id', 1)
  t.strictSame(seen.splice(0), ['employee Joe', 'contractor Joe'])
})
