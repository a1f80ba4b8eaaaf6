import fc from 'fast-check'
import t from 'tap'
import ts from 'typescript'
import { typingsOf } from '../../lib/typings/typings.js'
import type { Schema } from '../../types/schema.js'
import type { Snapshot } from '../../types/snapshot.js'
import { complaintsIn, complaintsOf, folder, library, programOf } from '../fixtures/compiled.js'
import { hostile, schemas } from '../fixtures/hostile-schemas.js'
import { pageOf } from '../fixtures/pages.js'
import { schemaOf, table } from '../fixtures/schema.js'
import { snapshotFor } from '../fixtures/snapshots.js'
import { shopSnapshot } from '../fixtures/typed-shop.js'

t.test('the file says everything that is known of tables, columns, keys and relationships', async t => {
  const golden = pageOf('test/types/generated.ts')
  t.equal(typingsOf(shopSnapshot(), { from: '../../lib/index.js' }), golden)
})

t.test('the file is the same whatever the fingerprint is, and says how it is made', async t => {
  const snapshot = shopSnapshot()
  t.equal(typingsOf({ ...snapshot, fingerprint: 'another' }), typingsOf(snapshot))
  t.match(typingsOf(snapshot), '\n * Made by `automap types URL -o db.ts`. Change nothing here')
  t.match(typingsOf(snapshot, { command: 'npm run types' }), '\n * Made by `npm run types`. Change')
})

t.test('a snapshot without models has no types of any', async t => {
  const text = typingsOf({ ...shopSnapshot(), models: [] })
  t.match(text, /export interface Models \{\}\n$/)
  t.notMatch(text, 'import')
  t.strictSame(complaintsOf({ 'db.ts': text }), [])
})

/** Says hostile things wherever a database can say something. */
function poisoned(schema: Schema, words: readonly string[]): Schema {
  let place = 0
  const word = (): string => String(words[place++ % words.length])
  return {
    ...schema,
    enums: ['mood', 'Instance', word()].map(name => ({
      schema: schema.defaultSchema,
      name,
      labels: [word(), word()],
      comment: word(),
    })),
    tables: schema.tables.map(table => ({
      ...table,
      comment: word(),
      columns: table.columns.map((column, index) => ({
        ...column,
        type: word(),
        comment: word(),
        default: word(),
        hasDefault: index % 2 === 1,
        ...(index % 3 === 0
          ? { kind: 'enum' as const, enum: { schema: schema.defaultSchema, name: 'mood' } }
          : {}),
      })),
    })),
  }
}

const words = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...hostile,
      '*/ export const x: number = "',
      ['// @ts', 'nocheck'].join('-'),
      ['\n@ts', 'ignore'].join('-'),
      '@deprecated',
      "'",
      '\\',
    ),
    fc.constantFrom(
      '\uD800',
      '\u2028*/',
      '\u202E/* x',
      '`',
      '``',
      '/',
      '*',
      '\r\n */',
      '@type {x}',
      '{@link x}',
      'a\tb',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  ),
  { minLength: 5, maxLength: 30 },
)

/** No database keeps other names. */
function storable(schema: Schema): boolean {
  return !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(schema.tables))
}

const snapshots: fc.Arbitrary<Snapshot> = fc
  .tuple(schemas.filter(storable), words, fc.constantFrom('v1' as const, 'preserve' as const))
  .map(([schema, words, naming]) => snapshotFor(poisoned(schema, words), { naming }))

/** The names that the compiler sees. */
function namesSeen(program: ts.Program, file: string): unknown {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(`${folder}${file}`) as ts.SourceFile
  const models = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol)
    .find(({ name }) => name === 'Models') as ts.Symbol
  return checker
    .getDeclaredTypeOfSymbol(models)
    .getProperties()
    .map(model => {
      const prototype = checker.getPropertyOfType(checker.getTypeOfSymbol(model), 'prototype') as ts.Symbol
      const instance = checker.getTypeOfSymbol(prototype)
      const [own] = (instance.getSymbol() as ts.Symbol).declarations as [ts.InterfaceDeclaration]
      return [
        ts.unescapeLeadingUnderscores(model.escapedName),
        own.members.map(({ name }) => (name as ts.Identifier).text),
      ]
    })
}

t.test('no name and no comment can break the file', async t => {
  const all = fc.array(snapshots, { minLength: 10, maxLength: 20 })
  fc.assert(
    fc.property(all, several => {
      const texts = Object.fromEntries(
        several.map((each, place) => [`db${place}.ts`, typingsOf(each, { from: library })]),
      )
      const program = programOf(texts)
      t.strictSame(complaintsIn(program, Object.keys(texts)), [])
      several.forEach(({ models }, place) => {
        const expected = models.map(({ name, columns, relationships }) => [
          name,
          [...columns, ...relationships].map(({ name }) => name),
        ])
        t.strictSame(namesSeen(program, `db${place}.ts`), expected)
      })
    }),
    { numRuns: 3 },
  )
})

t.test(
  'a model that is called like a type of the language or the library is known by its own name',
  async t => {
    const called = [
      'Instance',
      'Model',
      'Models',
      'Date',
      'Many',
      'One',
      'Record',
      'Buffer',
      'Described',
      'string',
      'class',
      'Order',
      'OrderInsert',
      'OrderKey',
      'OrderState',
      '1st',
      'a b',
      'a_b',
      '',
    ]
    const state = { schema: 'main', name: 'order_state' }
    const tables = called.map(name =>
      table(name, {
        columns: ['id', { name: 'at', kind: 'timestamp' }, { name: 'state', kind: 'enum', enum: state }],
      }),
    )
    const structure = { ...schemaOf(tables), enums: [{ ...state, labels: ['x'], comment: null }] }
    const text = typingsOf(snapshotFor(structure, { naming: 'preserve' }), { from: library })
    t.strictSame(complaintsOf({ 'db.ts': text }), [])
    t.same(
      [...text.matchAll(/readonly (.*): Model<(.*)>/g)].map(([, name, type]) => `${name} ${type}`),
      [
        '_ _',
        "'1st' _1st",
        'Buffer Buffer',
        'Date Date_',
        'Described Described_',
        'Instance Instance',
        'Many Many_',
        'Model Model_',
        'Models Models_',
        'One One_',
        'Order Order',
        'OrderInsert OrderInsert',
        'OrderKey OrderKey',
        'OrderState OrderState',
        'Record Record',
        "'a b' a_b_",
        'a_b a_b',
        'class class_',
        'string string_',
      ],
    )
    t.match(text, "export type OrderStateEnum = 'x'")
    t.match(text, 'at: Date\n')
  },
)
