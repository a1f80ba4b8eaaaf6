/** What a look at a database's rows needs of it, and what mends it. Looks at none itself. */

import type { Column, QualifiedName } from '../../types/schema.js'
import type { Fragment, Lease } from './contract.js'

/** A type that a column is to have. */
export type NewType = Pick<Column, 'type' | 'baseType'>

/** What structure alone leaves open about rows, how rows are looked at, and how structure is mended. */
export interface Inspection {
  /**
   * Gives the query of the keys, as schema, table and name, that were declared without a look at the rows that were there; null where
   * the database never looks at them.
   */
  unvalidatedKeys(schemas: readonly string[]): Fragment | null
  /**
   * Gives queries of how indexes compare values: schema, table and name of each that is valid, and a text with a word for each of its
   * parts. Where the words are the same, so is the order.
   */
  indexOrders(schemas: readonly string[]): readonly Fragment[]
  /** True where ALTER TABLE adds keys and changes types. */
  readonly altersTables: boolean
  /** Gives the highest number of a column of integers that have fewer than 64 bits; null for any other. */
  limitOf(column: Column): number | null
  /** The type of the column that has all numbers that one can have. */
  readonly widest: NewType
  /** Gives the statements that give a column another type, and what numbers it the same; none where the database changes no types. */
  retype(table: QualifiedName, column: Column, type: NewType): string[]
  /** Gives the query of the highest number that a column holds or was given; null where no column has a limit. */
  lastOf(table: QualifiedName, column: string): Fragment | null
  /**
   * Has something be read in a transaction of its own that writes nothing, or within the one that is open; where a server is there, it
   * ends each statement that takes longer, and refuses one that rows would be hidden from. Leaves no setting behind. Rejects with the
   * driver's own error.
   */
  within<T>(lease: Lease, milliseconds: number, read: () => Promise<T>): Promise<T>
  createIndex(table: QualifiedName, index: string, columns: readonly string[]): string
  dropIndex(table: QualifiedName, index: string): string
}
