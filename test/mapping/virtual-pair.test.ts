import t from 'tap'
import { integer } from '../../lib/index.js'
import type { RelationshipOptions, RelationshipTarget } from '../../types/declared.js'
import { booted } from '../fixtures/booted.js'
import { errorOf } from '../fixtures/error-of.js'
import type { TableInput } from '../fixtures/schema.js'

const tables: Record<string, TableInput> = {
  client: { columns: ['no', 'zone', 'code'], primaryKey: ['no'] },
  region: { columns: ['zone', 'no'], primaryKey: ['zone', 'no'] },
  bill: { columns: ['id', 'client_no', 'zone', 'code', 'no', 'hidden'] },
  node: { columns: ['id', 'up_id?', 'code'] },
  log: { columns: ['at', 'client_no'], primaryKey: null },
  shared: { columns: ['id', 'text'] },
  pick: {
    columns: ['id', 'client_no', 'bill_id', 'other_no'],
    foreignKeys: ['client_no -> client.no', 'bill_id -> bill.id', 'other_no -> client.no'],
  },
  card: { columns: ['id', 'owner_no'], unique: [['owner_no']] },
  bare: { columns: ['c', 'b', 'd'] },
}

const made = (
  model: string,
  target: RelationshipTarget,
  options: RelationshipOptions,
  exclude: string[] = [],
): Promise<string> =>
  errorOf(() => {
    const relationships = { link: [target, options] as const }
    const said = { columns: { gone: integer() }, options: { exclude }, relationships }
    const boot = booted(tables, { [model]: said, Bare: { columns: { lost: integer() } } })
    const link = boot.mappings.find(each => each.name === model)?.relationships.get('link')
    throw new Error(link === undefined ? 'nothing' : `${link.info.kind} ${link.info.key} ${link.validated}`)
  })

t.test('a key that nobody has is made of its columns, on the side that has them', async t => {
  t.equal(
    await made('Bill', 'client', { foreignKey: 'clientNo' }),
    'Error: manyToOne bill(client_no) -> client(no) false',
  )
  t.equal(
    await made('Client', 'bill', { foreignKey: ['client_no'] }),
    'Error: oneToMany bill(client_no) -> client(no) false',
  )
  t.equal(
    await made('Bill', 'region', { foreignKey: ['zone', 'no'] }),
    'Error: manyToOne bill(zone, no) -> region(zone, no) false',
  )
  t.equal(
    await made('Shared', 'client', { foreignKey: 'id' }),
    'Error: manyToOne shared(id) -> client(no) false',
  )
})

t.test('columns that both tables have need one word more', async t => {
  t.equal(
    await made('Bill', 'client', { foreignKey: 'code' }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot tell which side of "Bill.link" holds the key: both tables have columns "code"; say uselist, or equate the columns with primaryJoin',
  )
  t.equal(
    await made('Bill', 'client', { foreignKey: 'code', uselist: true }),
    'Error: oneToMany client(code) -> bill(id) false',
  )
  t.equal(
    await made('Bill', 'client', { foreignKey: 'code', uselist: false }),
    'Error: manyToOne bill(code) -> client(no) false',
  )
  t.equal(
    await made('Client', 'bill', { foreignKey: 'no' }),
    'Error: oneToMany bill(no) -> client(no) false',
    'but a primary key is rarely what refers',
  )
})

t.test('which side has the key is not guessed from what could be referred to', async t => {
  const told = 'holds the key: both tables have columns "client_no"; say uselist'
  t.match(await made('Bill', 'log', { foreignKey: 'client_no' }), told)
  t.equal(
    await made('Bill', 'log', { foreignKey: 'client_no', uselist: true }),
    'Error: oneToMany log(client_no) -> bill(id) false',
  )
  t.equal(
    await made('Bill', 'log', { foreignKey: 'client_no', uselist: false }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Bill.link" by columns "client_no": table "log" has no primary key of as many columns; equate the columns with primaryJoin',
  )
})

t.test('within one table a word tells which side is meant', async t => {
  t.equal(
    await made('Node', 'node', { foreignKey: 'upId', uselist: true }),
    'Error: oneToMany node(up_id) -> node(id) false',
  )
  t.equal(
    await made('Node', 'node', { foreignKey: 'upId', uselist: false }),
    'Error: manyToOne node(up_id) -> node(id) false',
  )
  t.match(await made('Node', 'node', { foreignKey: 'upId' }), 'RELATIONSHIP_AMBIGUOUS: Cannot tell which key')
  t.equal(
    await made('Node', 'node', { primaryJoin: { upId: 'id' } }),
    'Error: manyToOne node(up_id) -> node(id) false',
  )
})

t.test('of a join the side refers that the other is a key for', async t => {
  t.equal(
    await made('Bill', 'client', { primaryJoin: { clientNo: 'no' } }),
    'Error: manyToOne bill(client_no) -> client(no) false',
  )
  t.equal(
    await made('Client', 'bill', { primaryJoin: { no: 'clientNo' } }),
    'Error: oneToMany bill(client_no) -> client(no) false',
  )
  t.equal(
    await made('Client', 'shared', { primaryJoin: { no: 'id' } }),
    'Error: manyToOne client(no) -> shared(id) false',
    'the declaring one, where each is',
  )
  for (const [model, target, primaryJoin] of [
    ['Client', 'card', { no: 'ownerNo' }],
    ['Card', 'client', { ownerNo: 'no' }],
  ] as const) {
    const kind = model === 'Client' ? 'oneToOne' : 'manyToOne'
    t.equal(await made(model, target, { primaryJoin }), `Error: ${kind} card(owner_no) -> client(no) false`)
  }
  t.match(await made('Log', 'bill', { primaryJoin: { clientNo: 'clientNo' } }), 'RELATIONSHIP_AMBIGUOUS')
  t.equal(
    await made('Log', 'client', { foreignKey: 'client_no' }),
    'Error: manyToOne log(client_no) -> client(no) false',
  )
  t.equal(
    await made('Client', 'bill', { primaryJoin: { code: 'code' } }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot tell which side of "Client.link" holds the key: no key covers its columns in either table; name the key\'s columns with foreignKey, or say uselist',
  )
  t.equal(
    await made('Client', 'bill', { primaryJoin: { code: 'code' }, uselist: true }),
    'Error: oneToMany bill(code) -> client(code) false',
  )
  t.equal(
    await made('Client', 'bill', { primaryJoin: { code: 'code' }, uselist: false }),
    'Error: manyToOne client(code) -> bill(code) false',
  )
  t.equal(
    await made('Client', 'bill', {
      primaryJoin: { code: 'code', zone: 'zone' },
      foreignKey: ['zone', 'code'],
    }),
    'Error: manyToOne client(code, zone) -> bill(code, zone) false',
  )
  t.equal(
    await made('Client', 'bill', { primaryJoin: { zone: 'no' }, foreignKey: ['no'] }),
    'Error: oneToMany bill(no) -> client(zone) false',
  )
})

t.test('a way through a table is not named by other columns than it equates', async t => {
  const secondary = { table: 'pick', source: { no: 'client_no' }, target: { id: 'bill_id' } }
  t.equal(
    await made('Client', 'bill', { secondary, foreignKey: 'other_no' }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Client.link": it fits no key between tables "client" and "bill" (there is the other side of "pick: (bill_id) -> bill(id), (client_no) -> client(no)"); name the columns with foreignKey or primaryJoin, or the association table with secondary',
  )
})

t.test('columns that there are not are refused, unless they have been reported', async t => {
  t.equal(
    await made('Bill', 'client', { foreignKey: 'clientNoo' }),
    'DeclarationError DECLARATION_INVALID: Cannot relate "Bill.link" by columns "clientNoo": no such columns in table "bill" or table "client". Did you mean "clientNo"?',
  )
  t.equal(
    await made('Client', 'log', { foreignKey: ['client_no', 'zone'] }),
    'DeclarationError DECLARATION_INVALID: Cannot relate "Client.link" by columns "client_no", "zone": no such columns in table "client" or table "log"',
    'one table has to have all of them',
  )
  t.equal(
    await made('Node', 'node', { foreignKey: 'upIdd' }),
    'DeclarationError DECLARATION_INVALID: Cannot relate "Node.link" by columns "upIdd": no such columns in table "node". Did you mean "upId"?',
  )
  t.equal(
    await made('Bill', 'card', { foreignKey: 'hidden' }, ['hidden']),
    'DeclarationError DECLARATION_INVALID: Cannot relate "Bill.link" by columns "hidden": no such columns in table "bill" or table "card", as "hidden" is excluded',
  )
  t.equal(
    await made('Bill', 'log', { foreignKey: 'id' }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Bill.link" by columns "id": table "log" has no primary key of as many columns; equate the columns with primaryJoin',
  )
  t.equal(
    await made('Log', 'bill', { foreignKey: ['client_no', 'code'] }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Log.link" by columns "client_no", "code": table "log" has no primary key of as many columns; equate the columns with primaryJoin',
  )
  t.equal(
    await made('Region', 'bill', { foreignKey: ['client_no', 'code', 'zone'] }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Region.link" by columns "client_no", "code", "zone": table "region" has no primary key of as many columns; equate the columns with primaryJoin',
  )
  for (const options of [
    { foreignKey: 'gone' },
    { primaryJoin: { gone: 'c' } },
    { primaryJoin: { code: 'lost' } },
  ]) {
    t.match(await made('Bill', 'bare', options as never), 'Error: nothing')
  }
  t.match(await made('Bill', 'bare', { foreignKey: 'lost' }), 'Error: nothing')
})

t.test('a way through a table is made of its keys, or of what is equated', async t => {
  t.equal(
    await made('Client', 'bill', { secondary: 'pick', foreignKey: 'client_no' }),
    'Error: manyToMany pick: (bill_id) -> bill(id), (client_no) -> client(no) true',
  )
  t.equal(
    await made('Client', 'client', { secondary: 'pick', foreignKey: 'other_no' }),
    'Error: manyToMany pick: (client_no) -> client(no), (other_no) -> client(no) true',
  )
  t.equal(
    await made('Client', 'client', { secondary: { table: 'pick', target: { no: 'otherNo' } } }),
    'Error: manyToMany pick: (client_no) -> client(no), (other_no) -> client(no) true',
  )
  t.equal(
    await made('Client', 'bill', { secondary: { table: 'bare', source: { no: 'c' }, target: { id: 'b' } } }),
    'Error: manyToMany bare: (b) -> bill(id), (c) -> client(no) false',
  )
  t.equal(
    await made('Client', 'bill', { secondary: 'pick' }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Client.link" through table "pick": it has several keys to table "client"; say which columns lead where with secondary: { table, source, target }',
  )
  t.equal(
    await made('Client', 'bill', { secondary: 'bare' }),
    'DeclarationError RELATIONSHIP_AMBIGUOUS: Cannot relate "Client.link" through table "bare": it has no such key to table "client"; say which columns lead where with secondary: { table, source, target }',
  )
  t.match(
    await made('Client', 'bill', {
      secondary: { table: 'bare', source: { no: 'c' }, target: { id: 'lost' } },
    }),
    'Error: nothing',
  )
  t.match(
    await made('Client', 'bill', {
      secondary: { table: 'bare', source: { gone: 'c' }, target: { id: 'b' } },
    }),
    'Error: nothing',
  )
})
