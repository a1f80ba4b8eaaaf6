/** Runs one statement on a connection that knex lent, and tells knex's listeners of it. Never changes the session. */

import type { Client, CustomTypesConfig } from 'pg'
import { announced } from '../announced.js'
import type { Lease, Row } from '../contract.js'

const asText: CustomTypesConfig = { getTypeParser: () => (text: string) => text }

const texts = new Map<string, string>()
const keptTexts = 1000

/** Gives the rows as arrays of the server's text. Rejects with the driver's error, its message untouched. */
export function run(lease: Lease, sql: string, bindings: readonly unknown[]): Promise<Row[]> {
  const text = positioned(sql)
  return announced(lease, text, bindings, async given => {
    const connection = lease.connection as Client
    const values = [...given]
    const { rows } = await connection.query<Row>({ text, values, rowMode: 'array', types: asText })
    return rows
  })
}

/** Gives how many rows a statement changed that gives none. Rejects likewise. */
export function change(lease: Lease, sql: string, bindings: readonly unknown[]): Promise<number> {
  const text = positioned(sql)
  return announced(lease, text, bindings, async given => {
    const connection = lease.connection as Client
    const { rowCount } = await connection.query({ text, values: [...given] })
    return rowCount as number
  })
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
