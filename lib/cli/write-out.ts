/** Writes a text where it was asked to go. Never leaves half a file. */

import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { CommandError, exits } from './exit.js'
import type { Terminal } from './terminal.js'

/** Writes to the file, or to standard output where none is named. Throws `CommandError`. */
export async function writeOut(text: string, file: string | undefined, terminal: Terminal): Promise<void> {
  if (file === undefined || file === '-') {
    terminal.stdout.write(text)
    return
  }
  const path = resolve(terminal.cwd, file)
  const half = `${path}.${process.pid}.tmp`
  try {
    await writeFile(half, text)
    await rename(half, path)
  } catch (cause) {
    await rm(half, { force: true })
    const { code } = cause as NodeJS.ErrnoException
    throw new CommandError(`Cannot write "${basename(path)}": ${code}; mend the path`, exits.failed, {
      cause,
    })
  }
  terminal.note(`Wrote ${file}`)
}
