import t from 'tap'
import { typingsOf } from '../../lib/typings/typings.js'
import * as compiled from '../fixtures/compiled.js'
import { complaintsOf, pageOf, sectionsOf } from '../fixtures/pages.js'
import { snapshotFor } from '../fixtures/snapshots.js'

const page = pageOf('docs/types.md')

t.test('the examples of the page about types compile, one after the other', async t => {
  const code = sectionsOf(page, 'ts').map(section => section.code)
  t.ok(code.length >= 2)
  t.strictSame(complaintsOf(code.join('\n')), [])
})

t.test('the example of JSON says what the property of a generated file is', async t => {
  const [example] = sectionsOf(page, 'text').filter(({ code }) => code.startsWith('// documents.ts'))
  const customer = { columns: ['id', { name: 'settings', kind: 'json' as const, nullable: true }] }
  const files = {
    'db.ts': typingsOf(snapshotFor({ customer }), { from: compiled.library }),
    'documents.ts': String(example?.code),
    'use.ts': `import type { Customer } from './db.js'
export const isDark = ({ settings }: Customer): boolean | undefined => settings?.dark
`,
  }
  t.strictSame(compiled.complaintsOf(files), [])
})
