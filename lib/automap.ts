/** Joins the floors: from a connection to a database of models. Does no work of its own. */

import type { AutomapFunction } from '../types/automap.js'
import type { SelectedTable } from '../types/report.js'
import type { Schema } from '../types/schema.js'
import { type Connected, connect } from './dialect/dialect.js'
import { deepFreeze } from './dialect/plain-data.js'
import { ConnectionError, ReflectionError } from './errors.js'
import { Loader } from './loading/loader.js'
import { loadDeferred, relatedStatement } from './loading/related.js'
import { buildMappings } from './mapping/build.js'
import type { Mapping } from './mapping/mapping.js'
import { assertComplete, reportOf } from './mapping/report.js'
import { Database } from './model/database.js'
import { completeModels } from './model/factory.js'
import { explain } from './naming/explain.js'
import { nameAll } from './naming/name-all.js'
import { columnValues } from './options/column-values.js'
import { selectTables, unreadWishes } from './options/select-tables.js'
import { type CheckedOptions, checkOptions } from './options.js'
import type { QueryContext } from './query/context.js'
import { Executor } from './query/executor.js'
import { inferRelationships } from './relationship/infer.js'

/**
 * Reflects a database and builds its models. Takes an address, a knex configuration, or a knex instance, which stays
 * its owner's to close. Throws `OptionError`, `ConnectionError`, `ReflectionError` or `MappingError`.
 */
export const automap = (async (connection: unknown, options: unknown = {}) => {
  const checked = checkOptions(options)
  const connected = connect(connection)
  try {
    const { schemas, timeout } = checked
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

/** From a schema to a database; what boots from anything but a live reflection begins here. */
function databaseOf(connected: Connected, schema: Schema, options: CheckedOptions): Database {
  if (isShown(options)) deepFreeze(schema)
  const selection = selectTables(schema, options)
  refuseEmpty(schema, selection)
  const tables = selection.filter(entry => entry.mapped).map(entry => entry.table)
  const chosen = new Set(tables)
  const inference = inferRelationships(schema, table => chosen.has(table))
  const names = nameAll({
    schema,
    tables,
    pairs: inference.pairs,
    naming: options.naming,
    relationships: options.relationships,
  })
  const report = reportOf({ schema, selection, inference, names, leftOut: unreadWishes(schema, options) })
  if (options.strict) assertComplete(report)
  const { knex, dialect, owned } = connected
  const readingOf = columnValues(schema, options.values)
  const mappings = buildMappings({ dialect, readingOf, names, pairs: inference.pairs })
  const executor = new Executor(knex, dialect)
  fillModels(mappings, executor, options)
  return new Database({
    schema,
    report,
    mappings,
    executor,
    owned,
    explain: subject => explain(names, subject),
  })
}

/** True where functions of the caller's see parts of the structure; otherwise `db.schema` is the first to show them. */
function isShown({ only, except, naming, relationships }: CheckedOptions): boolean {
  return [relationships, ...Object.values(naming.functions), ...(only ?? []), ...except].some(
    option => typeof option === 'function',
  )
}

/** Ties the one knot of the house with data: mappings get their classes, queries get what loads. */
function fillModels(mappings: readonly Mapping[], executor: Executor, options: CheckedOptions): void {
  const context: QueryContext = {
    executor,
    finish: (plan, folded) => loadDeferred(executor, plan, folded),
    deferring: ({ relationship, branch, path }) => {
      const { plan, statement } = relatedStatement(executor, relationship, { branch, path }, [])
      return { plan, sql: statement.sql }
    },
  }
  const loader = new Loader(executor, options.groupSize)
  completeModels(mappings, context, loader)
}

function refuseEmpty(schema: Schema, selection: readonly SelectedTable[]): void {
  if (selection.some(entry => entry.mapped)) return
  const [first] = selection
  const where = schema.schemas.map(name => `"${name}"`).join(', ')
  const why =
    first === undefined
      ? 'holds no table or view. Is this the right database, or does the option "schema" name another?'
      : `holds tables, but none is mapped. Table "${first.table.name}": ${first.reason}`
  throw new ReflectionError('SCHEMA_EMPTY', `Cannot build models: schema ${where} ${why}`)
}
