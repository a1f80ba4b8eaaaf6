import t from 'tap'
import type { RelationshipDeclaration } from '../../lib/declaration/declaration.js'
import {
  DeclaredRelationship,
  declaredRelationshipOf,
  relationship,
} from '../../lib/declaration/relationship.js'
import { errorOf } from '../fixtures/error-of.js'

class Tag {}

function said(...inputs: unknown[]): RelationshipDeclaration {
  const built: unknown = Reflect.apply(relationship, null, inputs)
  if (!(built instanceof DeclaredRelationship)) throw new Error('no relationship')
  return declaredRelationshipOf(built)
}

const nothing = {
  lazy: null,
  backPopulates: null,
  uselist: null,
  secondary: null,
  foreignKey: null,
  primaryJoin: null,
  orderBy: [],
  where: null,
  viewOnly: false,
  cascade: null,
  passiveDeletes: null,
  innerJoin: null,
}

t.test('a relationship says its target, and leaves the rest to be inferred', async t => {
  const later = (): typeof Tag => Tag
  t.strictSame(said('Tag'), { target: 'Tag', ...nothing })
  t.strictSame(said(Tag, {}), { target: Tag, ...nothing })
  t.equal(said(later).target, later)
})

t.test('each option is kept', async t => {
  const where = (query: unknown): unknown => query
  const declared = said('Tag', {
    lazy: 'joined',
    backPopulates: 'posts',
    uselist: true,
    secondary: 'post_tag',
    foreignKey: 'tagId',
    primaryJoin: { code: 'tagCode' },
    orderBy: 'name',
    where,
    viewOnly: true,
    cascade: ['saveUpdate', 'deleteOrphan'],
    passiveDeletes: false,
    innerJoin: true,
  })
  t.strictSame(
    { ...declared, primaryJoin: [...(declared.primaryJoin ?? [])] },
    {
      target: 'Tag',
      lazy: 'joined',
      backPopulates: 'posts',
      uselist: true,
      secondary: { table: 'post_tag', source: null, target: null },
      foreignKey: ['tagId'],
      primaryJoin: [['code', 'tagCode']],
      orderBy: [{ property: 'name', descending: false }],
      where,
      viewOnly: true,
      cascade: ['saveUpdate', 'deleteOrphan'],
      passiveDeletes: false,
      innerJoin: true,
    },
  )
})

t.test('an order is a property, properties with directions, or a list of both', async t => {
  t.strictSame(said('Tag', { orderBy: { createdAt: 'desc', id: 'asc' } }).orderBy, [
    { property: 'createdAt', descending: true },
    { property: 'id', descending: false },
  ])
  t.strictSame(said('Tag', { orderBy: ['name', { id: 'desc' }] }).orderBy, [
    { property: 'name', descending: false },
    { property: 'id', descending: true },
  ])
})

t.test('a key is one column or several', async t => {
  t.strictSame(said('Tag', { foreignKey: ['a', 'b'] }).foreignKey, ['a', 'b'])
})

t.test('an association table may be told with its columns', async t => {
  t.strictSame(said('Tag', { secondary: Tag }).secondary, { table: Tag, source: null, target: null })
  const secondary = said('Tag', {
    secondary: { table: () => Tag, source: { id: 'post_id' }, target: { id: 'tag_id' } },
  }).secondary
  t.strictSame([...(secondary?.source ?? [])], [['id', 'post_id']])
  t.strictSame([...(secondary?.target ?? [])], [['id', 'tag_id']])
  const bare = said('Tag', { secondary: { table: 'post_tag' } }).secondary
  t.strictSame(bare, { table: 'post_tag', source: null, target: null })
})

t.test('what is misspelt, or of the wrong shape, is refused', async t => {
  const invalid = (message: string): string => `DeclarationError DECLARATION_INVALID: ${message}`
  const refused = async (options: unknown, message: string): Promise<void> => {
    t.equal(await errorOf(() => said('Tag', options)), invalid(message))
  }
  const what = 'the options of relationship()'
  await refused(
    { backPopulate: 'x' },
    `Unknown option "backPopulate" in ${what}. Did you mean "backPopulates"?`,
  )
  await refused(
    { lazy: 'join' },
    `Expected lazy in ${what} to be "select" or "joined" or "selectin" or "raise", got "join". Did you mean "joined"?`,
  )
  await refused({ foreignKey: [] }, `Expected foreignKey in ${what} to be a list of names, got an array`)
  await refused(
    { primaryJoin: 'a = b' },
    `Expected primaryJoin in ${what} to be an object of names, got "a = b"`,
  )
  await refused({ orderBy: 1 }, `Expected orderBy in ${what} to be a list, got 1`)
  await refused({ orderBy: [1] }, `Expected each of orderBy in ${what} to be a text that is not empty, got 1`)
  await refused(
    { orderBy: { name: 'down' } },
    `Expected "name" of orderBy in ${what} to be "asc" or "desc", got "down"`,
  )
  await refused({ where: {} }, `Expected where in ${what} to be a function, got an object`)
  await refused({ cascade: 'all' }, `Expected cascade in ${what} to be a list, got "all"`)
  await refused({ cascade: [undefined] }, `Expected each of cascade in ${what} to be a word, got undefined`)
  await refused(
    { secondary: 1 },
    `Expected secondary in ${what} to be a class, a name, or a function that gives one, got 1`,
  )
  await refused(
    { secondary: { tabel: 'x' } },
    `Unknown option "tabel" in secondary in ${what}. Did you mean "table"?`,
  )
})

t.test('a target that is not there yet is answered with a function', async t => {
  const target = 'DeclarationError DECLARATION_INVALID: Expected the target of relationship() to be'
  t.equal(
    await errorOf(() => said(undefined)),
    `${target} a class, a name, or a function that gives one, got undefined. Modules that import each other have no class yet: write relationship(() => Customer)`,
  )
  t.equal(await errorOf(() => said(1)), `${target} a class, a name, or a function that gives one, got 1`)
  t.equal(await errorOf(() => said('')), `${target} a text that is not empty, got ""`)
})
