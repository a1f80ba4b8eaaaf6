/** Makes texts to find tables by. Nobody is shown them. */

/** Gives a text that no other table has; the length tells where the schema's name ends. */
export function tableId(schema: string, table: string): string {
  return `${schema.length}.${schema}.${table}`
}
