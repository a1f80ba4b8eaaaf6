/** Everything that a caller can choose; checked once, at the door. */

import type { AnyModel } from './declared.js'
import type { RelationshipCandidate, RelationshipChange } from './relationship.js'
import type { Column, Table } from './schema.js'
import type { Snapshot } from './snapshot.js'

/** How values of the types that JavaScript cannot hold without a choice are read. */
export interface ValueOptions {
  /** 64-bit integers; `'number'` refuses a value that a number cannot hold. Default `'number'`. */
  readonly int8?: 'number' | 'bigint' | 'string'
  /** Exact decimals. Default `'string'` where the database is exact, `'number'` on SQLite. */
  readonly numeric?: 'string' | 'number'
  /** Dates with a time. Default `'date'`; `'string'` keeps microseconds. */
  readonly timestamp?: 'date' | 'string'
  /** Dates without a time. Default `'string'`, as `YYYY-MM-DD`; `'date'` gives midnight UTC. */
  readonly date?: 'string' | 'date'
}

/** Chooses tables: names, globs (`order_*`, `sales.*`), a function, or a list of these. */
export type TableFilter =
  | string
  | ((table: Table) => boolean)
  | readonly (string | ((table: Table) => boolean))[]

/** Functions that make names; each may call or replace the default one. */
export interface NamingFunctions {
  /** A model's name. */
  readonly className?: (table: Table, defaultName: string) => string
  /** A column's property. */
  readonly propertyName?: (column: Column, table: Table, defaultName: string) => string
  /** The property of a relationship that gives one instance or null. */
  readonly scalarName?: (relationship: RelationshipCandidate, defaultName: string) => string
  /** The property of a relationship that gives an array. */
  readonly collectionName?: (relationship: RelationshipCandidate, defaultName: string) => string
}

/** A versioned naming scheme, or one with functions of your own on top. */
export type NamingOption = 'v1' | 'preserve' | (NamingFunctions & { readonly scheme?: 'v1' | 'preserve' })

/** Classes that are models: as a list under their own names, as an object under the names of its keys. */
export type DeclaredModels = readonly AnyModel[] | Readonly<Record<string, AnyModel>>

/** The options of `automap`. */
export interface AutomapOptions {
  /** Classes that take the place of generated models; what they do not declare is generated. */
  readonly models?: DeclaredModels
  /** `'missing'` creates the tables of these classes that the database lacks. */
  readonly create?: 'missing'
  /**
   * True: nothing is ever written. The library refuses each of its own writes before it is sent, and every transaction is begun
   * read-only. Where `automap` opens the connections itself, the database refuses whatever else would write on them. Default false.
   */
  readonly readOnly?: boolean
  /**
   * A snapshot to boot from instead of reflection: the path of its file, or what was read of it. Its names stay, whatever has
   * come since. Throws `SnapshotError` where it cannot be read.
   */
  readonly snapshot?: string | Snapshot
  /**
   * When the database is asked whether its structure is the snapshot's: `'always'`, before `automap` resolves, and a structure that is
   * another one is reflected; `'background'`, after it, and then a listener for `snapshot` is told; `'never'`. Default `'always'`.
   */
  readonly validate?: 'always' | 'background' | 'never'
  /** The schemas to read; the first is the default one. Default: the connection's own. */
  readonly schema?: string | readonly string[]
  /** Maps these tables only. */
  readonly only?: TableFilter
  /** Leaves these tables out. */
  readonly except?: TableFilter
  /** Whether views and materialized views are mapped, as read-only models. Default true. */
  readonly views?: boolean
  /** Turns every skipped object of the report into an error. Default false. */
  readonly strict?: boolean
  /** Default `'v1'`. */
  readonly naming?: NamingOption
  /** Renames, changes or leaves out one relationship; called for each side of each key. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that only looks may return nothing.
  readonly relationships?: (candidate: RelationshipCandidate) => RelationshipChange | false | undefined | void
  /** How values are read; `columns` overrides it for single columns, named `table.column`. */
  readonly values?: ValueOptions & { readonly columns?: Readonly<Record<string, ValueOptions>> }
  /** How many instances one lazy load serves at most. Default 1000. */
  readonly groupSize?: number
  /** Milliseconds after which reflection gives up. Default 30000. */
  readonly timeout?: number
}

/** Which tables `reflect` adds later; what the options of `automap` said goes on to count. */
export type ReflectOptions = Pick<AutomapOptions, 'only' | 'except' | 'schema' | 'views' | 'strict'>
