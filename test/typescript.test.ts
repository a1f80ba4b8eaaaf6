import { execFile } from 'node:child_process'
import { Session } from 'node:inspector'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import t from 'tap'
import { dialectNames } from '../lib/dialect/dialect.js'

interface Script {
  readonly url: string
  readonly hash: string
}

/** What this process runs of the library, as text of another process's program too. */
function scripts(session: Session): Record<string, string> {
  const found: Record<string, string> = {}
  session.connect()
  session.on('Debugger.scriptParsed', ({ params }: { params: Script }) => {
    if (/\/lib\/dialect\/[^/]+\.ts$/.test(params.url)) found[params.url] = params.hash
  })
  session.post('Debugger.enable')
  session.disconnect()
  return found
}

t.test('every process runs the same text of a file, in whatever folder', async t => {
  t.ok(dialectNames.length > 0)
  const here = scripts(new Session())
  const program = `
    import { Session } from 'node:inspector'
    await import('${new URL('../lib/dialect/dialect.ts', import.meta.url)}')
    ${scripts}
    console.log(JSON.stringify([scripts(new Session()), process.execArgv]))`
  const flags = [...process.execArgv, '--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: tmpdir() })
  const [there, given] = JSON.parse(stdout)
  t.ok(Object.keys(here).length > 3, 'the dialects are there')
  t.same(there, here)
  t.equal(given.filter((argument: string) => /typescript/.test(argument)).length, 1)
})
