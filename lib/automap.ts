/** Joins the floors: from a connection to a database of models. Does no work of its own. */

import type { AutomapFunction } from '../types/automap.js'
import { groundOf, unchecked } from './automap/ground.js'
import { databaseOf } from './automap/live.js'
import { createMissingTables } from './create-tables.js'
import { type Connected, connect } from './dialect/dialect.js'
import { ConnectionError, OptionError } from './errors.js'
import type { Database } from './model/database.js'
import { type CheckedOptions, checkOptions } from './options.js'
import { parseSnapshot } from './snapshot/file.js'
import { loadSnapshot } from './snapshot/store.js'

/**
 * Reflects a database, or takes the snapshot of one, and builds its models. Takes an address, a knex configuration, or a knex
 * instance, which stays its owner's to close. Throws `OptionError`, `ConnectionError`, `ReflectionError`, `SnapshotError`,
 * `DeclarationError` or `MappingError`, and then no class is bound.
 */
export const automap = Object.assign(automapOf, { fromSnapshot: bootAtOnce }) as unknown as AutomapFunction

async function automapOf(connection: unknown, options: unknown = {}): Promise<Database> {
  const checked = checkOptions(options)
  const snapshot = checked.snapshot === null ? null : await loadSnapshot(checked.snapshot)
  const connected = connectedFor('automap()', connection, checked)
  try {
    if (checked.createsMissing) {
      await createMissingTables(connected, checked.declarations, checked.schemas?.[0] ?? null)
    }
    return databaseOf(connected, await groundOf(connected, snapshot, checked), checked)
  } catch (error) {
    const closed = abandon(connected)
    // A pool waits for the connection that a silent server never makes.
    if (!(error instanceof ConnectionError)) await closed
    throw error
  }
}

function bootAtOnce(connection: unknown, snapshot: unknown, options: unknown = {}): Database {
  const caller = 'automap.fromSnapshot()'
  const checked = checkOptions({ validate: 'never', ...(options as object), snapshot: {} })
  if (checked.createsMissing || checked.validate === 'always') {
    throw new OptionError(
      'OPTION_INVALID',
      `Cannot take option "create", or "validate" as 'always', in ${caller}: it asks the database nothing before it returns; await automap(connection, { snapshot })`,
    )
  }
  const read = parseSnapshot(snapshot)
  const connected = connectedFor(caller, connection, checked)
  try {
    return databaseOf(connected, unchecked(connected.dialect.name, read), checked)
  } catch (error) {
    void abandon(connected)
    throw error
  }
}

function connectedFor(
  caller: string,
  connection: unknown,
  { createsMissing, readOnly }: CheckedOptions,
): Connected {
  return connect(connection, { caller, mayCreate: createsMissing, readsOnly: readOnly })
}

/** Ends a connection that was opened here. */
async function abandon({ knex, owned }: Connected): Promise<void> {
  if (owned) await knex.destroy(() => undefined)
}
