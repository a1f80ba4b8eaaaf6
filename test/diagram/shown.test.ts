import t from 'tap'
import { escaped, shortened, shown } from '../../lib/diagram/shown.js'

t.test('what nobody sees is shown, and lines become one', async t => {
  t.equal(shown('a\u202eb\u0000c\ud800d\u{e0001}'), 'a\\u202eb\\u0000c\\ud800d\\ue0001')
  t.equal(shown('one \r\n two'), 'one two')
  t.equal(shown('名前 🦜 é'), '名前 🦜 é')
})

t.test('markup is text', async t => {
  t.equal(escaped(`<a b="c" d='e'>&`), '&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;')
})

t.test('texts are shortened by whole characters', async t => {
  t.equal(shortened('🦜🦜🦜', 3), '🦜🦜🦜')
  t.equal(shortened('🦜🦜🦜🦜', 3), '🦜🦜…')
})
