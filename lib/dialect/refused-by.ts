/** What a database tells of a constraint that refused a row. Holds no code. */

/** What a database tells of a constraint that refused a row. */
export interface RefusedBy {
  readonly kind: 'unique' | 'foreignKey' | 'notNull' | 'check' | 'length'
  /** Of the table that has the constraint; null, like what follows, where the database does not tell. */
  readonly schema: string | null
  readonly table: string | null
  /** Empty where the database tells none. */
  readonly columns: readonly string[]
  /** Its name; of a check without one it may be its text. */
  readonly constraint: string | null
  /** The domain, instead of a table, that has the constraint. */
  readonly domain: string | null
  /** What was too long, or too large; null for every other kind. */
  readonly size: 'text' | 'number' | null
}
