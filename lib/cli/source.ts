/** Finds out which database, or which snapshot of one, is meant. Opens neither. */

import { resolve } from 'node:path'
import { isAddress } from '../dialect/dialect.js'
import { isPlainObject } from '../schema/value-text.js'
import { findConfig, readConfig } from './config-file.js'
import { CommandError } from './exit.js'
import type { Streams } from './terminal.js'

/** The options of every command that has to do with a database. */
export interface SourceFlags {
  readonly config?: string
  readonly schema?: readonly string[]
  readonly only?: readonly string[]
  readonly except?: readonly string[]
  /** Seconds. */
  readonly timeout: number
}

/** A database, or a file that holds a snapshot. */
export type Source =
  | { readonly snapshot: string }
  | { readonly connection: unknown; readonly options: Readonly<Record<string, unknown>> }

/** What was named on the command line, and the rest of it. */
export interface Operands {
  readonly database: string | undefined
  readonly rest: readonly string[]
}

/** The database may be left out: the first word is one if it can be. */
export function operandsOf(words: readonly (string | undefined)[]): Operands {
  const given = words.filter(word => word !== undefined)
  const [first, ...rest] = given
  if (first !== undefined && isNamed(first)) return { database: first, rest }
  return { database: undefined, rest: given }
}

/** True for an address, known or not, and for a path that cannot be anything else. */
export function isNamed(word: string): boolean {
  return isAddress(word) || word.endsWith('.json') || /^[a-z][a-z0-9+.-]*:/i.test(word)
}

/**
 * Gives what is meant: what was named; else what the config file says, `--config` or the one in this folder; else `DATABASE_URL`.
 * Throws `CommandError`.
 */
export async function sourceOf(
  database: string | undefined,
  flags: SourceFlags,
  { env, cwd }: Pick<Streams, 'env' | 'cwd'>,
): Promise<Source> {
  if (database?.endsWith('.json') === true && !isAddress(database))
    return { snapshot: resolve(cwd, database) }
  const path = flags.config === undefined ? null : resolve(cwd, flags.config)
  const found = path ?? (database === undefined ? findConfig(cwd) : null)
  const config =
    found === null ? { connection: undefined, options: {} } : await readConfig(found, env.NODE_ENV)
  const connection = database ?? config.connection ?? env.DATABASE_URL
  if (connection === undefined || connection === '') {
    throw new CommandError(
      'No database is named: give an address or a path, write automap.config.js, or set DATABASE_URL; see automap --help',
    )
  }
  refuseAmbiguous(connection)
  return { connection, options: { ...config.options, ...wishesOf(flags) } }
}

/** An "@" behind the host is most likely of a password, of which a part would be taken for a database, and told. */
function refuseAmbiguous(connection: unknown): void {
  if (isPlainObject(connection)) {
    refuseAmbiguous(connection.connection)
    refuseAmbiguous(connection.connectionString)
  }
  if (typeof connection !== 'string') return
  const [, behind = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*[:@][^/?#]*(.*)$/is.exec(connection) ?? []
  if (!/^[^?]*@|^[^=]*@/.test(behind)) return
  throw new CommandError(
    'Cannot use the address: there is an "@" behind its host; percent-encode what is special in names and passwords, as %2F for "/", %23 for "#", %3F for "?", %40 for "@"',
  )
}

function wishesOf({ schema, only, except, timeout }: SourceFlags): Record<string, unknown> {
  return {
    ...(schema !== undefined && { schema }),
    ...(only !== undefined && { only }),
    ...(except !== undefined && { except }),
    timeout: timeout * 1000,
  }
}

/** Gives what people call a database, without anything secret: the last part of its path, or its name and host. */
export function placeOf(settings: unknown): string {
  if (typeof settings === 'string') return placeOfAddress(settings)
  if (!isPlainObject(settings)) return 'database'
  const { connectionString, filename, database, host } = settings
  const address = connectionString ?? filename
  if (typeof address === 'string') return placeOfAddress(address)
  if (typeof database !== 'string') return 'database'
  return typeof host === 'string' ? `${database}@${host}` : database
}

function placeOfAddress(address: string): string {
  const url = /:\/\//.test(address) && URL.canParse(address) ? new URL(address) : null
  const last =
    (url?.pathname ?? address)
      .split(/[\\/:]/)
      .filter(Boolean)
      .at(-1) ?? 'database'
  return url === null || url.hostname === '' ? last.replace(/\?.*$/, '') : `${last}@${url.hostname}`
}
