import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { findings } from './fixtures/house.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = new Map(
  ['lib', 'types', 'test'].flatMap(filesIn).map(path => [path, readFileSync(join(root, path), 'utf8')]),
)

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesIn(path) : path.endsWith('.ts') ? [path] : []
  })
}

/** What is found in a house of these few modules, each given an opening comment and a test. */
function foundIn(modules: Record<string, string>): string[] {
  const paths = Object.keys(modules).filter(path => path.startsWith('lib/'))
  const tests = paths.map(path => [path.replace(/^lib/, 'test').replace(/\.ts$/, '.test.ts'), ''] as const)
  const opened = Object.entries(modules).map(([path, text]) => [path, `/** Opens. */\n${text}`] as const)
  return findings(new Map([...opened, ...tests]))
}

t.test('the house keeps its rules', async t => {
  t.same(findings(files), [])
})

t.test('every module loads by itself, so that coverage sees it', async t => {
  for (const path of files.keys()) {
    if (path.startsWith('lib/')) t.ok(await import(new URL(`../${path}`, import.meta.url).href), path)
  }
})

t.test('a module imports its own room and the floors below it', async t => {
  const modules = {
    'lib/errors.ts': "import type { A } from '../types/a.js'",
    'lib/query/where.ts': "import { a } from './tree.js'\nimport knex from 'knex'",
    'lib/query/tree.ts':
      "import { quote } from '../dialect/quote.js'\nexport const load = () => import('../errors.js')",
    'lib/dialect/dialect.ts':
      "export { sqlite } from './sqlite/reflect.js'\nexport { pg } from './postgres/reflect.js'",
    'lib/dialect/sqlite/reflect.ts':
      "import { rows } from './catalog.js'\nimport { quote } from '../quote.js'",
  }
  t.same(foundIn(modules), [])
})

t.test('an import that goes up is found, however it is written', async t => {
  const above = 'which is on a floor above'
  t.same(foundIn({ 'lib/schema/a.ts': "import { b } from '../query/b.js'" }), [
    `lib/schema/a.ts: imports lib/query/b.ts, ${above}`,
  ])
  t.same(foundIn({ 'lib/schema/a.ts': "import type { B } from '../query/b.js'" }), [
    `lib/schema/a.ts: imports lib/query/b.ts, ${above}`,
  ])
  t.same(foundIn({ 'lib/schema/a.ts': "export * from '../model/b.js'" }), [
    `lib/schema/a.ts: imports lib/model/b.ts, ${above}`,
  ])
  t.same(foundIn({ 'lib/model/a.ts': "export const b = () => import('../automap.js')" }), [
    `lib/model/a.ts: imports lib/automap.ts, ${above}`,
  ])
  t.same(foundIn({ 'lib/automap.ts': "export type B = import('./index.js').B" }), [
    `lib/automap.ts: imports lib/index.ts, ${above}`,
  ])
  t.same(foundIn({ 'types/a.ts': "import type { B } from '../lib/errors.js'" }), [
    `types/a.ts: imports lib/errors.ts, ${above}`,
  ])
})

t.test('an import that goes sideways is found', async t => {
  t.same(foundIn({ 'lib/naming/a.ts': "import { b } from '../relationship/b.js'" }), [
    'lib/naming/a.ts: imports lib/relationship/b.ts, which is another room of the same floor',
  ])
  t.same(foundIn({ 'lib/mapping/a.ts': "import { b } from '../options.js'" }), [
    'lib/mapping/a.ts: imports lib/options.ts, which is another room of the same floor',
  ])
})

t.test('a room on no floor is found', async t => {
  t.same(foundIn({ 'lib/attic/a.ts': "import { b } from '../errors.js'" }), [
    'lib/attic/a.ts: imports lib/errors.ts, but lib/attic is on no floor',
  ])
  t.same(foundIn({ 'lib/query/a.ts': "import { b } from '../../bench/b.js'" }), [
    'lib/query/a.ts: imports bench/b.ts, but bench/b is on no floor',
  ])
})

t.test('a look into the folder of one database is found', async t => {
  const rule = 'whose folder only lib/dialect/dialect.ts may look into'
  const found = foundIn({
    'lib/dialect/sqlite/a.ts': "import { b } from '../postgres/b.js'",
    'lib/dialect/quote.ts': "import { b } from './sqlite/b.js'",
    'lib/model/a.ts': "import { b } from '../dialect/postgres/b.js'",
  })
  t.same(found, [
    `lib/dialect/quote.ts: imports lib/dialect/sqlite/b.ts, ${rule}`,
    `lib/dialect/sqlite/a.ts: imports lib/dialect/postgres/b.ts, ${rule}`,
    `lib/model/a.ts: imports lib/dialect/postgres/b.ts, ${rule}`,
    'lib/model/a.ts: names a database in "../dialect/postgres/b.js"',
  ])
})

t.test('modules that need each other at run time are found, and types are free', async t => {
  const knot = {
    'lib/query/a.ts': "import { b } from './b.js'",
    'lib/query/b.ts': "export { c } from './c.js'",
    'lib/query/c.ts': "import { a } from './a.js'",
    'lib/query/d.ts': "import { a } from './a.js'",
  }
  t.same(foundIn(knot), [
    'lib/query/a.ts: imports itself through others',
    'lib/query/b.ts: imports itself through others',
    'lib/query/c.ts: imports itself through others',
  ])
  t.same(foundIn({ ...knot, 'lib/query/c.ts': "import type { A } from './a.js'" }), [])
  t.same(foundIn({ ...knot, 'lib/query/b.ts': "export type { C } from './c.js'" }), [])
})

t.test('a database named in code or in a string is found, and in a comment it is not', async t => {
  const place = 'lib/query/a.ts: names a database in'
  t.same(foundIn({ 'lib/query/a.ts': 'export const isSQLite = 1' }), [`${place} "isSQLite"`])
  t.same(foundIn({ 'lib/query/a.ts': "export const a = 'for PostgreSQL only'" }), [
    `${place} "for PostgreSQL only"`,
  ])
  t.same(foundIn({ 'lib/query/a.ts': "export const a = 'better-sqlite3'" }), [`${place} "better-sqlite3"`])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template in the text of a module.
  t.same(foundIn({ 'lib/query/a.ts': 'export const a = (b: string) => `${b} mysql`' }), [`${place} " mysql"`])
  t.same(foundIn({ 'lib/query/a.ts': 'export const pgTypes = 1' }), [`${place} "pgTypes"`])
  t.same(foundIn({ 'lib/query/a.ts': "export const a = b['pg']" }), [`${place} "pg"`])
  t.same(foundIn({ 'lib/query/a.ts': '// PostgreSQL and pg\nexport const upgrade = 1' }), [])
  t.same(
    foundIn({ 'lib/dialect/a.ts': "export const a = 'pg'", 'types/a.ts': "export type A = 'sqlite'" }),
    [],
  )
})

t.test('a module of more than 300 lines is found', async t => {
  t.same(foundIn({ 'lib/query/a.ts': '\n'.repeat(299) }), [])
  t.same(foundIn({ 'lib/query/a.ts': '\n'.repeat(300) }), ['lib/query/a.ts: has 301 lines, more than 300'])
})

t.test('a module that does not open with a doc comment is found', async t => {
  const found = findings(new Map([['types/a.ts', "import type { B } from './b.js'\n/** Late. */"]]))
  t.same(found, ['types/a.ts: does not open with a doc comment'])
})

t.test('what the compiler was told to overlook, and what was put off, is found', async t => {
  const [ignore, todo] = [`// @ts-${'ignore'}`, `// ${'TO'}DO`]
  t.same(foundIn({ 'lib/query/a.ts': 'export const a: any[] = []' }), ['lib/query/a.ts: uses any'])
  t.same(foundIn({ 'lib/query/a.ts': ignore }), [`lib/query/a.ts: says @ts-${'ignore'}`])
  t.same(foundIn({ 'test/query/a.test.ts': todo }), [`test/query/a.test.ts: says ${'TO'}DO`])
  t.same(foundIn({ 'lib/query/a.ts': "// any\nexport const many = 'any'" }), [])
})

t.test('a module without a test is found, unless it holds types alone', async t => {
  const value = '/** Opens. */\nexport const a = 1'
  const found = (path: string, text: string, ...tests: string[]): string[] =>
    findings(new Map([[path, text], ...tests.map(test => [test, ''] as const)]))
  t.same(found('lib/query/a.ts', value), ['lib/query/a.ts: has no test; expected test/query/a.test.ts'])
  t.same(found('lib/query/a.ts', value, 'test/query/b.test.ts'), [
    'lib/query/a.ts: has no test; expected test/query/a.test.ts',
  ])
  t.same(found('lib/query/a.ts', value, 'test/query/a.test.ts'), [])
  t.same(found('lib/query/a.ts', value, 'test/query.test.ts'), [])
  t.same(found('lib/index.ts', value), [])
  const types =
    "/** Opens. */\nimport type { B } from './b.js'\nexport interface A { b: B }\nexport type { B }"
  t.same(found('lib/query/a.ts', types), [])
})

t.test('a file not named in kebab-case is found, tests too', async t => {
  t.same(foundIn({ 'lib/query/where-tree.ts': '' }), [])
  t.same(foundIn({ 'lib/query/whereTree.ts': '' }), [
    'lib/query/whereTree.ts: is not named in kebab-case',
    'test/query/whereTree.test.ts: is not named in kebab-case',
  ])
  t.same(foundIn({ 'test/where_tree.test.ts': '' }), ['test/where_tree.test.ts: is not named in kebab-case'])
})

t.test('an exported name with a word that says nothing is found', async t => {
  const rule = 'a word that says nothing or is not ours'
  const text = [
    'export class QueryManager {}',
    'export function introspectTable(): void {}',
    'export const pivotTable = 1, fine = 2',
    'export interface ModelBase {}',
    'const stringHelper = 1',
    'export { stringHelper, fine as dateUtils }',
    'export const database = 1',
    'const pivot = 1',
    'export const { a } = pivot',
  ].join('\n')
  t.same(foundIn({ 'lib/query/a.ts': text }), [
    `lib/query/a.ts: exports "ModelBase", ${rule}`,
    `lib/query/a.ts: exports "QueryManager", ${rule}`,
    `lib/query/a.ts: exports "dateUtils", ${rule}`,
    `lib/query/a.ts: exports "introspectTable", ${rule}`,
    `lib/query/a.ts: exports "pivotTable", ${rule}`,
    `lib/query/a.ts: exports "stringHelper", ${rule}`,
  ])
})
