/** Creates declared tables in SQLite. Has no comments on tables to keep, and no schemas that a key could lead to. */

import { setTimeout as pause } from 'node:timers/promises'
import type { Knex } from 'knex'
import { type DeclaredTable, shownTable } from '../../declaration/declared-tables.js'
import type { ColumnDefinition, TableDefinition } from '../../declaration/definition.js'
import { derivedName } from '../../declaration/derived-names.js'
import { ConnectionError, DeclarationError } from '../../errors.js'
import { didYouMean } from '../../schema/suggest.js'
import type { CreateRequest, Lease } from '../contract.js'
import { type Ask, type Builder, createMissing, type Site, type Step } from '../creation.js'
import { sqlTextOf } from '../sql-text.js'
import { columnList, defaultClause, foreignKeyClause, generatedClause, keyClause } from '../table-clauses.js'
import { columnType } from './column-type.js'
import { computedColumn } from './computed-column.js'
import { databaseNameOf } from './connect.js'
import { encoderOf } from './encode.js'
import { fold } from './fold.js'
import { literal, stored } from './literal.js'
import { quote } from './quote.js'
import { plainMessage } from './rows.js'
import { run } from './run.js'

/** Milliseconds. */
const patience = 30_000

const builder: Builder = {
  begin,
  run,
  send: (lease, sql) => run(lease, sql, []),
  look,
  connectionError: (knex, cause) => {
    const code = cause.name === 'KnexTimeoutError' ? 'CONNECTION_TIMEOUT' : 'CONNECTION_FAILED'
    const database = databaseNameOf(knex.client)
    const message = `Cannot create tables in ${database}: no connection could be made: ${plainMessage(cause)}`
    return new ConnectionError(code, message, { cause })
  },
  messageOf: plainMessage,
}

/** Creates what is missing. */
export function createTables(knex: Knex, request: CreateRequest): Promise<readonly string[]> {
  return createMissing(knex, request, builder)
}

/**
 * A transaction that begins by reading could find another writing when its own turn to write comes. Asks again while
 * another writes: a driver that waits for that one keeps it from ending where both are in this program.
 */
async function begin(lease: Lease): Promise<void> {
  const deadline = Date.now() + patience
  for (;;) {
    try {
      await run(lease, 'begin immediate', [])
      return
    } catch (error) {
      const { code } = error as { code?: unknown }
      if (code !== 'SQLITE_BUSY' || Date.now() > deadline) throw error
      await pause(10)
    }
  }
}

async function look(ask: Ask, { schema, tables }: CreateRequest): Promise<Site> {
  const main = schema ?? 'main'
  const present = new Map<string, ReadonlySet<string>>()
  for (const name of new Set(tables.map(table => table.schema ?? main))) {
    const rows = await ask(`select name from ${quote(name)}.sqlite_schema where type in ('table', 'view')`)
    present.set(name, new Set(rows.map(([table]) => fold(String(table)))))
  }
  const isMissing = (table: DeclaredTable): boolean =>
    !present.get(table.schema ?? main)!.has(fold(table.name))
  return {
    missing: tables.filter(isMissing),
    stepsOf: definitions => {
      refuseDangling(definitions, present, main)
      return definitions.flatMap(table => stepsOf(table, main))
    },
  }
}

/** SQLite creates a key to a table that is not there, and then takes no row. */
function refuseDangling(
  definitions: readonly TableDefinition[],
  present: ReadonlyMap<string, ReadonlySet<string>>,
  main: string,
): void {
  for (const table of definitions) {
    const schema = table.schema ?? main
    const isKnown = (name: string): boolean =>
      present.get(schema)!.has(fold(name)) ||
      definitions.some(other => (other.schema ?? main) === schema && fold(other.name) === fold(name))
    const key = table.foreignKeys.find(each => (each.schema ?? main) === schema && !isKnown(each.table))
    if (key === undefined) continue
    const names = [...present.get(schema)!, ...definitions.map(({ name }) => name)]
    throw refused(
      table,
      `a key refers to table "${key.table}", which is neither there nor among the classes${didYouMean(key.table, names)}`,
    )
  }
}

function stepsOf(table: TableDefinition, main: string): Step[] {
  const schema = quote(table.schema ?? main)
  const name = quote(table.name)
  const clauses = [
    ...table.columns.map(column => columnClause(column, table)),
    ...(table.primaryKey === null ? [] : [keyClause('primary key', table.primaryKey, quote)]),
    ...table.unique.map(key => keyClause('unique', key, quote)),
    ...table.foreignKeys.map(key => {
      if ((key.schema ?? main) !== (table.schema ?? main)) {
        throw refused(
          table,
          `a key refers to "${key.schema ?? main}.${key.table}", and SQLite's keys stay in their schema`,
        )
      }
      return foreignKeyClause(key, quote(key.table), quote)
    }),
    ...table.columns.flatMap(column => labelCheck(column, table)),
    ...table.checks.map(check => `constraint ${quote(check.name)} check (${sqlTextOf(check.sql, literal)})`),
  ]
  const indexes = table.indexes.map(
    index => `create index ${schema}.${quote(index.name)} on ${name} ${columnList(index.columns, quote)}`,
  )
  return [`create table ${schema}.${name} (${clauses.join(', ')})`, ...indexes].map(sql => ({ table, sql }))
}

function columnClause(column: ColumnDefinition, table: TableDefinition): string {
  const key = table.primaryKey?.columns ?? []
  const alone = key.length === 1 && key[0] === column.name
  const type = columnType(column, alone)
  if (column.autoIncrement && !alone) {
    throw refused(
      table,
      `SQLite numbers only a primary key, and column "${column.name}" is none; leave out autoIncrement()`,
    )
  }
  const words = [
    quote(column.name),
    type,
    generatedClause(column, literal),
    column.nullable ? '' : 'not null',
    defaultClause(column, literal, writing(column, table)),
  ]
  return words.filter(word => word !== '').join(' ')
}

/** Gives what writes a value as the column holds it. */
function writing({ name, type }: ColumnDefinition, table: TableDefinition): (value: unknown) => string {
  return value => stored(encoderOf(computedColumn(name, type).kind, `${table.name}.${name}`)(value))
}

/** SQLite has no enumerated types, so the labels become a condition. */
function labelCheck({ name, type }: ColumnDefinition, table: TableDefinition): string[] {
  if (type.kind !== 'enum') return []
  const labels = type.values!.map(label => literal(label)).join(', ')
  return [
    `constraint ${quote(derivedName([table.name, name], 'check'))} check (${quote(name)} in (${labels}))`,
  ]
}

function refused(table: TableDefinition, why: string): DeclarationError {
  return new DeclarationError('DECLARATION_INVALID', `Cannot create table ${shownTable(table)}: ${why}`)
}
