import t from 'tap'
import { fileOf, readSnapshot, snapshotText } from '../../lib/snapshot/file.js'
import { errorOf } from '../fixtures/error-of.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const shop = {
  customer: { columns: ['id', { name: 'name', kind: 'text' as const, type: 'varchar(20)', length: 20 }] },
  orders: {
    columns: ['id', 'customer_id?'],
    foreignKeys: ['customer_id -> customer.id'],
    unique: [['customer_id']],
  },
  ['__proto__']: { columns: ['id', 'constructor'] },
}

const again = 'take it again, by db.snapshot(file) or the command "automap snapshot"'

t.test('a snapshot is the same when it is read again', async t => {
  const snapshot = snapshotFor(shop)
  const text = snapshotText(snapshot)
  t.same(readSnapshot(text), snapshot)
  t.equal(snapshotText(readSnapshot(text)), text)
  t.same(readSnapshot(JSON.parse(text)), snapshot)
  t.same(readSnapshot(JSON.parse(JSON.stringify(snapshot))), snapshot, 'said in full, without a sum')
  t.ok(Object.isFrozen(readSnapshot(text).models[0]?.columns))
})

t.test('the text says what is not usual, one thing on a line', async t => {
  const lines = snapshotText(snapshotFor(shop)).split('\n')
  t.match(lines[1], /^ {2}"format": 1,$/)
  t.match(lines[2], /^ {2}"checksum": "[0-9a-f]{64}",$/)
  t.ok(
    lines.some(line =>
      /^\s+\{ "name": "name", "type": "varchar\(20\)", "kind": "text", "length": 20 \}/.test(line),
    ),
  )
  t.equal(lines.at(-1), '')
})

t.test('a file that is cut off, changed or of a newer version is refused, and says where', async t => {
  const snapshot = snapshotFor(shop)
  const text = snapshotText(snapshot)
  const refused = (given: unknown) => errorOf(() => readSnapshot(given, '"automap.snapshot.json"'))
  const start = 'SnapshotError SNAPSHOT_INVALID: Cannot read "automap.snapshot.json": '
  for (const cut of [0, 1, 20, text.length >> 1, text.length - 3]) {
    const message = await refused(text.slice(0, cut))
    t.ok(message.startsWith(`${start}it is no whole JSON (`), message)
  }
  t.equal(
    await refused(text.replace('"varchar(20)"', '"varchar(30)"')),
    `${start}it was changed after it was written: its checksum is another; ${again}`,
  )
  t.equal(
    await refused({ ...fileOf(snapshot), format: 2 }),
    `${start}it has format 2, and this version of knex-automap knows none above 1; update knex-automap`,
  )
  t.equal(await refused('{}'), `${start}it has no "format": 1; ${again}`)
  t.equal(await refused('[]'), `${start}expected an object, got an array; ${again}`)
  t.equal(await refused('null'), `${start}expected an object, got null; ${again}`)
  t.equal(
    await refused({ ...fileOf(snapshot), models: [{}] }),
    `${start}models[0].name: it is missing; ${again}`,
  )
  t.equal(await refused({ ...fileOf(snapshot), extra: 1 }), `${start}extra: it is not known; ${again}`)
  t.match(
    await refused(text.replace('"kind": "text"', '"kind": "txet"')),
    /structure\.tables\[\d\]\.columns\[1\]\.kind: expected "integer" or /,
  )
})

t.test('a file that is too long is not parsed', async t => {
  t.equal(
    await errorOf(() => readSnapshot(' '.repeat(400_000_001))),
    `SnapshotError SNAPSHOT_INVALID: Cannot read snapshot: it has more than 400000000 characters; ${again}`,
  )
})

t.test('a failure of another kind is handed on', async t => {
  const hostile = {
    format: 1,
    fingerprint: '',
    models: [],
    structure: new Proxy(
      {},
      {
        getPrototypeOf: () => {
          throw new RangeError('no')
        },
      },
    ),
  }
  t.throws(() => readSnapshot(hostile), new RangeError('no'))
})
