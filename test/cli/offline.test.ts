import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { classText } from '../../lib/cli/class-text.js'
import { CommandError } from '../../lib/cli/exit.js'
import { modelNamed } from '../../lib/cli/model-named.js'
import { snapshotText } from '../../lib/snapshot/file.js'
import type { Column } from '../../types/schema.js'
import type { Snapshot, SnapshotModel } from '../../types/snapshot.js'
import { command } from '../fixtures/command.js'
import { schema } from '../fixtures/schema.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const more = (name: string, kind: Column['kind'], rest: Partial<Column> = {}) => ({
  name,
  kind,
  type: kind,
  ...rest,
})

const structure = {
  ...schema({
    'side.wide': {
      schema: 'side',
      columns: [
        'a',
        'b',
        more('list', 'array', { elementKind: 'text' }),
        more('odd', 'array'),
        more('mood', 'enum', { enum: { schema: 'main', name: 'mood' } }),
        more('lost', 'enum', { enum: { schema: 'main', name: 'none' } }),
        more('short', 'text', { length: 9, default: "'x'", hasDefault: true, comment: "it's" }),
        more('price', 'decimal', { precision: 9, scale: 2, default: 'f(?)', hasDefault: true }),
        more('at', 'timestamptz', { nullable: true }),
        more('geo', 'other', { type: '' }),
        more('span', 'interval'),
        more('twice', 'integer', { generated: 'stored' }),
        more('odd name', 'text'),
      ],
      primaryKey: ['a', 'b'],
    },
    user: { columns: ['id', 'then'] },
    log: { columns: ['user_id'], foreignKeys: ['user_id -> user.id'] },
  }),
  defaultSchema: 'main',
  schemas: ['main', 'side'],
  enums: [{ schema: 'main', name: 'mood', labels: ["it's", 'b"'], comment: null }],
}

/** Changes one model of a snapshot. */
function withModel(
  snapshot: Snapshot,
  name: string,
  change: (model: SnapshotModel) => Partial<SnapshotModel>,
): Snapshot {
  const models = snapshot.models.map(model => (model.name === name ? { ...model, ...change(model) } : model))
  return { ...snapshot, models }
}

const plain = snapshotFor(structure)
const wide = plain.models.find(({ schema }) => schema === 'side')?.name as string
const snapshot = withModel(
  withModel(plain, wide, ({ columns }) => ({
    columns: columns.map(each => (each.name === 'at' ? { ...each, deferred: true } : each)),
  })),
  'Log',
  ({ relationships }) => ({
    parent: 'User',
    relationships: relationships.map(each => ({ ...each, declared: true, lazy: 'joined' as const })),
  }),
)

function folderFor(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'automap-offline-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

t.test('a class says every kind of column', async t => {
  const text = classText(snapshot, modelNamed(snapshot, wide))
  for (const line of [
    'list: array(text()),',
    "odd: custom({ type: 'array', kind: 'array' }),",
    `mood: enumeration(['it\\'s', 'b"']),`,
    "lost: custom({ type: 'enum', kind: 'enum' }),",
    "short: string(9).default(sql`'x'`).comment('it\\'s'),",
    'price: decimal(9, 2),',
    'at: timestamp({ zone: true }).nullable().deferred(),',
    "geo: custom({ type: 'any' }),",
    "span: custom({ type: 'interval', kind: 'interval' }),",
    "oddName: text().named('odd name'),",
    `}, { schema: 'side', primaryKey: ['a', 'b'] }) {`,
  ]) {
    t.ok(text.includes(line), `${line} in ${text}`)
  }
  t.notMatch(text, 'twice')
})

t.test('a relationship that a class declares is declared again, and a subclass is refused', async t => {
  t.throws(
    () => classText(snapshot, modelNamed(snapshot, 'Log')),
    new CommandError('Cannot eject "Log": it is a subclass of User, and so declared already'),
  )
  const own = withModel(snapshot, 'Log', () => ({ parent: null }))
  t.match(
    classText(own, modelNamed(own, 'Log')),
    "user: relationship('User', { primaryJoin: { user_id: 'id' }, uselist: false, backPopulates: 'logs', lazy: 'joined' }),",
  )
  const lone = withModel(own, 'Log', ({ relationships }) => ({
    relationships: relationships.map(each => ({ ...each, name: 'odd name', inverse: null })),
  }))
  t.match(
    classText(lone, modelNamed(lone, 'Log')),
    "'odd name': relationship('User', { primaryJoin: { user_id: 'id' }, uselist: false, lazy",
  )
  const hidden = snapshotFor({
    pair: { columns: ['a', { name: 'b', readable: false }], primaryKey: ['a', 'b'] },
  })
  t.match(classText(hidden, modelNamed(hidden, 'Pair')), "primaryKey: ['a', 'b']")
})

t.test('a snapshot is inspected, named, ejected and linted without a database', async t => {
  const cwd = folderFor(t)
  const file = join(cwd, 'db.snapshot.json')
  const commented = {
    ...snapshot,
    structure: {
      ...snapshot.structure,
      notes: [
        { code: 'partition', schema: 'main', table: 'log', column: null, message: 'It is a partition' },
        { code: 'unreadableColumn', schema: 'side', table: 'wide', column: 'a', message: 'It is hidden' },
        {
          code: 'unenforcedKeys',
          schema: 'main',
          table: null,
          column: null,
          message: 'Keys are not enforced',
        },
      ] as const,
      tables: snapshot.structure.tables.map(each => ({ ...each, comment: `the ${each.name}` })),
    },
  }
  writeFileSync(file, snapshotText(commented))
  const shown = await command(['inspect', file], { cwd })
  t.equal(shown.exit, 0)
  for (const text of [
    'Log is a User, log: the log',
    'twice    integer, number, generated',
    'timestamptz, date, nullable, deferred',
    ', declared',
    "short    text, string: it's",
    ' log: It is a partition\n',
    ' side.wide.a: It is hidden\n',
    '─ Keys are not enforced\n',
    'User.then_, not then: taken by reserved name "then"',
  ]) {
    t.ok(shown.out.includes(text), `${text} in ${shown.out}`)
  }
  const json = await command(['inspect', file, '--json'], { cwd })
  t.match(JSON.parse(json.out), {
    models: [{ structure: { kind: 'table' } }],
    report: { notes: [{ code: 'partition' }, {}, {}] },
  })
  const names = await command(['names', file, 'User'], { cwd })
  t.match(names.out, /wanted then\n.*collided with reserved name "then"/)
  const ejected = await command(['eject', file, 'User'], { cwd })
  t.match(ejected, { exit: 0, out: /^import \{ integer, model.* \} from 'knex-automap'/ })
  t.match(await command(['eject', file], { cwd }), { exit: 2, err: /name a model/ })
  t.equal((await command(['lint', file], { cwd })).exit, 1)
  writeFileSync(file, snapshotText(snapshotFor({ a: { columns: ['id'] } })))
  t.equal((await command(['lint', file], { cwd })).exit, 0)
  const nameless = { ...snapshotFor({ a: {} }) }
  const moved = withModel(nameless, 'A', () => ({ wanted: 'B' }))
  writeFileSync(file, snapshotText(moved))
  t.match((await command(['inspect', file], { cwd })).out, /A, not B$/m)
  t.match((await command(['names', file], { cwd })).out, /wanted B/)
})

t.test('a path that is no file is told', async t => {
  const cwd = folderFor(t)
  const folder = mkdtempSync(join(cwd, 'x.json'))
  const { exit, err } = await command(['types', `${folder}`, '-o', 'a.ts'], { cwd })
  t.not(exit, 0)
  t.ok(err)
  const { textIn } = await import('../../lib/cli/open.js')
  await t.rejects(textIn(cwd), { message: /it cannot be read \(EISDIR\)/ })
})
