import t from 'tap'
import { driftCodes, driftSeverities } from '../lib/drift/finding.js'
import { pageOf } from './fixtures/pages.js'

t.test('every kind of drift is told of in docs/drift.md with its severity, and no other', async t => {
  const parts = pageOf('docs/drift.md').split(/^## /m)
  const told = parts.flatMap(part => {
    const severity = /^\w+/.exec(part)?.[0].toLowerCase() ?? ''
    return [...part.matchAll(/^- `(\w+)`: /gm)].map(([, code]) => [code, severity])
  })
  t.same(
    told.filter(([, severity]) => driftSeverities.includes(severity as 'breaking')),
    Object.entries(driftCodes),
  )
})
