/** Runs one statement on a connection that knex lent, and tells knex's listeners of it. Never changes the session. */

import type { Client, CustomTypesConfig } from 'pg'
import { TransactionError } from '../../errors.js'
import type { Lease, Row } from '../contract.js'

/** What knex keeps on a connection. */
interface Lent extends Client {
  readonly __knexUid?: string
  readonly __knexTxId?: string
}

/** What knex's clients do that its types do not tell. */
interface KnexClient {
  readonly transacting?: boolean
  emit(event: string, ...details: unknown[]): boolean
  query(connection: unknown, statement: object): Promise<unknown>
}

const asText: CustomTypesConfig = { getTypeParser: () => (text: string) => text }

const texts = new Map<string, string>()
const keptTexts = 1000
let statements = 0

/**
 * Gives the rows as arrays of the server's text. Rejects with the driver's error, its message untouched, and with
 * `TransactionError` when the lease is of a transaction that has ended.
 */
export async function run(lease: Lease, sql: string, bindings: readonly unknown[]): Promise<Row[]> {
  const client = lease.client as unknown as KnexClient
  const connection = lease.connection as Lent
  if (client.transacting === true) await assertOpen(client, connection)
  const text = positioned(sql)
  const values = [...bindings]
  const { __knexUid, __knexTxId } = connection
  // The same object goes to every event of a statement, so that a listener may measure between them.
  const event = {
    __knexUid,
    __knexTxId,
    __knexQueryUid: `automap${++statements}`,
    method: 'raw',
    sql: text,
    bindings: values,
  }
  client.emit('query', event)
  try {
    const { rows } = await connection.query<Row>({ text, values, rowMode: 'array', types: asText })
    client.emit('query-response', rows, event)
    return rows
  } catch (error) {
    client.emit('query-error', error, event)
    throw error
  }
}

/** Numbers the question marks as knex does: `\?` is a question mark, `?` a binding. */
function positioned(sql: string): string {
  const known = texts.get(sql)
  if (known !== undefined) return known
  let place = 0
  const text = sql.replace(/(\\*)\?/g, (_, escapes: string) =>
    escapes.length % 2 === 1 ? '?' : `$${++place}`,
  )
  if (texts.size === keptTexts) texts.delete(texts.keys().next().value!)
  texts.set(sql, text)
  return text
}

const open = new Error('The transaction is open')

/** A statement that knex never gets to send: it looks at the transaction first, and at the bindings next. */
const probe = {
  sql: '',
  get bindings(): never {
    throw open
  },
}

/** Knex hides whether a transaction has ended, and tells by refusing a statement. */
async function assertOpen(client: KnexClient, connection: Lent): Promise<void> {
  const refusal: unknown = await client.query(connection, probe).catch((error: unknown) => error)
  if (refusal === open) return
  throw new TransactionError(
    'TRANSACTION_FINISHED',
    'Cannot run a statement: its transaction is committed or rolled back; await everything inside of the transaction',
    { cause: refusal },
  )
}
