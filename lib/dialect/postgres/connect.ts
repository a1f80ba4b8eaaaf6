/** Says how a PostgreSQL server is reached through knex, and why it was not. Opens no connection, shows no password. */

import { createRequire } from 'node:module'
import type { Knex } from 'knex'
import type { Client } from 'pg'
import { ConnectionError } from '../../errors.js'

const scheme = /^postgres(ql)?:\/\//i

/** Gives the path of a package. Throws where there is none. */
export type Resolve = (name: string) => string

/** True for an address that begins with `postgres://` or `postgresql://`. */
export function accepts(url: string): boolean {
  return scheme.test(url)
}

/** Gives knex's configuration for an address. Throws `ConnectionError` where the driver is missing or no URL is given. */
export function configOf(
  url: string,
  resolve: Resolve = createRequire(import.meta.url).resolve,
): Knex.Config {
  assertDriver(resolve)
  if (!URL.canParse(url)) {
    throw new ConnectionError(
      'CONNECTION_FAILED',
      'Cannot connect to PostgreSQL: the address is not a URL; write postgres://user:password@host:5432/database, ' +
        'with every special character of the password percent-encoded',
    )
  }
  // Knex gives up after as long, but leaves the driver waiting, and so the process.
  const connection = { connectionString: url, connectionTimeoutMillis: 30_000 }
  return { client: 'pg', connection, pool: { min: 0, max: 10 } }
}

function assertDriver(resolve: Resolve): void {
  try {
    resolve('pg')
  } catch (error) {
    throw new ConnectionError(
      'DRIVER_MISSING',
      'Cannot connect to PostgreSQL: package "pg" is not installed. Run: npm install pg',
      { cause: error },
    )
  }
}

const cures: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there; start the server, or mend host and port'],
  ['ENOTFOUND', 'the host name is unknown; mend it'],
  ['EAI_AGAIN', 'the host name could not be looked up; mend it, or try again'],
  ['ETIMEDOUT', 'the host does not answer; mend it, or try again'],
  ['28P01', 'the server refused the user or the password; mend them'],
  ['28000', "the server does not let this user in; mend the user, or the server's pg_hba.conf"],
  ['3D000', 'the server has no database of that name; mend it, or create the database'],
])

/** Gives the error for a connection that could not be made; the message names the place but never the password. */
export function connectionErrorOf(knex: Knex, error: Error & { readonly code?: string }): ConnectionError {
  if (error.name === 'KnexTimeoutError') {
    return new ConnectionError(
      'CONNECTION_TIMEOUT',
      `Cannot connect to PostgreSQL${placeOf(knex)}: knex's pool gave no connection in time; is it too small, or a connection never given back?`,
      { cause: error },
    )
  }
  // Where every address of a host refuses, the message is empty.
  const reason = cures.get(String(error.code)) ?? (error.message || String(error.code))
  return new ConnectionError('CONNECTION_FAILED', `Cannot connect to PostgreSQL${placeOf(knex)}: ${reason}`, {
    cause: error,
  })
}

/** Asks the driver, which alone knows its defaults and the environment; nothing where it refuses the settings. */
function placeOf(knex: Knex): string {
  const { driver, connectionSettings } = knex.client
  try {
    const { database, host, port, user }: Client = new driver.Client(connectionSettings)
    return `${told(', database', database)} on host "${host}", port ${port}${told(', as user', user)}`
  } catch {
    return ''
  }
}

/** Where neither the address nor the environment says, the driver does not know. */
function told(words: string, value: string | undefined): string {
  return value === undefined ? '' : `${words} "${value}"`
}
