import t from 'tap'
import { automap, createTables, model, string, text } from '../../lib/index.js'
import { eachDatabase } from '../fixtures/databases.js'
import { errorOf } from '../fixtures/error-of.js'

function papers() {
  class Paper extends model(
    'paper',
    { code: string(8).primaryKey(), type: string(8), title: text() },
    { polymorphicOn: 'type', identity: 'paper' },
  ) {}
  class Letter extends model(
    Paper,
    'letter',
    { paper: string(8).named('paper_code').primaryKey().references('paper.code'), reader: text() },
    { identity: 'letter' },
  ) {}
  class Card extends model(Paper, { picture: text().nullable() }, { identity: 'card' }) {}
  class Valentine extends Card {
    static identity = 'valentine'
  }
  return { Paper, Letter, Card, Valentine }
}

/** Rows are made of what the compiler would refuse, too. */
type ToRow = { toRow(values: object): unknown }

eachDatabase(t, 'a key that a class calls by a name of its own is one value', async (t, database) => {
  const models = papers()
  await createTables(database.knex, models)
  await automap(database.knex, { models })
  const Letter = models.Letter as unknown as ToRow
  const rows = {
    paper: { code: 'a', type: 'letter', title: 'A' },
    letter: { paper_code: 'a', reader: 'R' },
  }
  t.same(Letter.toRow({ code: 'a', title: 'A', reader: 'R' }), rows)
  t.same(Letter.toRow({ paper: 'a', title: 'A', reader: 'R' }), rows)
  t.same(Letter.toRow({ paper: 'a', code: 'a', title: 'A', reader: 'R' }), rows)
  const twice =
    'ValueError VALUE_INVALID: Cannot make a row of model "Letter" with two values for "paper" and "code": they are one key; leave one out'
  t.equal(await errorOf(() => Letter.toRow({ paper: 'a', code: 'b', title: 'A', reader: 'R' })), twice)
  t.equal(
    await errorOf(() => Letter.toRow({ paper: 'a', code: {}, title: 'A', reader: 'R' })),
    'ValueError VALUE_INVALID: Cannot use a value for "paper.code": expected a string, got an object',
  )
  for (const [table, row] of Object.entries(rows)) await database.knex(table).insert(row)
  t.equal((await models.Letter.get({ paper: 'a' })).reader, 'R')
  t.equal((await models.Letter.get({ code: 'a' })).paper, 'a')
  t.equal(
    await errorOf(() => models.Letter.get({ code: 'a', paper: 'b' } as { code: string })),
    'QueryError QUERY_INVALID: Cannot find an instance of "Letter" by key: expected a value for "code", got { code, paper }',
  )
})

eachDatabase(t, 'a row has an identity of its class', async (t, database) => {
  const models = papers()
  await createTables(database.knex, models)
  await automap(database.knex, { models })
  const Card = models.Card as unknown as ToRow
  const row = { code: 'b', title: 'B' }
  t.same(Card.toRow(row), { ...row, type: 'card' })
  t.same(Card.toRow({ ...row, type: 'valentine' }), { ...row, type: 'valentine' })
  t.same((models.Valentine as unknown as ToRow).toRow(row), { ...row, type: 'valentine' })
  t.equal(
    await errorOf(() => Card.toRow({ ...row, type: 'letter' })),
    'ValueError VALUE_INVALID: Cannot set "Card.type" to what stands for another class: rows of "Card" have "card" or "valentine"; leave it out',
  )
  t.equal(
    await errorOf(() => Card.toRow({ ...row, type: {} })),
    'ValueError VALUE_INVALID: Cannot use a value for "paper.type": expected a string, got an object',
  )
  t.same((models.Paper as unknown as ToRow).toRow({ ...row, type: 'other' }), { ...row, type: 'other' })
})
