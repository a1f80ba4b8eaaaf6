import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { shell } from '../fixtures/command.js'
import { freshDatabase } from '../fixtures/databases.js'

const folderFor = async (t: Test): Promise<{ cwd: string; url: string }> => {
  const database = await freshDatabase(t, 'better-sqlite3')
  await database?.exec('create table artist (id integer primary key, name varchar(90))')
  const cwd = mkdtempSync(join(tmpdir(), 'automap-pipes-'))
  t.teardown(() => rmSync(cwd, { recursive: true, force: true }))
  const rows = 'Array.from({ length: 100000 }, (_, n) => ({ n, text: "some text that takes its room" }))'
  writeFileSync(join(cwd, 'many.mjs'), `export default ${rows}`)
  writeFileSync(join(cwd, 'log.mjs'), `console.log(JSON.stringify(${rows}))`)
  return { cwd, url: database?.url as string }
}

t.test('a reader that has seen enough ends a large output, and nothing is said of it', async t => {
  const { cwd, url } = await folderFor(t)
  for (const words of [
    `run ${url} many.mjs --limit 100000 --csv`,
    `run ${url} many.mjs --limit 100000 --json`,
    `run ${url} log.mjs`,
    `inspect ${url} --json`,
    `names ${url}`,
  ]) {
    const { out, err } = await shell(`automap ${words} | head -c 1 > /dev/null; echo "\${PIPESTATUS[@]}"`, {
      cwd,
    })
    t.same([out, err], ['0 0\n', ''], words)
  }
})

t.test('a slow reader gets a large output whole', async t => {
  const { cwd, url } = await folderFor(t)
  const slow = (words: string, count: string) =>
    shell(`automap ${words} | (sleep 1; ${count}); echo "\${PIPESTATUS[0]}"`, { cwd })
  t.same(await slow(`run ${url} many.mjs --limit 100000 --csv`, 'wc -l'), {
    exit: 0,
    out: '100001\n0\n',
    err: '',
  })
  const parse = `node -e 'console.log(JSON.parse(require("fs").readFileSync(0)).length)'`
  for (const words of [`run ${url} many.mjs --limit 100000 --json`, `run ${url} log.mjs`]) {
    t.same(await slow(words, parse), { exit: 0, out: '100000\n0\n', err: '' })
  }
})
