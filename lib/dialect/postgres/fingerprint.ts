/** Sums up a database's structure, to tell whether it has changed. Makes no sense of it. */

import type { Knex } from 'knex'
import type { ReflectRequest } from '../contract.js'
import { askFor, readCatalog } from './read-catalog.js'
import { fingerprintFor } from './statements.js'

/**
 * Gives a text that changes when anything does that reflection sees, privileges among it, and is the same for the same structure on
 * another server of that version: the server computes it of the rows that reflection reads, without the oids.
 */
export function fingerprint(knex: Knex, request: ReflectRequest): Promise<string> {
  return readCatalog(knex, request, async ({ ask, session, schemas }) => {
    const [row] = await askFor(ask, fingerprintFor(session.version), schemas)
    return row![0] as string
  })
}
