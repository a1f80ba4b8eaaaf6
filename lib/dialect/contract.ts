/** What the house asks of a database. Every database answers it in a folder of its own; nobody else names one. */

import type { Knex } from 'knex'
import type { ValueOptions } from '../../types/options.js'
import type { Column, DialectName, ForeignKey, Schema, Table } from '../../types/schema.js'
import type { Isolation } from '../../types/transaction.js'
import type { DeclaredType } from '../declaration/declaration.js'
import type { DeclaredTable } from '../declaration/declared-tables.js'
import type { UniqueKey } from '../schema/unique-keys.js'
import type { Inspection } from './inspection.js'
import type { RefusedBy } from './refused-by.js'

/** What a database can do, and how it differs where the house must know. */
export interface Features {
  /** Whether NULL sorts before every value in ascending order. */
  readonly nullsFirst: boolean
  /** How many tables one statement can join; eager loads are split above it. */
  readonly maxJoins: number
  /** How many columns one statement can return. */
  readonly maxResultColumns: number
  /** How `values.numeric` is set when the caller does not say. */
  readonly numeric: 'string' | 'number'
  /** The operator for a case-insensitive LIKE. */
  readonly ilike: string
}

/** What is asked of reflection. */
export interface ReflectRequest {
  /** Null: the connection's own schema. */
  readonly schemas: readonly string[] | null
  /** Milliseconds. */
  readonly timeout: number
}

/** What is asked of the creation of tables. */
export interface CreateRequest {
  /** Of tables that name none; null: the connection's own. */
  readonly schema: string | null
  /** All that are declared; those that are there already are left alone. */
  readonly tables: readonly DeclaredTable[]
}

/** A piece of SQL with its bindings; `?` marks a binding, and nothing else in the text is a question mark. */
export interface Fragment {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/** One row: values by position, as the driver gave them or as a codec left them. */
export type Row = unknown[]

/** How one column was chosen to be read. */
export interface Reading {
  readonly values: ValueOptions
  /** The column as its values are to be understood. */
  readonly column: Column
}

/** How one column's values travel. */
export interface Codec {
  /** Wraps the quoted column where it must be read through an expression; null: the column itself. */
  readonly select: ((quoted: string) => string) | null
  /**
   * Gives the value for what the row's slot holds: the driver's value, or an earlier result of this function.
   * Null: the slot is the value. SQL NULL never gets here. Throws `ValueError` where JavaScript cannot hold it.
   */
  readonly decode: ((slot: unknown) => unknown) | null
  /** Gives what the driver binds for a caller's value (never null or undefined). Throws `ValueError`. */
  readonly encode: (value: unknown) => unknown
  /** True where `decode` must not be given a result of its own, so that none is kept. */
  readonly once?: boolean
}

/** A connection taken from knex's pool, and the knex client it belongs to (a transaction's own, inside one). */
export interface Lease {
  readonly client: Knex.Client
  readonly connection: unknown
}

/** A list of key tuples as a table: `key.i` is the tuple's position, `key.k0`, `key.k1` … its values. */
export interface KeyTable {
  /** Goes after FROM, alias included; its only bindings are the lists. */
  readonly source: string
  /** The SQL of the position, and of each value. */
  readonly position: string
  readonly values: readonly string[]
  /** Gives the bindings for the tuples, in the order of the question marks in `source`. */
  readonly bindings: (tuples: readonly (readonly unknown[])[]) => readonly unknown[]
  /**
   * Wraps the quoted table that the keys are looked for in, where no index leads from these quoted columns to its rows;
   * binds the same once more. Null where the database joins well without.
   */
  readonly narrow: ((from: string, columns: readonly string[]) => string) | null
}

/** A column that rows are written to, or found by. */
export interface WriteColumn {
  /** The quoted name. */
  readonly quoted: string
  readonly column: Column
  /** True where its values are left out of events and errors. */
  readonly sensitive: boolean
}

/** Rows to insert. */
export interface InsertRequest {
  /** The quoted table. */
  readonly from: string
  /** None: every column is left to the database. */
  readonly columns: readonly WriteColumn[]
  /** What is bound, by the order of `columns`. */
  readonly rows: readonly (readonly unknown[])[]
  /** What each row comes back with, written over `Writing.rowOf`. Null: nothing is asked for, not even which rows were taken. */
  readonly returning: readonly Fragment[] | null
  /** The columns, among those given, that tell the rows apart, and what they come back with; where they are not given, the order does. */
  readonly match?: readonly MatchColumn[]
  /** What is to be done with rows that are there already: goes behind the rows. */
  readonly conflict?: Fragment
}

/** A column that the rows of an answer are told apart by. */
export interface MatchColumn {
  /** Its place among the columns that are written. */
  readonly given: number
  /** Its place in the answer. */
  readonly returned: number
}

/** What is set to an expression, for every row. */
export interface Assignment {
  /** The quoted name. */
  readonly quoted: string
  /** Written over `Writing.rowOf`. */
  readonly sql: Fragment
}

/** Rows to update, each found by values of its own. */
export interface UpdateRequest {
  readonly from: string
  /** What rows are found by; null is found by null. */
  readonly keys: readonly WriteColumn[]
  readonly set: readonly WriteColumn[]
  readonly assign?: readonly Assignment[]
  /** The values of the keys, then those to set. */
  readonly rows: readonly (readonly unknown[])[]
  readonly returning: readonly Fragment[]
}

/** Rows to delete, each found by values of its own. */
export interface DeleteRequest {
  readonly from: string
  /** What rows are found by; null is found by null. */
  readonly keys: readonly WriteColumn[]
  /** The values of the keys. */
  readonly rows: readonly (readonly unknown[])[]
}

/** One statement of a write. */
export interface WriteStep {
  readonly statement: Fragment
  /** How many of the request's rows it is about: those that follow on the rows of the step before. */
  readonly count: number
  /** True where it reads columns of the rows, too, which may take another privilege. */
  readonly reads: boolean
  /** Gives what the answer holds for each of these rows, as `returning` says; null where it holds no row for it. */
  readonly place: (answer: readonly Row[]) => (Row | null)[]
}

/** How rows are written. A request becomes as few statements as the database's limits allow for. */
export interface Writing {
  /** Gives how expressions call the row of a quoted table that is written. */
  rowOf(from: string): string
  insert(request: InsertRequest): WriteStep[]
  update(request: UpdateRequest): WriteStep[]
  delete(request: DeleteRequest): WriteStep[]
  /** True for a driver's error that tells of a missing privilege. */
  isForbidden(error: unknown): boolean
}

/** What a transaction was asked to be. */
export interface TransactionMode {
  /** At least this; null: what the connection is set to. */
  readonly isolation: Isolation | null
  readonly readOnly: boolean
}

/** How knex is to begin a transaction, on a connection that is ready for it. */
export interface Beginning {
  readonly config: Knex.TransactionConfig
  /** Sets the connection back when the transaction is over; never rejects. Null: there is nothing to set back. */
  readonly end: (() => Promise<void>) | null
}

/** What a database's transactions can be, and what its errors mean for them. */
export interface Transactions {
  /** Makes a connection ready for a transaction. Rejects with the driver's own error, and then nothing was changed. */
  begin(lease: Lease, mode: TransactionMode): Promise<Beginning>
  /** True for a driver's error that another run of the same transaction may not meet. */
  isConflict(error: unknown): boolean
  /** True where the database said so itself; false where it is not known what it did. */
  isAnswer(error: unknown): boolean
  /** Lets a connection, to its end, write nothing. Rejects with the driver's own error. */
  forbidWrites(lease: Lease): Promise<void>
  /**
   * Lets the server end each statement of a connection, to its end, that takes longer, or whose client has gone. Does nothing where no
   * server is there to do so. Rejects with the driver's own error.
   */
  limitTime(lease: Lease, milliseconds: number): Promise<void>
}

/** What tells of a row that it was written since it was read. */
export interface Versions {
  /** What the database keeps of each row of a table by itself; null where it keeps none. */
  readonly system: Column | null
  /**
   * Gives, over a quoted column that holds a timestamp, the time now, or where that is no later than what the column holds, the
   * next moment that it can hold.
   */
  later(quoted: string, column: Column, now: Date, encode: (value: unknown) => unknown): Fragment
}

/** A constraint of a table, as far as it matters when it is looked at. */
export interface Waiting {
  readonly table: Table
  readonly constraint: ForeignKey | UniqueKey
}

/** What a database can look at when a transaction commits, and not before. */
export interface Deferral {
  /** True where a constraint can wait for COMMIT. */
  canWait(waiting: Waiting): boolean
  /** Has constraints that can wait do so in the transaction that the connection is in. Rejects with the driver's own error. */
  wait(lease: Lease, waiting: readonly Waiting[]): Promise<void>
}

/** How a database is reached through knex. Reads files' existence at most; never opens a connection. */
export interface Connecting {
  /** The knex drivers it is spoken to through, by `client.driverName`. */
  readonly drivers: readonly string[]
  /** Whether the text is an address of this database. */
  accepts(url: string): boolean
  /** Gives the knex configuration for an accepted address; `mayCreate` allows for a file to be made. Throws `ConnectionError`. */
  configOf(url: string, mayCreate?: boolean): Knex.Config
  /** Refuses a knex that is known beforehand not to reach a database, unless that may be made. Throws `ConnectionError`. */
  check(knex: Knex, mayCreate?: boolean): void
  /** Sets what every connection needs that is opened here; never called for the caller's own. Null: nothing. */
  readonly begin: ((lease: Lease) => Promise<void>) | null
}

/** One database. */
export interface Dialect extends Connecting {
  readonly name: DialectName
  readonly features: Features
  readonly transactions: Transactions
  /** True where the connection holds to foreign keys, and so carries out ON DELETE; sends nothing that listeners would see. */
  holdsToKeys(lease: Lease): Promise<boolean>
  readonly writing: Writing
  readonly versions: Versions
  readonly deferral: Deferral
  readonly inspection: Inspection
  /**
   * Reads the whole structure in a fixed number of queries. Nobody changes what it gives, but not all of that is frozen
   * yet: whoever shows it to a caller freezes it first. Throws `ReflectionError` or `ConnectionError`.
   */
  reflect(knex: Knex, request: ReflectRequest): Promise<Schema>
  /**
   * Gives a text that is another one when the structure is, and that copies of one database share; one query that reads the
   * catalog alone. Throws `ReflectionError` or `ConnectionError`.
   */
  fingerprint(knex: Knex, request: ReflectRequest): Promise<string>
  /**
   * Creates the tables that are missing, all of them or none, inside the transaction that knex is where it is one, and
   * gives their names in the order of their creation. Throws `DeclarationError`, `ConnectionError`, and `QueryError`
   * CREATE_FAILED with the driver's error as cause.
   */
  createTables(knex: Knex, request: CreateRequest): Promise<readonly string[]>
  /** Quotes one identifier so that the text holds no question mark; see recipe R1 in the design. */
  quote(identifier: string): string
  /** True where both are names of one table or column. */
  isSameName(a: string, b: string): boolean
  /** Gives how a column is read whose values a class declares to be of this type; null where it cannot hold them. */
  understand(column: Column, type: DeclaredType): Reading | null
  /** Gives a column that stands for an expression of this type. */
  computedColumn(name: string, type: DeclaredType): Column
  /** `subject` is `table.column`, for messages. */
  codec(column: Column, values: ValueOptions, subject: string): Codec
  /** `expression in (values)` with one binding for the whole list; values are encoded and not null. */
  inList(expression: string, column: Column, values: readonly unknown[]): Fragment
  /** A table of key tuples under alias `key`, for columns of these types; the text does not depend on how many. */
  keyTable(columns: readonly Column[]): KeyTable
  /**
   * Runs one statement and gives its rows as arrays, values raw (text on PostgreSQL). `sql` marks bindings with `?`.
   * Rejects with the driver's own error, its message untouched.
   */
  run(lease: Lease, sql: string, bindings: readonly unknown[]): Promise<Row[]>
  /** Runs one statement that gives no rows, and gives how many it changed. Rejects likewise. */
  change(lease: Lease, sql: string, bindings: readonly unknown[]): Promise<number>
  /** Tells which constraint a driver's error is about; null: none. Names may be told apart by all tables that there are alone. */
  violation(error: unknown, tables: readonly Table[]): RefusedBy | null
}
