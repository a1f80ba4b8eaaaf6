/** Tells by its text what a statement of this library does to rows. Reads no statement that others wrote. */

/** What a statement does to rows. */
export interface Deed {
  readonly inserts: boolean
  readonly deletes: boolean
  /** Tells whether it changes a column of rows that are there. */
  readonly sets: (column: string) => boolean
}

/** Gives what a statement does. */
export function deedOf(sql: string, quote: (column: string) => string): Deed {
  return {
    inserts: sql.startsWith('insert '),
    deletes: sql.startsWith('delete '),
    // What is compared has the name of its row before it.
    sets: column => sql.includes(` ${quote(column)} = `),
  }
}
