/** Writes the record shop into a SQLite file: `node examples/record-shop/build.js [record-shop.db]`. */

import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import knexOf from 'knex'
import { createRecordShop } from './create.js'
import { sqliteConfig } from './open.js'

/** Builds the file anew. */
export async function buildRecordShop(filename) {
  rmSync(filename, { force: true })
  const knex = knexOf(sqliteConfig(filename))
  try {
    await createRecordShop(knex)
  } finally {
    await knex.destroy()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const filename = resolve(process.argv[2] ?? 'record-shop.db')
  await buildRecordShop(filename)
  console.log(`Wrote ${filename}`)
}
