/** Runs code as the prompt does: top-level await, and the value of what comes last. Imports only by `await import(…)`. */

import { PassThrough } from 'node:stream'
import { CommandError } from './exit.js'
import { onThrown } from './on-thrown.js'

/** Gives the value of the code. Rejects with whatever it throws, `CommandError` where it is no code. */
export async function evaluate(code: string): Promise<{ readonly value: unknown }> {
  const { start } = await import('node:repl')
  const silent = { input: new PassThrough(), output: new PassThrough(), terminal: false, prompt: '' }
  const server = start({ ...silent, useGlobal: true })
  try {
    return await new Promise((resolve, reject) => {
      onThrown(server, error => reject(readable(error)))
      server.eval(
        `${withoutShebang(code)}\n`,
        server.context,
        'automap',
        (error: unknown, value: unknown) => {
          // In a box, as what is not awaited is not to be.
          if (error === null || error === undefined) resolve({ value })
          else reject(readable(error))
        },
      )
    })
  } finally {
    server.close()
  }
}

function withoutShebang(code: string): string {
  return code.replace(/^#!.*/, '')
}

/** What the prompt would wait for the rest of is not whole. */
function readable(error: unknown): unknown {
  const cause: unknown = (error as { readonly err?: unknown }).err ?? error
  if (!(cause instanceof SyntaxError)) return cause
  return new CommandError(`Cannot run the code: ${cause.message}`, undefined, { cause })
}
