/** Finds and reads a config file. Opens no database. */

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { isPlainObject, valueText } from '../schema/value-text.js'
import { CommandError } from './exit.js'
import { importFile } from './import-file.js'

/** What a config file says. */
export interface Config {
  /** Undefined where it leaves that to others. */
  readonly connection: unknown
  /** Of automap. */
  readonly options: Readonly<Record<string, unknown>>
}

const names = ['js', 'mjs', 'ts', 'json'].map(ending => `automap.config.${ending}`)

/** Gives the path of the folder's config file; null where it has none. */
export function findConfig(folder: string): string | null {
  return names.map(name => join(folder, name)).find(path => existsSync(path)) ?? null
}

/** Reads a config file, or a knexfile. Throws `CommandError`. */
export async function readConfig(path: string, environment = 'development'): Promise<Config> {
  const name = basename(path)
  const given = await contentOf(path, name)
  if (!isPlainObject(given)) {
    throw new CommandError(
      `Cannot use "${name}": expected its default export to be an object with a connection, got ${valueText(given)}`,
    )
  }
  // A knexfile has one configuration, or one for each environment.
  const own = Reflect.get(given, environment)
  const said = 'connection' in given || 'client' in given || !isPlainObject(own) ? given : own
  const { connection, ...options } = said
  const config = 'client' in said ? { connection: said, options: {} } : { connection, options }
  if (typeof config.connection !== 'function') return config
  throw new CommandError(
    `Cannot use "${name}": its connection is a function or a knex instance, which cannot be kept from writing; give its configuration`,
  )
}

async function contentOf(path: string, name: string): Promise<unknown> {
  if (!existsSync(path)) throw new CommandError(`Cannot read "${name}": there is no such file; mend --config`)
  if (extname(path) === '.json') return parsed(await readFile(path, 'utf8'), name)
  try {
    const module = await importFile(path)
    return module.default
  } catch (cause) {
    throw new CommandError(`Cannot read "${name}": ${(cause as Error).message}`, undefined, { cause })
  }
}

/** The engine's own message would quote what is around the mistake, which may be a password. */
function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CommandError(`Cannot read "${name}": it is not JSON; mend it, or write it as a .js file`)
  }
}
