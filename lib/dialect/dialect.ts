/** The only list of databases, and the way from what a caller gives to a knex and its dialect. */

import { promisify } from 'node:util'
import type { Knex } from 'knex'
import knexOf from 'knex'
import type { DialectName } from '../../types/schema.js'
import { ConnectionError, OptionError } from '../errors.js'
import { isPlainObject, valueText } from '../schema/value-text.js'
import type { Dialect, Lease } from './contract.js'
import { postgres } from './postgres/index.js'
import { sqlite } from './sqlite/index.js'

const dialects: readonly Dialect[] = [sqlite, postgres]

/** The names of all of them. */
export const dialectNames: readonly DialectName[] = dialects.map(({ name }) => name)

/** Gives the database of this name. */
export function dialectNamed(name: DialectName): Dialect {
  return dialects.find(dialect => dialect.name === name) as Dialect
}

/** What else knex calls their drivers. */
const aliases: readonly string[] = ['sqlite', 'postgres', 'postgresql']

/** A connection, the database behind it, and whether it is ours to close. */
export interface Connected {
  readonly knex: Knex
  readonly dialect: Dialect
  readonly owned: boolean
}

/** What a connection is asked for. */
export interface Purpose {
  /** For messages. */
  readonly caller: string
  /** Whether a database that is a file may be made. */
  readonly mayCreate: boolean
  /** Whether the database is to refuse writes, on connections that are opened here. */
  readonly readsOnly?: boolean
  /** Milliseconds after which the server ends a statement, on connections that are opened here. */
  readonly statementTimeout?: number
}

const reading: Purpose = { caller: 'automap()', mayCreate: false }

/** True for what is an address of a database. */
export function isAddress(text: string): boolean {
  return dialects.some(dialect => dialect.accepts(text))
}

/** Takes an address, a knex configuration or a knex instance. Throws `OptionError` or `ConnectionError`. */
export function connect(connection: unknown, purpose: Purpose = reading): Connected {
  if (isKnex(connection)) {
    const dialect = dialectOf(connection)
    dialect.check(connection, purpose.mayCreate)
    return { knex: connection, dialect, owned: false }
  }
  const config = configOf(connection, purpose)
  const leaseOf = (made: unknown): Lease => ({ client: knex.client, connection: made })
  const first = async (made: unknown): Promise<void> => dialectOf(knex).begin?.(leaseOf(made))
  const last = async (made: unknown): Promise<void> => {
    const { forbidWrites, limitTime } = dialectOf(knex).transactions
    if (purpose.statementTimeout !== undefined) await limitTime(leaseOf(made), purpose.statementTimeout)
    if (purpose.readsOnly === true) await forbidWrites(leaseOf(made))
  }
  const knex = opened(prepared(config, first, last), purpose)
  try {
    const dialect = dialectOf(knex)
    dialect.check(knex, purpose.mayCreate)
    return { knex, dialect, owned: true }
  } catch (error) {
    // A pool that nobody holds would keep the process alive.
    void knex.destroy()
    throw error
  }
}

function configOf(connection: unknown, purpose: Purpose): Knex.Config {
  if (typeof connection === 'string') return configOfAddress(connection, purpose)
  if (isPlainObject(connection)) return connection
  throw new OptionError(
    'OPTION_INVALID',
    `Expected the connection of ${purpose.caller} to be an address, a knex instance or a knex configuration, got ${valueText(connection)}`,
  )
}

type AfterCreate = (connection: unknown, done: (error: unknown) => void) => void

/** Does something to a connection. */
type Prepare = (connection: unknown) => Promise<void>

/** Lets each connection that the pool makes be prepared before and after what the caller does to it. */
function prepared(config: Knex.Config, first: Prepare, last: Prepare): Knex.Config {
  const own = config.pool?.afterCreate as AfterCreate | undefined
  const asked = own === undefined ? async () => undefined : promisify(own)
  const afterCreate: AfterCreate = (connection, done) => {
    first(connection)
      .then(() => asked(connection))
      .then(() => last(connection))
      .then(() => done(null), done)
  }
  return { ...config, pool: { ...config.pool, afterCreate } }
}

/** A client that is not supported is refused before knex asks for its driver on the console. */
function opened(config: Knex.Config, { caller }: Purpose): Knex {
  const { client } = config
  if (typeof client === 'string' && ![...drivers(), ...aliases].includes(client)) throw unsupported(client)
  try {
    return knexOf(config)
  } catch (cause) {
    const { message } = cause as Error
    throw new OptionError(
      'OPTION_INVALID',
      `Expected the connection of ${caller} to be a configuration that knex takes; it says: ${message}`,
      { cause },
    )
  }
}

function configOfAddress(address: string, { mayCreate }: Purpose): Knex.Config {
  const dialect = dialects.find(candidate => candidate.accepts(address))
  if (dialect !== undefined) return dialect.configOf(address, mayCreate)
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
  throw unsupported(driver)
}

function unsupported(client: string): ConnectionError {
  return new ConnectionError(
    'DRIVER_UNSUPPORTED',
    `Cannot reflect through knex client "${client}"; supported clients are ${drivers().join(', ')}`,
  )
}

function drivers(): readonly string[] {
  return dialects.flatMap(dialect => dialect.drivers)
}

function isKnex(value: unknown): value is Knex {
  return typeof value === 'function' && 'client' in value
}
