/** Finds the structure that an automap is built on: a snapshot's, while that is what the database has, or a reflected one. */

import type { Schema } from '../../types/schema.js'
import type { Snapshot, SnapshotState } from '../../types/snapshot.js'
import type { ReflectRequest } from '../dialect/contract.js'
import type { Connected } from '../dialect/dialect.js'
import { SnapshotError } from '../errors.js'
import type { CheckedOptions } from '../options.js'
import type { Executor } from '../query/executor.js'
import { errorOf } from '../query/told.js'

/** What an automap is built on. */
export interface Ground {
  readonly schema: Schema
  /** Whose names stay, also where its structure does not; null: none. */
  readonly snapshot: Snapshot | null
  state: SnapshotState
}

/** Gives the structure. Throws `SnapshotError` SNAPSHOT_INVALID, and as reflection does. */
export async function groundOf(
  { knex, dialect }: Connected,
  snapshot: Snapshot | null,
  { schemas, timeout, validate }: CheckedOptions,
): Promise<Ground> {
  const reflected = (): Promise<Schema> => dialect.reflect(knex, { schemas, timeout })
  if (snapshot === null) return { schema: await reflected(), snapshot, state: 'none' }
  if (validate !== 'always') return unchecked(dialect.name, snapshot)
  const { structure, fingerprint } = unchecked(dialect.name, snapshot).snapshot
  const isWanted = schemas === null || isSameList(schemas, orderedSchemas(structure))
  if (isWanted && (await dialect.fingerprint(knex, requestFor(structure, timeout))) === fingerprint) {
    return { schema: structure, snapshot, state: 'fresh' }
  }
  const schema = await reflected()
  warn('it was reflected again, which takes longer; names of the snapshot were kept')
  return { schema, snapshot, state: 'stale' }
}

/** Gives a snapshot's structure as it is. Throws `SnapshotError` where it is of another kind of database. */
export function unchecked(
  dialect: Schema['dialect'],
  snapshot: Snapshot,
): Ground & { readonly snapshot: Snapshot } {
  const { structure } = snapshot
  if (structure.dialect === dialect) return { schema: structure, snapshot, state: 'unchecked' }
  throw new SnapshotError(
    'SNAPSHOT_INVALID',
    `Cannot boot from the snapshot: it is of ${structure.dialect}, and the connection is to ${dialect}; take one of this database`,
  )
}

/** Asks the database, and tells what it found out. */
export async function validateLater(executor: Executor, ground: Ground, timeout: number): Promise<void> {
  const { snapshot, schema } = ground
  const { knex, dialect, events } = executor
  try {
    const now = await dialect.fingerprint(knex, requestFor(schema, timeout))
    ground.state = now === snapshot?.fingerprint ? 'fresh' : 'stale'
  } catch (error) {
    if (!executor.isClosed)
      events.tell('snapshot', open => ({ state: 'unchecked', error: errorOf(error, open) }))
    return
  }
  if (ground.state === 'stale') warn('queries may fail where it has changed')
  events.tell('snapshot', () => ({ state: ground.state, error: null }))
}

/** Asks for the schemas that a structure was read of, its default one first. */
export function requestFor(structure: Schema, timeout: number): ReflectRequest {
  return { schemas: orderedSchemas(structure), timeout }
}

function orderedSchemas({ defaultSchema, schemas }: Schema): readonly string[] {
  return [defaultSchema, ...schemas.filter(name => name !== defaultSchema)]
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one[0] === other[0] && one.every(name => other.includes(name))
}

function warn(consequence: string): void {
  process.emitWarning(
    `The structure of the database is not what the snapshot says: ${consequence}. Take the snapshot again`,
    { type: 'AutomapWarning', code: 'SNAPSHOT_STALE' },
  )
}
