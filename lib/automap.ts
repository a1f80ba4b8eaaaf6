/** Joins the floors: from a connection to a database of models. Does no work of its own. */

import type { AutomapFunction } from '../types/automap.js'
import { databaseOf } from './automap/live.js'
import { createMissingTables } from './create-tables.js'
import { connect } from './dialect/dialect.js'
import { ConnectionError } from './errors.js'
import { checkOptions } from './options.js'

/**
 * Reflects a database and builds its models. Takes an address, a knex configuration, or a knex instance, which stays
 * its owner's to close. Throws `OptionError`, `ConnectionError`, `ReflectionError`, `DeclarationError` or `MappingError`,
 * and then no class is bound.
 */
export const automap = (async (connection: unknown, options: unknown = {}) => {
  const checked = checkOptions(options)
  const { schemas, timeout, createsMissing, declarations, readOnly } = checked
  const purpose = { caller: 'automap()', mayCreate: createsMissing, readsOnly: readOnly }
  const connected = connect(connection, purpose)
  try {
    if (createsMissing) await createMissingTables(connected, declarations, schemas?.[0] ?? null)
    const schema = await connected.dialect.reflect(connected.knex, { schemas, timeout })
    return databaseOf(connected, schema, checked)
  } catch (error) {
    if (connected.owned) {
      const closed = connected.knex.destroy(() => undefined)
      // A pool waits for the connection that a silent server never makes.
      if (!(error instanceof ConnectionError)) await closed
    }
    throw error
  }
}) as unknown as AutomapFunction
