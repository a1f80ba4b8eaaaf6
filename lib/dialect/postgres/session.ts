/** Decides which schemas are read from what the connection says of itself. Refuses servers and schemas that cannot be. */

import { ReflectionError } from '../../errors.js'
import { byCodePoint } from '../../schema/compare.js'
import type { ReflectRequest } from '../contract.js'
import type { SessionRow } from './rows.js'

/** Gives the schemas to read, the default one first. Throws `ReflectionError` where the database has no such schema. */
export function schemasOf(session: SessionRow, request: ReflectRequest): readonly string[] {
  if (session.version < 120000) {
    throw new ReflectionError(
      'REFLECTION_FAILED',
      'Cannot reflect the database: the server is older than PostgreSQL 12',
    )
  }
  const wanted = request.schemas ?? [session.currentSchema ?? 'public']
  const missing = wanted.filter(schema => !session.schemas.includes(schema))
  if (missing.length === 0) return wanted
  const present = session.schemas
    .filter(schema => !/^(pg_|information_schema$)/.test(schema))
    .sort(byCodePoint)
  throw new ReflectionError(
    'SCHEMA_MISSING',
    `Cannot reflect schema ${listed(missing)}: the database has none of that name; it has ${listed(present)}`,
  )
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map(name => `"${name}"`).join(', ')
}
