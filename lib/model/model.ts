/** The root of every model: the static side starts queries, the instance side shows itself. */

import { type InspectOptions, inspect } from 'node:util'
import { MappingError } from '../errors.js'
import { Instance, isInstance } from '../instance/instance.js'
import { shown } from '../instance/show.js'
import { plainOf } from '../instance/to-json.js'
import type { Mapping } from '../mapping/mapping.js'
import type { QueryContext } from '../query/context.js'
import { Query } from '../query/query.js'
import { wholeOf } from '../query/state.js'

/** What a mapped class knows about itself; its own property, under a symbol that no column can be called. */
const mapped = Symbol('mapped')

interface Mapped {
  readonly context: QueryContext
  readonly mapping: Mapping
  /** What the model's own methods start from; never awaited, as a query remembers what it was awaited for. */
  readonly start: Query
}

function mappedOf(model: typeof Model): Mapped {
  const own = Reflect.get(model, mapped) as Mapped | undefined
  if (own !== undefined) return own
  throw new MappingError(
    'MODEL_UNKNOWN',
    `Class "${model.name}" is not mapped to a table; the models of a database are in the models of what automap() gives`,
  )
}

function refuseNew(name: string): ConstructorParameters<typeof Instance> {
  throw new MappingError(
    'READ_ONLY',
    `Cannot make a new "${name}": instances come from queries. Insert rows through knex`,
  )
}

/** The class that every model extends. */
export class Model extends Instance {
  constructor() {
    // Rows become instances without this constructor; see `instanceOf`.
    super(...refuseNew(new.target.name))
  }

  /** Starts a query for every instance of the model. */
  static query(): Query {
    const { context, mapping } = mappedOf(this)
    return new Query(context, wholeOf(mapping))
  }

  /** Gives the columns and what is loaded as plain data. */
  toJSON(): Record<string, unknown> {
    return plainOf(this)
  }
}

// Declarations made file by file know no member whose name is computed, so this one is defined from outside.
Object.defineProperty(Model.prototype, inspect.custom, {
  value(this: object, depth: number | null, options: InspectOptions): string {
    // What only has the prototype, as Object.create() gives it, has nothing to show.
    return isInstance(this) ? shown(this, depth, options) : `${this.constructor.name} {}`
  },
})

/** The methods of a query that a model starts one with. */
const starters = [
  'where',
  'whereNot',
  'whereIn',
  'whereNotIn',
  'whereNull',
  'whereNotNull',
  'whereHas',
  'whereHasNot',
  'orderBy',
  'limit',
  'offset',
  'with',
  'only',
  'defer',
  'undefer',
  'modify',
  'all',
  'first',
  'get',
  'find',
  'findBy',
  'count',
  'exists',
  'pluck',
  'sum',
  'avg',
  'min',
  'max',
  'paginate',
] as const

for (const name of starters) {
  Object.defineProperty(Model, name, {
    configurable: true,
    writable: true,
    value(this: typeof Model, ...inputs: unknown[]): unknown {
      const { start } = mappedOf(this)
      return Reflect.apply(start[name], start, inputs)
    },
  })
}

/** Ties a class to its mapping; classes below it inherit the tie. */
export function bind(model: typeof Model, context: QueryContext, mapping: Mapping): void {
  Object.defineProperty(model, mapped, {
    value: { context, mapping, start: new Query(context, wholeOf(mapping)) } satisfies Mapped,
  })
}
