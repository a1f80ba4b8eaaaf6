import t from 'tap'
import { mermaidOf } from '../../lib/diagram/mermaid.js'
import { hostile, hostileNames, shop } from '../fixtures/diagrammed.js'
import { snapshotFor } from '../fixtures/snapshots.js'

t.test('tables are entities, keys are relationships with what they allow at each end', async t => {
  t.equal(
    mermaidOf(shop),
    `erDiagram
  "customer" {
    integer id PK
    varchar(80) email UK
    integer referred_by FK
  }
  "orders" {
    integer id PK
    integer customer_id FK "who #34;pays#34;"
    integer no
    integer year
  }
  "invoice" {
    integer id PK
    integer order_year FK
    integer order_no FK
    integer orders_id FK, UK
  }
  "audit" {
    integer id PK
    integer customer_id FK
    integer total
  }
  "archive.note" {
    integer id PK
  }
  "totals" {
    any total
  }
  "customer" |o--o{ "customer" : "referredByRef"
  "customer" ||--o{ "orders" : "customer"
  "orders" |o--o{ "invoice" : "order"
  "orders" ||--o| "invoice" : "orders"
  "customer" |o..o{ "audit" : "customer"
`,
  )
})

t.test('every line of hostile names is one of the language', async t => {
  const text = mermaidOf(hostile)
  const entity = /^ {2}"[^"%\r\n\v\b\\]+" \{$/
  const word = String.raw`[A-Za-z_\u00c0-\uffff][A-Za-z0-9\-_[\]()\u00c0-\uffff]*`
  const attribute = new RegExp(`^ {4}${word} ${word}(?: [PFU]K(?:, [PFU]K)*)?(?: "[^"]*")?$`)
  const relation = /^ {2}"[^"%\r\n\v\b\\]+" (?:\|\||\|o)(?:--|\.\.)o[|{] "[^"%\r\n\v\b\\]+" : "[^"%\\]*"$/
  const lines = text.trimEnd().split('\n')
  t.equal(lines[0], 'erDiagram')
  for (const line of lines.slice(1)) {
    t.ok(
      [entity, attribute, relation, /^ {2}\}$/].some(each => each.test(line)),
      JSON.stringify(line),
    )
    t.notMatch(line, /direction\s|style\s|[<>`]|\b[pfu]k [pfu]k\b/)
  }
  t.ok(text.includes('"#95;#95;proto#95;#95;" {'), 'Markdown would make it bold')
  t.equal(lines.filter(line => entity.test(line)).length, hostileNames.length)
  t.equal(lines.filter(line => relation.test(line)).length, hostileNames.length - 1)
})

t.test('tables whose names look the same get names of their own', async t => {
  const snapshot = snapshotFor({ a: { columns: ['id'] }, b: { columns: ['id'] }, c: { columns: ['id'] } })
  const tables = snapshot.structure.tables.map((table, index) => ({
    ...table,
    name: ['x\n', 'x ', ''][index] as string,
  }))
  const text = mermaidOf({ ...snapshot, models: [], structure: { ...snapshot.structure, tables } })
  t.same(text.match(/^ {2}".*(?= \{)/gm), ['  "x "', '  "x  2"', '  "-"'])
})
