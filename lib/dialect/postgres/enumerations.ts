/** Knows the enumerated types that the server has, or is about to have, and which are still to be created. Changes none. */

import type { DeclaredType } from '../../declaration/declaration.js'
import { shownTable } from '../../declaration/declared-tables.js'
import type { TableDefinition } from '../../declaration/definition.js'
import { DeclarationError } from '../../errors.js'
import type { Ask } from '../creation.js'
import { enumerationOf } from './column-type.js'
import { literal } from './literal.js'
import { quote } from './quote.js'

const statement = `select n.nspname, t.typname, (
  select pg_catalog.json_agg(e.enumlabel order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid
)
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and n.nspname = any (?)`

/** The enumerated types of some schemas. */
export class Enumerations {
  /** By schema and name; the labels in order. */
  readonly #labels: Map<string, readonly string[]>

  private constructor(labels: Map<string, readonly string[]>) {
    this.#labels = labels
  }

  /** Reads those that are there. */
  static async read(ask: Ask, schemas: readonly string[]): Promise<Enumerations> {
    const rows = (await ask(statement, [schemas])) as [string, string, string | null][]
    return new Enumerations(
      new Map(rows.map(([schema, name, labels]) => [idOf(schema, name), JSON.parse(labels ?? '[]')])),
    )
  }

  /** Gives the statement that a column's type needs first, if any. Throws `DeclarationError` where labels differ. */
  creating(type: DeclaredType, table: TableDefinition, schema: string): string[] {
    const enumeration = enumerationOf(type)
    if (enumeration === null) return []
    const name = enumeration.enumName!
    const values = enumeration.values!
    const known = this.#labels.get(idOf(schema, name))
    if (known === undefined) {
      this.#labels.set(idOf(schema, name), values)
      return [`create type ${quote(schema)}.${quote(name)} as enum (${values.map(literal).join(', ')})`]
    }
    if (JSON.stringify(known) === JSON.stringify(values)) return []
    throw new DeclarationError(
      'DECLARATION_INVALID',
      `Cannot create table ${shownTable(table)}: the values of enumeration "${name}" are declared as ${listed(values)}, and it has ${listed(known)}; give one of them another name`,
    )
  }
}

function idOf(schema: string, name: string): string {
  return JSON.stringify([schema, name])
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.map(value => `"${value}"`).join(', ')
}
