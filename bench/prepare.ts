/** Creates the databases that are measured, in a directory and on a server that the benchmark owns. */

import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { manyTables } from './many-tables.js'
import type { DatabaseName } from './place.js'
import { shopRows, shopTables } from './shop.js'
import { writtenTables } from './written.js'

/** Gives the address of the database of a name; creates it. */
export type Prepare = (name: string) => Promise<string>

/** Gives what creates SQLite files in a directory. */
export function prepareSqlite(directory: string): Prepare {
  return async name => {
    const path = join(directory, `${name}.db`)
    const db = new Sqlite(path)
    db.pragma('journal_mode = wal')
    db.exec(`begin; ${tablesOf('sqlite', name).join(';\n')}; commit`)
    for (const { table, columns, rows } of rowsOf('sqlite', name)) {
      const statement = db.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`)
      db.transaction(() => {
        for (const row of rows) statement.run(...row)
      })()
    }
    db.exec('analyze')
    db.close()
    return path
  }
}

/** Gives what creates databases on a server. */
export function preparePostgres(server: string): Prepare {
  return async name => {
    await statements(server, [`create database "${name}"`])
    const url = new URL(server)
    url.pathname = `/${name}`
    const tables = tablesOf('postgres', name)
    // One transaction holds a lock on every table that it creates, and there are not so many.
    for (let i = 0; i < tables.length; i += 100) {
      await statements(url.href, [tables.slice(i, i + 100).join(';\n')])
    }
    const client = new pg.Client(url.href)
    await client.connect()
    for (const { table, columns, rows } of rowsOf('postgres', name)) {
      const names = columns.join(', ')
      const sql = `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1)`
      for (let i = 0; i < rows.length; i += 5000) {
        const objects = rows
          .slice(i, i + 5000)
          .map(row => Object.fromEntries(row.map((value, place) => [columns[place], jsonValueOf(value)])))
        await client.query(sql, [JSON.stringify(objects)])
      }
    }
    await client.query('vacuum analyze')
    await client.end()
    return url.href
  }
}

/** JSON within the row, not a text of it. */
function jsonValueOf(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('{') ? JSON.parse(value) : value
}

function tablesOf(database: DatabaseName, name: string): string[] {
  if (name === 'written') return writtenTables(database)
  return name === 'shop' ? shopTables(database) : manyTables(Number(name.replace('boot', '')))
}

function rowsOf(database: DatabaseName, name: string): ReturnType<typeof shopRows> {
  return name === 'shop' ? shopRows(database) : []
}

async function statements(url: string, list: readonly string[]): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  for (const sql of list) await client.query(sql)
  await client.end()
}
