/** Ties the one knot of the house with data: mappings get their classes, queries get what loads. Decides nothing. */

import { Loader } from '../loading/loader.js'
import { loadDeferred, relatedStatement } from '../loading/related.js'
import type { Mapping } from '../mapping/mapping.js'
import { completeModel, completeModels, markUnmapped } from '../model/factory.js'
import type { QueryContext } from '../query/context.js'
import type { Executor } from '../query/executor.js'
import type { Boot } from './boot.js'

/** Gives what the queries of one automap are run with. */
export function contextOf(executor: Executor): QueryContext {
  return {
    executor,
    finish: (plan, folded) => loadDeferred(executor, plan, folded),
    deferring: ({ relationship, branch, path }) => {
      const { plan, statement } = relatedStatement(executor, relationship, { branch, path }, [])
      return { plan, sql: statement.sql }
    },
  }
}

/** Completes classes. */
export interface Completing {
  /** Completes those of these mappings, all of them or none. Throws `DeclarationError`. */
  readonly all: (boot: Pick<Boot, 'unmapped'>, mappings: readonly Mapping[]) => void
  /** Completes the one that was waiting until somebody asked for it. */
  readonly one: (mapping: Mapping) => void
}

/** Gives what completes the classes of one automap. */
export function completing(context: QueryContext, groupSize: number): Completing {
  const loader = new Loader(context.executor, groupSize)
  return {
    all: ({ unmapped }, mappings) => {
      completeModels(mappings, context, loader)
      for (const [{ model }, { message }] of unmapped) markUnmapped(model, message)
    },
    one: mapping => completeModel(mapping, context, loader),
  }
}
