/** What a program without a library sends to SQLite for the same facts: the pragmas of each table, one by one. */

import Sqlite from 'better-sqlite3'
import type { Connect, Round, Task } from '../place.js'

interface Named {
  readonly name: string
}

export const connect: Connect = async task => ({
  rounds: task.database === 'sqlite' ? { boot: boot(task) } : {},
  close: async () => undefined,
})

function boot(task: Task): Round {
  let db: Sqlite.Database
  return {
    before: async () => {
      db = new Sqlite(task.address)
      db.prepare('select count(*) from sqlite_schema').get()
    },
    run: async () => {
      const tables = db.prepare<[], Named>("select name, sql from sqlite_schema where type = 'table'").all()
      for (const { name } of tables) readTable(db, name)
      return Number(task.workload.replace('boot-', ''))
    },
    after: async () => void db.close(),
  }
}

function readTable(db: Sqlite.Database, name: string): void {
  db.pragma(`table_xinfo(${quote(name)})`)
  db.pragma(`foreign_key_list(${quote(name)})`)
  for (const index of db.pragma(`index_list(${quote(name)})`) as Named[]) {
    db.pragma(`index_xinfo(${quote(index.name)})`)
  }
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
