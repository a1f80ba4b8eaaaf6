#!/usr/bin/env node
/** The program `automap`. Does nothing but begin and end, and nothing at all where it is only imported. */

import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { exits } from './exit.js'
import { startCommand, tellFailure } from './start.js'

// It is started by the link that npm makes, too.
if (realpathSync(process.argv[1] as string) === fileURLToPath(import.meta.url)) await main()

async function main(): Promise<never> {
  const { stdin, stdout, stderr, env } = process

  // Whoever reads has seen enough, as in automap inspect | head.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) =>
      process.exit(error.code === 'EPIPE' ? exits.done : exits.failed),
    )
  }
  const words = process.argv.slice(2)
  // Of code that nobody waited for.
  process.on('uncaughtException', error => process.exit(tellFailure(error, words, process)))

  const exit = await startCommand(words, { stdin, stdout, stderr, env, cwd: process.cwd() })
  // A pipe may still hold what was written, and a silent server the process.
  await Promise.all([stdout, stderr].map(stream => new Promise(resolve => stream.write('', resolve))))
  process.exit(exit)
}
