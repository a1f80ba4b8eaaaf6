/** Opens a fresh record shop for an example, and leaves nothing of it behind. */

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import knexOf from 'knex'
import { createRecordShop } from './create.js'

const require = createRequire(import.meta.url)

/** The SQLite driver that is installed. */
export function sqliteDriver() {
  try {
    require.resolve('better-sqlite3')
    return 'better-sqlite3'
  } catch {
    return 'sqlite3'
  }
}

/** The settings of a knex on a SQLite file. */
export function sqliteConfig(filename) {
  return { client: sqliteDriver(), connection: { filename }, useNullAsDefault: true }
}

/** An empty database: `knex` is on it, `close` ends the connection and drops it. */
export async function openEmpty() {
  return process.env.EXAMPLES_POSTGRES_URL ? openPostgres(process.env.EXAMPLES_POSTGRES_URL) : openFile()
}

/** A record shop: `knex` is on it, `close` ends the connection and drops it. */
export async function openRecordShop() {
  const shop = await openEmpty()
  await createRecordShop(shop.knex)
  return shop
}

function openFile() {
  const folder = mkdtempSync(join(tmpdir(), 'record-shop-'))
  const filename = join(folder, 'record-shop.db')
  const knex = knexOf(sqliteConfig(filename))
  return {
    dialect: 'sqlite',
    address: `sqlite:${filename}`,
    knex,
    async close() {
      await knex.destroy()
      rmSync(folder, { recursive: true })
    },
  }
}

async function openPostgres(server) {
  const name = `record_shop_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name}`)
  const address = new URL(server)
  address.pathname = `/${name}`
  const knex = knexOf({ client: 'pg', connection: address.href })
  return {
    dialect: 'postgres',
    address: address.href,
    knex,
    async close() {
      await knex.destroy()
      await administer(server, `drop database ${name} with (force)`)
    },
  }
}

async function administer(server, sql) {
  const knex = knexOf({ client: 'pg', connection: server })
  try {
    await knex.raw(sql)
  } finally {
    await knex.destroy()
  }
}
