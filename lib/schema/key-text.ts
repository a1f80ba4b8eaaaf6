/** Writes tables and foreign keys as texts that identify them. Reads none back. */

import type { ForeignKey, Schema, Table } from '../../types/schema.js'

/** Names that need no quotes: nothing in them can be taken for the text's own punctuation. */
const plain = /^[\p{L}\p{N}_$]+(?:[ -][\p{L}\p{N}_$]+)*$/u

/** Gives `customer`, or `sales.customer` outside the default schema; odd names are put in double quotes. */
export function tableText(schema: Pick<Schema, 'defaultSchema'>, schemaName: string, name: string): string {
  return schemaName === schema.defaultSchema ? nameText(name) : `${nameText(schemaName)}.${nameText(name)}`
}

/** Gives `orders(customer_id) -> customer(id)`; two keys of one schema never share a text unless they say the same. */
export function keyText(schema: Schema, table: Table, key: ForeignKey): string {
  return `${tableText(schema, table.schema, table.name)}${columnsText(key.columns)} -> ${targetText(schema, key)}`
}

/** Gives `playlist_track: (playlist_id) -> playlist(id), (track_id) -> track(id)`. */
export function associationText(schema: Schema, table: Table, keys: readonly ForeignKey[]): string {
  const texts = keys.map(key => `${columnsText(key.columns)} -> ${targetText(schema, key)}`)
  return `${tableText(schema, table.schema, table.name)}: ${texts.join(', ')}`
}

function targetText(schema: Schema, key: ForeignKey): string {
  return `${tableText(schema, key.referencedSchema, key.referencedTable)}${columnsText(key.referencedColumns)}`
}

function columnsText(columns: readonly string[]): string {
  return `(${columns.map(nameText).join(', ')})`
}

function nameText(name: string): string {
  return plain.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
