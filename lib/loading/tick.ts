/** Waits for the end of a tick, so that reads that belong together share a statement. Counts nothing. */

/** Settles behind all that this tick's promise jobs still do. */
export function tickEnd(): Promise<void> {
  return new Promise(resolve => {
    void Promise.resolve().then(() => process.nextTick(resolve))
  })
}
