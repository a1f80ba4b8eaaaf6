/** Compiles the TypeScript examples with settings of their own, and runs them. */

import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { openRecordShop } from '../record-shop/open.js'

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const here = name => fileURLToPath(new URL(name, import.meta.url))

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
  return status === 0
}

const shop = await openRecordShop()
if (run(compiler, '-p', here('.'))) {
  for (const name of ['index', 'declared']) run(here(`../.data/typescript/${name}.js`), shop.address)
}
await shop.close()
