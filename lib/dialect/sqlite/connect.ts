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

interface Place {
  /** A path, or `:memory:`. */
  readonly filename: string
  readonly readonly: boolean
}

/** Takes `sqlite:PATH`, `sqlite::memory:`, `file:` addresses, and bare paths that end in .db, .sqlite or .sqlite3. */
export function accepts(url: string): boolean {
  if (/^(sqlite|file):/i.test(url) || url === memory) return true
  return !/^[a-z][a-z0-9+.-]+:/i.test(url) && /\.(db|sqlite3?)$/i.test(url)
}

/**
 * Gives the knex configuration for an address. What follows `sqlite:` is a path as it is, relative or absolute, with or
 * without `//` before it; a `file:` address is percent-encoded and may end in `?mode=ro`. Throws `ConnectionError` where
 * no file is there, or no driver installed.
 */
export function configOf(url: string): Knex.Config {
  const place = placeOf(url)
  if (place.filename !== memory) checkFile(place.filename)
  const client = installedDriver(name => isInstalled(name))
  return {
    client,
    connection: connectionOf(client, place) as Knex.Sqlite3ConnectionConfig,
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  }
}

/** Gives the first driver that is installed. Throws `ConnectionError` DRIVER_MISSING. */
export function installedDriver(isInstalled: (name: string) => boolean): string {
  const found = drivers.find(isInstalled)
  if (found !== undefined) return found
  throw new ConnectionError(
    'DRIVER_MISSING',
    'Cannot open a SQLite database: neither "better-sqlite3" nor "sqlite3" is installed; npm install better-sqlite3',
  )
}

/** Refuses a knex whose file is not there: its first query would create an empty database. */
export function check(knex: Knex): void {
  const filename = filenameOf(knex.client)
  if (filename === null || filename === '' || filename === memory || /^file:/i.test(filename)) return
  checkFile(filename)
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

function checkFile(filename: string): void {
  const name = `"${basename(filename)}"`
  let isDirectory: boolean
  try {
    isDirectory = statSync(filename).isDirectory()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
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
  if (/^file:/i.test(url)) return placeOfFileUrl(url)
  const filename = url.replace(/^sqlite:(\/\/)?/i, '')
  if (filename !== '') return { filename, readonly: false }
  throw new OptionError(
    'OPTION_INVALID',
    `Expected an address with a path after "${url}", for example sqlite:data.db`,
  )
}

function placeOfFileUrl(url: string): Place {
  const [address = '', query = ''] = url.split('#', 1)[0]!.split(/\?(.*)/s)
  const parameters = [...new URLSearchParams(query)]
  const other = parameters.find(([name, value]) => name !== 'mode' || !['ro', 'rw', 'memory'].includes(value))
  if (other) {
    throw new OptionError(
      'OPTION_INVALID',
      `Cannot open a file: address with "${other.join('=')}"; only mode=ro, mode=rw and mode=memory are known`,
    )
  }
  const mode = parameters.at(-1)?.[1]
  if (mode === 'memory') return { filename: memory, readonly: false }
  return { filename: pathOf(address), readonly: mode === 'ro' }
}

function pathOf(address: string): string {
  if (/^file:\//i.test(address)) return fileURLToPath(address)
  return decodeURIComponent(address.slice('file:'.length))
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name)
    return true
  } catch {
    return false
  }
}

/** Both take a read-only file by itself; to ask for it, sqlite3 knows an address alone. */
function connectionOf(client: string, { filename, readonly }: Place): object {
  if (!readonly) return { filename }
  if (client === 'better-sqlite3') return { filename, options: { readonly: true } }
  return {
    filename: `file:${encodeURIComponent(filename).replaceAll('%2F', '/')}?mode=ro`,
    flags: ['OPEN_URI'],
  }
}
