/** Writes a snapshot as the text of a file, and reads it again. Opens no file. */

import { createHash } from 'node:crypto'
import type { Snapshot } from '../../types/snapshot.js'
import { deepFreeze } from '../dialect/plain-data.js'
import { SnapshotError } from '../errors.js'
import { isPlainObject, valueText } from '../schema/value-text.js'
import { content } from './form.js'
import { layout } from './layout.js'
import { Misfit } from './shape.js'

/** The version of the form that is written, and the newest that can be read. */
const format = 1

/** A file above this many characters is no snapshot: 5,000 wide tables take a tenth of it. */
const sizeLimit = 400_000_000

const again = 'take it again, by db.snapshot(file) or the command "automap snapshot"'

/** Gives the text: the same for equal snapshots, and one line for each column, key or relationship, so that differences read well. */
export function snapshotText(snapshot: Snapshot): string {
  return `${layout(fileOf(snapshot))}\n`
}

/** Gives what is written, as plain data. */
export function fileOf(snapshot: Snapshot): Readonly<Record<string, unknown>> {
  const written = content.write(snapshot)
  return { format, checksum: checksumOf(written), ...(written as object) }
}

/**
 * Reads a snapshot out of a text, or of what `JSON.parse` made of it, and freezes it. `name` tells people which. Throws
 * `SnapshotError` SNAPSHOT_INVALID where it is cut off, changed, of a newer version, or no snapshot at all.
 */
export function readSnapshot(given: unknown, name?: string): Snapshot {
  return deepFreeze(parseSnapshot(given, name))
}

/** Does the same without freezing, for those who show it to nobody: to freeze takes as long as to parse. */
export function parseSnapshot(given: unknown, name = 'snapshot'): Snapshot {
  const json = typeof given === 'string' ? parsed(given, name) : given
  if (!isPlainObject(json)) throw invalid(name, `expected an object, got ${valueText(json)}`)
  const { format: version, checksum, ...rest } = json
  if (typeof version === 'number' && version > format) {
    throw new SnapshotError(
      'SNAPSHOT_INVALID',
      `Cannot read ${name}: it has format ${version}, and this version of knex-automap knows none above ${format}; update knex-automap`,
    )
  }
  if (version !== format) throw invalid(name, `it has no "format": ${format}`)
  const snapshot = contentOf(rest, name)
  // What was read is mostly what was written; but what is left out and what says the same in full have one sum.
  const isIntact = checksum === undefined || checksum === checksumOf(rest)
  if (!isIntact && checksum !== checksumOf(content.write(snapshot))) {
    throw invalid(name, 'it was changed after it was written: its checksum is another')
  }
  return { format, ...snapshot }
}

function contentOf(rest: object, name: string): Omit<Snapshot, 'format'> {
  try {
    return content.read(rest)
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    throw invalid(name, `${error.path}: ${error.message}`)
  }
}

function parsed(text: string, name: string): unknown {
  if (text.length > sizeLimit) throw invalid(name, `it has more than ${sizeLimit} characters`)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SnapshotError(
      'SNAPSHOT_INVALID',
      `Cannot read ${name}: it is no whole JSON (${(cause as Error).message}); ${again}`,
      { cause },
    )
  }
}

function checksumOf(written: unknown): string {
  return createHash('sha256').update(JSON.stringify(written)).digest('hex')
}

function invalid(name: string, why: string): SnapshotError {
  return new SnapshotError('SNAPSHOT_INVALID', `Cannot read ${name}: ${why}; ${again}`)
}
