/** Finds the file behind an address or a knex. Opens no database, creates no file. */

import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Knex } from 'knex'
import { ConnectionError, OptionError } from '../../errors.js'

/** The drivers, the preferred one first. */
export const drivers: readonly string[] = ['better-sqlite3', 'sqlite3']

const memory = ':memory:'
const require = createRequire(import.meta.url)

/** What an address means. */
export interface Place {
  /** A path, or `:memory:`. */
  readonly filename: string
  readonly readonly: boolean
  /** False where the address says itself that the file is there. */
  readonly creatable: boolean
}

/** Takes `sqlite:PATH`, `sqlite::memory:`, `file:` addresses, and bare paths that end in .db, .sqlite or .sqlite3. */
export function accepts(url: string): boolean {
  if (/^(sqlite|file):/i.test(url) || url === memory) return true
  return !/^[a-z][a-z0-9+.-]+:/i.test(url) && /\.(db|sqlite3?)$/i.test(url)
}

/**
 * Gives the knex configuration for an address. What follows `sqlite:` is a path as it is, relative or absolute, with or
 * without `//` before it; a `file:` address is percent-encoded and may end in `?mode=ro`. Throws `ConnectionError` where
 * no file is there and none is to be made, or no driver installed.
 */
export function configOf(url: string, mayCreate = false): Knex.Config {
  const place = placeOf(url)
  if (place.filename !== memory) checkFile(place.filename, mayCreate && place.creatable)
  const client = installedDriver(require.resolve)
  return {
    client,
    connection: connectionOf(client, place) as Knex.Sqlite3ConnectionConfig,
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  }
}

/** Gives the first driver that resolves. Throws `ConnectionError` DRIVER_MISSING. */
export function installedDriver(resolve: (name: string) => unknown): string {
  const found = drivers.find(name => {
    try {
      resolve(name)
      return true
    } catch {
      return false
    }
  })
  if (found !== undefined) return found
  throw new ConnectionError(
    'DRIVER_MISSING',
    'Cannot open a SQLite database: neither "better-sqlite3" nor "sqlite3" is installed; npm install better-sqlite3',
  )
}

/** Refuses a knex whose file is not there, unless one may be made: its first query would create an empty database. */
export function check(knex: Knex, mayCreate = false): void {
  const filename = filenameOf(knex.client)
  if (filename === null || filename === '' || filename === memory || /^file:/i.test(filename)) return
  checkFile(filename, mayCreate)
}

/** Names a client's database for messages: no more of a path than its last part. */
export function databaseNameOf(client: Knex.Client): string {
  const filename = filenameOf(client)
  return filename === null ? 'the SQLite database' : `"${basename(filename)}"`
}

/** Null where the settings come from a function that knex has not called yet. */
function filenameOf(client: Knex.Client): string | null {
  const settings = client.connectionSettings as { filename?: unknown } | undefined
  return typeof settings?.filename === 'string' ? settings.filename : null
}

function checkFile(filename: string, mayCreate: boolean): void {
  const name = `"${basename(filename)}"`
  let isDirectory: boolean
  try {
    isDirectory = statSync(filename).isDirectory()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' && mayCreate) return
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new ConnectionError(
        'DATABASE_MISSING',
        `Cannot open ${name}: there is no such file; check the path, or create the database first`,
        { cause },
      )
    }
    throw new ConnectionError(
      'CONNECTION_FAILED',
      `Cannot open ${name}: the file cannot be reached (${code})`,
      { cause },
    )
  }
  if (isDirectory) {
    throw new ConnectionError(
      'CONNECTION_FAILED',
      `Cannot open ${name}: it is a directory; name the file in it`,
    )
  }
}

function placeOf(url: string): Place {
  const place = /^file:/i.test(url)
    ? placeOfFileUrl(url)
    : { filename: url.replace(/^sqlite:(\/\/)?/i, ''), readonly: false, creatable: true }
  if (place.filename !== '') return place
  const example = /^file:/i.test(url) ? 'file:data.db' : 'sqlite:data.db'
  throw new OptionError(
    'OPTION_INVALID',
    `Expected an address with a path, for example ${example}, got "${url}"`,
  )
}

function placeOfFileUrl(url: string): Place {
  const [address, query] = partsOf(url)
  const parameters = [...new URLSearchParams(query)]
  const other = parameters.find(([name, value]) => name !== 'mode' || !['ro', 'rw', 'memory'].includes(value))
  if (other) {
    throw new OptionError(
      'OPTION_INVALID',
      `Cannot open a file: address with "${other.join('=')}"; only mode=ro, mode=rw and mode=memory are known`,
    )
  }
  const mode = parameters.at(-1)?.[1]
  const filename = mode === 'memory' ? memory : pathOf(address)
  return { filename, readonly: mode === 'ro', creatable: mode === undefined }
}

function partsOf(url: string): [address: string, query: string] {
  const mark = url.indexOf('?')
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

function pathOf(address: string): string {
  try {
    return /^file:\//i.test(address)
      ? fileURLToPath(address)
      : decodeURIComponent(address.slice('file:'.length))
  } catch (cause) {
    throw new OptionError('OPTION_INVALID', `Cannot open "${address}": it is not a valid file: address`, {
      cause,
    })
  }
}

/** Gives knex's settings for a driver. Only better-sqlite3 has an option for reading alone; sqlite3 takes an address. */
export function connectionOf(client: string, { filename, readonly }: Omit<Place, 'creatable'>): object {
  if (!readonly) return { filename }
  if (client === 'better-sqlite3') return { filename, options: { readonly: true } }
  return {
    filename: `file:${encodeURIComponent(filename).replaceAll('%2F', '/')}?mode=ro`,
    flags: ['OPEN_URI'],
  }
}
