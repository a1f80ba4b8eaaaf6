/** The bare driver with an UPDATE for each row, as a loop by hand has it. */

import pg from 'pg'
import type { Connect } from '../../place.js'
import { visitsOf, writingRounds } from '../../written.js'
import { within } from './bare-postgres.js'

export const connect: Connect = async task => {
  const client = new pg.Client(task.address)
  await client.connect()
  const update = async (): Promise<number> => {
    const { rows } = await client.query('select * from customer order by id')
    for (const { id } of rows) {
      await client.query('update customer set visits = $1 where id = $2', [visitsOf(id), id])
    }
    return rows.length
  }
  return {
    rounds: writingRounds(task, { update: () => within(client, update) }),
    close: () => client.end(),
  }
}
