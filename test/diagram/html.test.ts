import { createHash } from 'node:crypto'
import { Script } from 'node:vm'
import t from 'tap'
import { htmlOf } from '../../lib/diagram/html.js'
import { hostile, hostileNames, shop } from '../fixtures/diagrammed.js'

const between = (text: string, start: string, end: string): string =>
  text.slice(text.indexOf(start) + start.length).split(end)[0] as string

t.test('the page allows its own script and style, by hash, and nothing else', async t => {
  const text = await htmlOf(shop)
  const hash = (part: string): string => `'sha256-${createHash('sha256').update(part).digest('base64')}'`
  const script = between(text, '<script>', '</script>')
  t.equal(
    between(text, 'Content-Security-Policy" content="', '"'),
    [
      "default-src 'none'",
      `script-src ${hash(script)}`,
      `style-src ${hash(between(text, '<style>', '</style>'))}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  )
  t.doesNotThrow(() => new Script(script))
  t.notMatch(text.replaceAll('http://www.w3.org/2000/svg', ''), /https?:/, 'names no other place')
  t.match(text, 'known to classes alone</span>')
})

t.test('data stays within its element, and is read back as it was', async t => {
  const text = await htmlOf(hostile)
  const json = between(text, 'id="data">', '</script>')
  t.notMatch(json, /[<>&\u2028\u202e]/)
  const data = JSON.parse(json)
  t.same(
    data.tables.map(({ label }: { label: string }) => label),
    hostileNames,
  )
  t.same(
    data.tables.map(({ columns }: { columns: { comment: string }[] }) => columns[1]?.comment),
    hostileNames,
  )
})
