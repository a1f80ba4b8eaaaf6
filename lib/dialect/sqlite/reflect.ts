/** Reads a SQLite database's structure. Writes nothing and changes no setting. */

import type { Knex } from 'knex'
import type { Schema } from '../../../types/schema.js'
import type { ReflectRequest } from '../contract.js'
import { sortedBy } from '../plain-data.js'
import { catalogOf } from './catalog.js'
import { readCatalog, schemasOf } from './read-catalog.js'
import { catalogRows, type Read, relationRows } from './rows.js'

/** Gives the structure, as of one moment. Throws `ReflectionError` or `ConnectionError`. */
export function reflect(knex: Knex, request: ReflectRequest): Promise<Schema> {
  return readCatalog(knex, request, read => structureOf(read, request))
}

async function structureOf(read: Read, request: ReflectRequest): Promise<Schema> {
  const relations = await relationRows(read)
  // Every schema has at least the table that SQLite keeps its catalog in.
  const schemas = schemasOf(request, [...new Set(relations.map(({ schema }) => schema))])
  const rows = await catalogRows(read, relations, schemas)
  return {
    dialect: 'sqlite',
    defaultSchema: schemas[0]!,
    schemas: sortedBy(schemas, name => [name]),
    ...catalogOf(rows),
    enums: [],
    domains: [],
  }
}
