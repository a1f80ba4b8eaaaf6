/** The root of every model: the static side starts queries, the instance side shows itself. */

import { type InspectOptions, inspect } from 'node:util'
import { checkHook } from '../declaration/hooks.js'
import { type Change, changesOf } from '../instance/changes.js'
import { addHook } from '../instance/hooks.js'
import { blockOf, handedTo, Instance, isInstance, type Standing } from '../instance/instance.js'
import { standingOf } from '../instance/new-instance.js'
import { shown } from '../instance/show.js'
import { statusOf } from '../instance/status.js'
import { plainOf } from '../instance/to-json.js'
import { Query } from '../query/query.js'
import { rowOf } from '../query/row.js'
import { wholeOf } from '../query/state.js'
import { deleteInstance, refreshInstance, saveInstance } from '../session/save.js'
import { insertAll } from '../writing/bulk-insert.js'
import { upsertAll } from '../writing/upsert.js'
import { fillNew, refuseNew } from './fill-new.js'
import { requireTie } from './tie.js'

/** What an instance stands on: the row that it is made for, or a new one. */
function standingFor(model: typeof Model, row: Standing | null): Standing {
  if (row !== null) return row
  const { mapping } = requireTie(model)
  refuseNew(mapping)
  return standingOf(mapping)
}

/** The class that every model extends. */
export class Model extends Instance {
  /** Makes a new instance of values by property. Throws `MappingError`, `ValueError`. */
  constructor(values?: unknown) {
    // Rows become instances without this constructor, unless fields are to run; see `instanceOf`.
    const row = handedTo(new.target)
    super(...standingFor(new.target, row))
    if (row === null) fillNew(this, values)
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

  /** Inserts a row or an array of rows, all of them or none; gives an instance, instances, or how many there were. */
  static async insert(rows: unknown, options?: unknown): Promise<unknown> {
    const { context, mapping } = requireTie(this)
    return insertAll(context, mapping, rows, options)
  }

  /** Does the same, and updates the rows whose key is there. */
  static async upsert(rows: unknown, options?: unknown): Promise<unknown> {
    const { context, mapping } = requireTie(this)
    return upsertAll(context, mapping, rows, options)
  }

  /** Has a function called with instances of this model and of those below it; gives what takes it off again. */
  static on(name: unknown, hook: unknown): () => void {
    const { mapping } = requireTie(this)
    const checked = checkHook(mapping.name, name, hook)
    return addHook(mapping, checked.name, checked.hook)
  }

  /** True until its row has been inserted. */
  get isNew(): boolean {
    return isInstance(this) && statusOf(this) === 'new'
  }

  /** What was changed and is not written, by property. Throws `ValueError` where what was changed in place does not fit. */
  get changes(): Readonly<Record<string, Change>> {
    return isInstance(this) ? changesOf(this) : {}
  }

  /** Inserts the row, or updates what is changed of it, with the new instances that it leads to. */
  async save(): Promise<this> {
    await saveInstance(requireTie(blockOf(this).mapping.model).context, this)
    return this
  }

  /** Deletes the row, with what goes with it. */
  async delete(): Promise<void> {
    await deleteInstance(requireTie(blockOf(this).mapping.model).context, this)
  }

  /** Reads the row again, and gives up what was assigned and not written. */
  async refresh(): Promise<this> {
    await refreshInstance(requireTie(blockOf(this).mapping.model).context, this)
    return this
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
  'everything',
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
