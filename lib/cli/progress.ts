/** Says that something is still going on, where it takes long and a person is watching. Silent everywhere else. */

import type { Terminal } from './terminal.js'

/** Runs the work; after so many milliseconds standard error shows what is going on, until it is over. */
export async function watched<T>(
  { stderr }: Pick<Terminal, 'stderr'>,
  doing: string,
  work: () => Promise<T>,
  after = 1000,
): Promise<T> {
  if (stderr.isTTY !== true) return await work()
  let shown: Promise<() => void> | null = null
  const timer = setTimeout(() => {
    shown = show(stderr, doing)
  }, after)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    const stop = await (shown as Promise<() => void> | null)
    stop?.()
  }
}

async function show(stream: NodeJS.WritableStream, doing: string): Promise<() => void> {
  const { SingleBar } = (await import('cli-progress')).default
  const format = `${doing} … {duration_formatted}`
  // A cursor that is hidden stays so where this is interrupted.
  const bar = new SingleBar({ format, stream, clearOnComplete: true, fps: 2 })
  bar.start(1, 0)
  return () => bar.stop()
}
