/** Reads and writes the files of snapshots, whole or not at all. */

import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Snapshot } from '../../types/snapshot.js'
import { OptionError, SnapshotError } from '../errors.js'
import { valueText } from '../schema/value-text.js'
import { parseSnapshot, snapshotText } from './file.js'

/** Reads a snapshot: from its file, or out of what was read; it is not frozen. Throws `SnapshotError` SNAPSHOT_MISSING or SNAPSHOT_INVALID. */
export async function loadSnapshot(given: string | object): Promise<Snapshot> {
  if (typeof given !== 'string') return parseSnapshot(given)
  const name = JSON.stringify(given)
  let text: string
  try {
    text = await readFile(given, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code !== 'ENOENT') {
      throw new SnapshotError('SNAPSHOT_INVALID', `Cannot read snapshot ${name}: ${message}`, { cause })
    }
    throw new SnapshotError(
      'SNAPSHOT_MISSING',
      `Cannot boot from snapshot ${name}: there is no such file; write it by db.snapshot(file) or the command "automap snapshot"`,
      { cause },
    )
  }
  return parseSnapshot(text, `snapshot ${name}`)
}

/** Gives the path that a snapshot is to be written to; null where none is given. Throws `OptionError`. */
export function checkFile(file: unknown): string | null {
  if (file === undefined) return null
  if (typeof file === 'string' && file !== '') return file
  throw new OptionError(
    'OPTION_INVALID',
    `Expected snapshot() to be given the path of a file, got ${valueText(file)}`,
  )
}

/** Writes a snapshot beside the file, and then in its place, so that nobody ever reads half of it. */
export async function storeSnapshot(file: string, snapshot: Snapshot): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${randomUUID()}`)
  try {
    await writeFile(draft, snapshotText(snapshot))
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
