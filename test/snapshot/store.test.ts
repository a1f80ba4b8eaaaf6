import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { snapshotText } from '../../lib/snapshot/file.js'
import { checkFile, loadSnapshot, storeSnapshot } from '../../lib/snapshot/store.js'
import { errorOf } from '../fixtures/error-of.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const snapshot = snapshotFor({
  customer: {},
  orders: { columns: ['id', 'customer_id'], foreignKeys: ['customer_id -> customer.id'] },
})

async function folder(t: Test): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'knex-automap-'))
  t.teardown(() => rm(path, { recursive: true, force: true }))
  return path
}

t.test('what is written is read again, and nothing is left beside it', async t => {
  const path = await folder(t)
  const file = join(path, 'a.json')
  await storeSnapshot(file, snapshot)
  t.equal(await readFile(file, 'utf8'), snapshotText(snapshot))
  t.same(await loadSnapshot(file), snapshot)
  t.same(await readdir(path), ['a.json'])
})

t.test('a file that is there is replaced as a whole', async t => {
  const path = await folder(t)
  const file = join(path, 'a.json')
  await writeFile(file, 'x'.repeat(100_000))
  await storeSnapshot(file, snapshot)
  t.equal(await readFile(file, 'utf8'), snapshotText(snapshot))
  t.same(await readdir(path), ['a.json'])
})

t.test('what was read already is taken as it is', async t => {
  t.same(await loadSnapshot(JSON.parse(snapshotText(snapshot))), snapshot)
  t.equal(
    await errorOf(() => loadSnapshot([])),
    'SnapshotError SNAPSHOT_INVALID: Cannot read snapshot: expected an object, got an array; take it again, by db.snapshot(file) or the command "automap snapshot"',
  )
})

t.test('a file that is not there, or holds no snapshot, is told with its name', async t => {
  const path = await folder(t)
  const file = join(path, 'odd "name".json')
  const name = JSON.stringify(file)
  const error = (await loadSnapshot(file).catch(each => each)) as Error & { cause: { code: string } }
  t.equal(
    await errorOf(() => Promise.reject(error)),
    `SnapshotError SNAPSHOT_MISSING: Cannot boot from snapshot ${name}: there is no such file; write it by db.snapshot(file) or the command "automap snapshot"`,
  )
  t.equal(error.cause.code, 'ENOENT')
  await writeFile(file, '{}')
  t.equal(
    await errorOf(() => loadSnapshot(file)),
    `SnapshotError SNAPSHOT_INVALID: Cannot read snapshot ${name}: it has no "format": 1; take it again, by db.snapshot(file) or the command "automap snapshot"`,
  )
})

t.test('a file that cannot be read is told with the reason', async t => {
  const path = await folder(t)
  const error = (await loadSnapshot(path).catch(each => each)) as Error & { cause: { code: string } }
  t.equal(
    await errorOf(() => Promise.reject(error)),
    `SnapshotError SNAPSHOT_INVALID: Cannot read snapshot ${JSON.stringify(path)}: EISDIR: illegal operation on a directory, read`,
  )
  t.equal(error.cause.code, 'EISDIR')
})

t.test('where a file cannot be put nothing is left, and what is there stays', async t => {
  const path = await folder(t)
  t.match(await errorOf(() => storeSnapshot(join(path, 'none', 'a.json'), snapshot)), /^Error ENOENT: /)
  t.same(await readdir(path), [])
  const taken = join(path, 'taken')
  await storeSnapshot(join(path, 'b.json'), snapshot)
  const inside = await mkdtemp(taken)
  t.match(await errorOf(() => storeSnapshot(inside, snapshot)), /^Error EISDIR: /)
  t.equal((await readdir(path)).length, 2, 'the draft is gone')
})

t.test('the path of a file is a text that is not empty', async t => {
  t.equal(checkFile(undefined), null)
  t.equal(checkFile('a.json'), 'a.json')
  for (const [given, shown] of [
    ['', '""'],
    [5, '5'],
    [null, 'null'],
  ] as const) {
    t.equal(
      await errorOf(() => checkFile(given)),
      `OptionError OPTION_INVALID: Expected snapshot() to be given the path of a file, got ${shown}`,
    )
  }
})
