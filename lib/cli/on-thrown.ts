/** Listens to what code at a prompt throws at once: the prompt tells its domain of it, and not who asked. Prints nothing. */

import type { REPLServer } from 'node:repl'

interface Domain {
  removeAllListeners(event: 'error'): void
  on(event: 'error', listener: (error: unknown) => void): void
}

/** Takes the place of the prompt's own listener. */
export function onThrown(server: REPLServer, listener: (error: unknown) => void): void {
  const { _domain: domain } = server as unknown as { readonly _domain: Domain }
  domain.removeAllListeners('error')
  domain.on('error', listener)
}
