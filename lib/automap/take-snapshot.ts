/** Takes the snapshot of a living automap. Writes no file. */

import { isDeepStrictEqual } from 'node:util'
import type { Snapshot } from '../../types/snapshot.js'
import { SnapshotError, TransactionError } from '../errors.js'
import type { Executor } from '../query/executor.js'
import { snapshotOf } from '../snapshot/take.js'
import type { Boot } from './boot.js'
import { requestFor } from './ground.js'

/**
 * Gives the snapshot, with the fingerprint of the very structure that it holds. Throws `SnapshotError` SNAPSHOT_STALE where that
 * is not what the database has now, and as reflection does.
 */
export async function takeSnapshot(executor: Executor, boot: Boot, timeout: number): Promise<Snapshot> {
  const { dialect, isClosed } = executor
  if (isClosed) throw new TransactionError('CLOSED', 'Cannot take a snapshot: this automap was closed')
  const knex = executor.scope ?? executor.knex
  const request = requestFor(boot.schema, timeout)
  const fingerprint = await dialect.fingerprint(knex, request)
  const now = await dialect.reflect(knex, request)
  // What changes between both has another fingerprint, and what changed before is seen.
  const isSame =
    isDeepStrictEqual(now, boot.schema) && (await dialect.fingerprint(knex, request)) === fingerprint
  if (isSame) {
    const { schema, tables, names, mappings, virtual } = boot
    return snapshotOf({ schema, tables, names, mappings, virtual, features: dialect.features, fingerprint })
  }
  throw new SnapshotError(
    'SNAPSHOT_STALE',
    'Cannot take a snapshot: the structure of the database has changed since it was reflected; call automap() again, and take it of that',
  )
}
