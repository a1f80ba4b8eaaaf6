/** Keeps the lines of a prompt for the next one, in a file of the user's own. Keeps none that holds a password. */

import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { REPLServer } from 'node:repl'
import { holdsSecret } from '../secrets.js'
import type { Streams } from '../terminal.js'

/** Gives the path of the history, in a folder that is there; null where it cannot be. */
export function historyFile({ env }: Pick<Streams, 'env'>): string | null {
  const state = env.XDG_STATE_HOME ?? ''
  const folder = join(state === '' ? join(env.HOME ?? homedir(), '.local', 'state') : state, 'automap')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return join(folder, 'history')
  } catch {
    return null
  }
}

/** Has a prompt begin with the history of those before it, and write its own. */
export async function keepHistory(server: REPLServer, path: string): Promise<void> {
  const lines = server as unknown as { readonly history: string[] }
  // Written a moment after each line, from this very list.
  server.on('line', () => {
    const [last] = lines.history
    if (last !== undefined && holdsSecret(last)) lines.history.shift()
  })
  await new Promise<void>(resolve => server.setupHistory(path, () => resolve()))
}
