/** Keeps a database up to date with what is reflected later, and takes its snapshots. Changes nothing that exists. */

import type { Connected } from '../dialect/dialect.js'
import { TransactionError } from '../errors.js'
import type { Mapping } from '../mapping/mapping.js'
import { Database, type DatabaseParts } from '../model/database.js'
import { explain } from '../naming/explain.js'
import { type CheckedOptions, checkReflectOptions } from '../options.js'
import { Executor } from '../query/executor.js'
import type { KnownSchema } from '../query/violation/place.js'
import { FrozenNames } from '../snapshot/frozen.js'
import { type Boot, bootOf } from './boot.js'
import { completing, contextOf } from './complete.js'
import { type Ground, validateLater } from './ground.js'
import { bootOnDemand } from './on-demand.js'
import { takeSnapshot } from './take-snapshot.js'

/** From a structure to a database. */
export function databaseOf(connected: Connected, ground: Ground, options: CheckedOptions): Database {
  const { schema, snapshot } = ground
  const frozen = snapshot === null ? null : new FrozenNames(snapshot)
  const { knex, dialect, owned } = connected
  const executor = new Executor(knex, dialect, options.readOnly)
  const context = contextOf(executor)
  const complete = completing(context, options.groupSize)
  const input = { schema, dialect, options, before: null, frozen, complete: complete.one }
  let boot = bootOnDemand(input) ?? bootOf(input)
  complete.all(boot, boot.mappings)
  executor.known = knownOf(boot)
  const reflect = inTurn(again)
  const partsOf = (made: Boot): DatabaseParts => ({
    schema: made.schema,
    report: () => made.report,
    mappings: made.mappings,
    executor,
    context,
    owned,
    explain: subject => explain(made.names, subject),
    reflect,
    origin: ground,
    snapshot: () => takeSnapshot(executor, boot, options.timeout),
  })
  if (options.validate === 'background') void validateLater(executor, ground, options.timeout)
  return new Database(partsOf(boot))

  async function again(given: unknown): Promise<DatabaseParts> {
    if (executor.isClosed) {
      throw new TransactionError('CLOSED', 'Cannot reflect again: this automap was closed')
    }
    const { schemas, ...wishes } = checkReflectOptions(given, options)
    const wanted = new Set([...boot.schema.schemas, ...(schemas ?? [])])
    const request = { schemas: [boot.schema.defaultSchema, ...wanted], timeout: options.timeout }
    const now = await dialect.reflect(executor.scope ?? knex, request)
    const undo = growthOf(boot.mappings)
    try {
      const next = bootOf({ schema: now, dialect, options: { ...options, ...wishes }, before: boot, frozen })
      complete.all(next, undo.grown(next.mappings))
      boot = next
      executor.known = knownOf(next)
      return partsOf(next)
    } catch (error) {
      undo.prune()
      throw error
    }
  }
}

/** One after the other: each adds to what the one before it has left. */
function inTurn<T>(work: (given: unknown) => Promise<T>): (given: unknown) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve()
  return given => {
    const next = turn.then(() => work(given))
    turn = next.catch(() => undefined)
    return next
  }
}

/** What errors are told by. */
function knownOf({ schema, mappings }: Boot): KnownSchema {
  return { tables: schema.tables, mappings, defaultSchema: schema.defaultSchema }
}

interface Growth {
  /** Gives the mappings that are new, or have new relationships. */
  readonly grown: (mappings: readonly Mapping[]) => readonly Mapping[]
  /** Takes away what was added. */
  readonly prune: () => void
}

/** Remembers the relationships that there are. */
function growthOf(mappings: readonly Mapping[]): Growth {
  const grounds = mappings.flatMap(({ inheritance }) => inheritance?.ground ?? [])
  const before = new Map(
    [...mappings, ...grounds].map(mapping => [mapping, new Set(mapping.relationships.keys())]),
  )
  return {
    grown: list => list.filter(mapping => before.get(mapping)?.size !== mapping.relationships.size),
    prune: () => {
      for (const [{ relationships }, known] of before) {
        for (const name of relationships.keys()) {
          if (!known.has(name)) (relationships as Map<string, unknown>).delete(name)
        }
      }
    },
  }
}
