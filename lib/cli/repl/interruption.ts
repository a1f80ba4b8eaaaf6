/** Lets Ctrl-C end the wait for what runs, instead of the prompt. Ends nothing that runs. */

import type { REPLServer } from 'node:repl'

/** As the runtime says it of code that it runs itself. */
const code = 'ERR_SCRIPT_EXECUTION_INTERRUPTED'

/** True for what `interruptible` rejects with, and the prompt itself. */
export function isInterruption(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null | undefined)?.code === code
}

/** Waits for the work, or for Ctrl-C. */
export async function interruptible<T>(server: REPLServer, work: Promise<T>): Promise<T> {
  const idle = server.listeners('SIGINT') as (() => void)[]
  server.removeAllListeners('SIGINT')
  const interruption = new Promise<never>((_, reject) => {
    server.once('SIGINT', () => reject(Object.assign(new Error('Interrupted'), { code })))
  })
  try {
    return await Promise.race([work, interruption])
  } finally {
    server.removeAllListeners('SIGINT')
    for (const listener of idle) server.on('SIGINT', listener)
  }
}
