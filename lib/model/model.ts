/** The root of every model: the static side starts queries, the instance side shows itself. */

import { type InspectOptions, inspect } from 'node:util'
import { checkHook } from '../declaration/hooks.js'
import { MappingError } from '../errors.js'
import { addHook } from '../instance/hooks.js'
import { handedTo, Instance, isInstance } from '../instance/instance.js'
import { shown } from '../instance/show.js'
import { plainOf } from '../instance/to-json.js'
import { Query } from '../query/query.js'
import { rowOf } from '../query/row.js'
import { wholeOf } from '../query/state.js'
import { requireTie } from './tie.js'

function refuseNew(name: string): never {
  throw new MappingError(
    'READ_ONLY',
    `Cannot make a new "${name}": instances come from queries. Insert rows through knex`,
  )
}

/** The class that every model extends. */
export class Model extends Instance {
  constructor() {
    // Rows become instances without this constructor, unless fields are to run; see `instanceOf`.
    super(...(handedTo(new.target) ?? refuseNew(new.target.name)))
  }

  /** Starts a query for every instance of the model. */
  static query(): Query {
    const { context, mapping } = requireTie(this)
    return new Query(context, wholeOf(mapping))
  }

  /** Gives the row that these properties make, by column names, for an INSERT through knex. */
  static toRow(values: unknown): Record<string, unknown> {
    return rowOf(requireTie(this).mapping, values)
  }

  /** Has a function called with instances of this model and of those below it; gives what takes it off again. */
  static on(name: unknown, hook: unknown): () => void {
    const { mapping } = requireTie(this)
    const checked = checkHook(mapping.name, name, hook)
    return addHook(mapping, checked.name, checked.hook)
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
  'unscoped',
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
      const { start } = requireTie(this)
      return Reflect.apply(start[name], start, inputs)
    },
  })
}
