/** Decides which tables become models. Leaves no table out without a reason. */

import picomatch from 'picomatch'
import type { SelectedTable } from '../../types/report.js'
import type { Schema, SchemaNote, Table } from '../../types/schema.js'
import { deepFreeze } from '../dialect/plain-data.js'
import { OptionError } from '../errors.js'
import type { TablePattern, TableWishes } from '../options.js'
import { didYouMean } from '../schema/suggest.js'
import { valueText } from '../schema/value-text.js'

type Predicate = (table: Table) => boolean

const unreadCodes: readonly SchemaNote['code'][] = ['brokenView', 'unreadableTable', 'reflectionFailed']

/**
 * Gives every table of the schema, in its order, with whether it is mapped. Throws `OptionError` OPTION_INVALID for a name
 * in `only` or `except` that no table has, and for a function that answers neither true nor false.
 */
export function selectTables(schema: Schema, options: TableWishes): readonly SelectedTable[] {
  const wishOf = wishesOf(schema, options)
  return schema.tables.map(table => {
    const wish = wishOf(table)
    if (wish !== null) return { table, mapped: false, reason: wish, lost: false }
    const problem = table.readable ? null : 'the connection may not read any of its columns'
    return { table, mapped: problem === null, reason: problem, lost: problem !== null }
  })
}

/** What could not be read at all, and only a note tells of. */
export type Unread = Pick<Table, 'schema' | 'name' | 'kind'>

/**
 * Gives the function that says why the options leave out what could not be read; null where they want it. Functions of
 * the caller's see it as a table of which nothing is known but the name.
 */
export function unreadWishes(schema: Schema, options: TableWishes): (unread: Unread) => string | null {
  const wishOf = wishesOf(schema, options)
  return unread => wishOf({ ...nothingKnown, ...unread })
}

const nothingKnown: Omit<Table, keyof Unread> = deepFreeze({
  comment: null,
  columns: [],
  primaryKey: null,
  foreignKeys: [],
  uniqueConstraints: [],
  indexes: [],
  checks: [],
  partitions: [],
  readable: false,
})

/** Gives the function that says why the caller does not want a table; null where he does. */
function wishesOf(schema: Schema, options: TableWishes): (table: Table) => string | null {
  const only = options.only === null ? null : predicateOf(schema, options.only, 'only')
  const except = predicateOf(schema, options.except, 'except')
  return table => {
    if (only !== null && !only(table)) return 'option "only" does not name it'
    if (except(table)) return 'option "except" leaves it out'
    return !options.views && isView(table) ? 'option "views" is false' : null
  }
}

function isView({ kind }: Table): boolean {
  return kind === 'view' || kind === 'materializedView'
}

function predicateOf(schema: Schema, patterns: readonly TablePattern[], option: string): Predicate {
  const unread = option === 'except' ? schema.notes.flatMap(unreadOf) : []
  const names = new Set([...schema.tables, ...unread].flatMap(table => [table.name, qualified(table)]))
  const predicates = patterns.map(pattern => {
    if (typeof pattern === 'function') return asked(pattern, option)
    if (names.has(pattern)) return (table: Table) => table.name === pattern || qualified(table) === pattern
    return globbed(pattern, option, names)
  })
  return table => predicates.some(matches => matches(table))
}

function asked(choose: Predicate, option: string): Predicate {
  return table => {
    const answer: unknown = choose(table)
    if (typeof answer === 'boolean') return answer
    throw new OptionError(
      'OPTION_INVALID',
      `Expected the function in option "${option}" to return true or false for table "${table.name}", got ${valueText(answer)}`,
    )
  }
}

function globbed(pattern: string, option: string, names: ReadonlySet<string>): Predicate {
  if (!picomatch.scan(pattern).isGlob || pattern.startsWith('!')) {
    throw new OptionError(
      'OPTION_INVALID',
      `Option "${option}" names "${pattern}", which is no table${didYouMean(pattern, names)}`,
    )
  }
  const matches = picomatch(slashless(pattern), { dot: true, nonegate: true })
  return table => matches(slashless(table.name)) || matches(slashless(qualified(table)))
}

/** A glob's `*` stops at slashes; here they are letters like any other. */
function slashless(text: string): string {
  return text.replaceAll('/', '\u2215')
}

/** What could not be read can be left out by name, too. */
function unreadOf({ code, schema, table }: SchemaNote): Pick<Table, 'schema' | 'name'>[] {
  return unreadCodes.includes(code) && table !== null ? [{ schema, name: table }] : []
}

function qualified({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${schema}.${name}`
}
