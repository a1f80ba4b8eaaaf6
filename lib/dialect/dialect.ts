/** The only list of databases, and the way from what a caller gives to a knex and its dialect. */

import knexOf, { type Knex } from 'knex'
import { ConnectionError, OptionError } from '../errors.js'
import type { Dialect } from './contract.js'
import { postgres } from './postgres/index.js'
import { sqlite } from './sqlite/index.js'

const dialects: readonly Dialect[] = [sqlite, postgres]

/** A connection, the database behind it, and whether it is ours to close. */
export interface Connected {
  readonly knex: Knex
  readonly dialect: Dialect
  readonly owned: boolean
}

/** Takes an address, a knex configuration or a knex instance. Throws `OptionError` or `ConnectionError`. */
export function connect(connection: unknown): Connected {
  if (isKnex(connection)) {
    const dialect = dialectOf(connection)
    dialect.check(connection)
    return { knex: connection, dialect, owned: false }
  }
  const knex = knexOf(configOf(connection))
  try {
    const dialect = dialectOf(knex)
    dialect.check(knex)
    return { knex, dialect, owned: true }
  } catch (error) {
    // A pool that nobody holds would keep the process alive.
    void knex.destroy()
    throw error
  }
}

function configOf(connection: unknown): Knex.Config {
  if (typeof connection === 'string') return configOfAddress(connection)
  if (typeof connection === 'object' && connection !== null && 'client' in connection)
    return connection as Knex.Config
  throw new OptionError(
    'OPTION_INVALID',
    `Expected the connection of automap() to be an address, a knex instance or a knex configuration, got ${typeof connection}`,
  )
}

function configOfAddress(address: string): Knex.Config {
  const dialect = dialects.find(candidate => candidate.accepts(address))
  if (dialect !== undefined) return dialect.configOf(address)
  // Only the scheme is repeated, as the rest may hold a password.
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(address)?.[0] ?? 'no scheme'
  throw new OptionError(
    'OPTION_INVALID',
    `Cannot tell the database from the address (${scheme}): expected sqlite:PATH, a path that ends in .db, .sqlite or .sqlite3, or postgres://…`,
  )
}

/** The driver's name is stable; a constructor's is not. */
function dialectOf(knex: Knex): Dialect {
  const driver = String(Reflect.get(knex.client, 'driverName'))
  const found = dialects.find(dialect => dialect.drivers.includes(driver))
  if (found !== undefined) return found
  const known = dialects.flatMap(dialect => dialect.drivers).join(', ')
  throw new ConnectionError(
    'DRIVER_UNSUPPORTED',
    `Cannot reflect through knex client "${driver}"; supported clients are ${known}`,
  )
}

function isKnex(value: unknown): value is Knex {
  return typeof value === 'function' && 'client' in value
}
