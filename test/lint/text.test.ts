import t from 'tap'
import type { Finding } from '../../lib/lint/finding.js'
import { lintText } from '../../lib/lint/text.js'

const finding = (more: Partial<Finding>): Finding => ({
  code: 'keyWithoutIndex',
  severity: 'warning',
  table: 'orders',
  columns: ['customer_id'],
  message: 'no index',
  cure: [],
  ...more,
})

t.test('findings are written by table, with what mends them', async t => {
  const text = lintText([
    finding({ severity: 'error', table: 'b\u001b[31m' }),
    finding({ cure: ['create index i on orders (customer_id)', 'analyze'] }),
    finding({ code: 'smallKey', severity: 'info', table: 'b\u001b[31m', message: 'ends\nsoon' }),
    finding({ code: 'requiredCycle' }),
  ])
  t.equal(
    text,
    `b\\u001b[31m
  error keyWithoutIndex: no index
  info smallKey: ends\\u000asoon

orders
  warning keyWithoutIndex: no index
    create index i on orders (customer_id);
    analyze;
  warning requiredCycle: no index

1 error, 2 warnings, 1 info
`,
  )
})

t.test('no finding is a finding, too', async t => {
  t.equal(lintText([]), 'Nothing was found.\n')
})
