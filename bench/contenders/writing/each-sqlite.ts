/** The bare driver with an UPDATE for each row that is prepared each time, as a loop that knows of no other has it. */

import Sqlite from 'better-sqlite3'
import type { Connect } from '../../place.js'
import { visitsOf, writingRounds } from '../../written.js'

export const connect: Connect = async task => {
  const db = new Sqlite(task.address)
  const update = db.transaction(() => {
    const rows = db.prepare<[], { id: number }>('select * from customer order by id').all()
    for (const { id } of rows) db.prepare('update customer set visits = ? where id = ?').run(visitsOf(id), id)
    return rows.length
  })
  return {
    rounds: writingRounds(task, { update: async () => update() }),
    close: async () => void db.close(),
  }
}
