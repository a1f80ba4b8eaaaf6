/** Infers relationships from foreign keys. Guesses nothing from names of columns, and asks no database. */

import type { ForeignKey, Schema, Table } from '../../types/schema.js'
import { byCodePoint, byCodePoints } from '../schema/compare.js'
import { keyText } from '../schema/key-text.js'
import { type AssociationKeys, associationPair, isAssociation } from './association.js'
import { directPair } from './direct-pair.js'
import type { Inference, InferredKey } from './inference.js'
import { type RefusalTerms, refusalOf } from './refusal.js'

/** What classes say about keys. */
export type InferenceTerms = Omit<RefusalTerms, 'isMapped'>

/** Nobody says anything about keys. */
export const plainTerms: InferenceTerms = { isExcluded: () => false, inherits: () => false }

/** Gives every relationship of the mapped tables, and the account of every foreign key; order-independent. */
export function inferRelationships(
  schema: Schema,
  isMapped: (table: Table) => boolean,
  terms: InferenceTerms = plainTerms,
): Inference {
  return joined(inTurn(schema.tables).map(table => inferTable(schema, table, { ...terms, isMapped })))
}

/** Gives what the foreign keys of one table alone say. */
export function inferTable(schema: Schema, table: Table, terms: RefusalTerms): Inference {
  const foreignKeys = inferKeys(schema, terms, table)
  const direct = foreignKeys.flatMap(({ pair }) => (pair === null ? [] : [pair]))
  const keys = associationKeys(table, foreignKeys)
  if (keys === null) return { pairs: direct, foreignKeys, associations: [] }
  const pair = associationPair(schema, table, keys)
  return { pairs: [...direct, pair], foreignKeys, associations: [{ table, pair }] }
}

/** Gives tables in the order in which they are inferred. */
export function inTurn(tables: Iterable<Table>): Table[] {
  return [...tables].sort(byName)
}

/** Joins what was inferred of tables in turn. */
export function joined(inferences: readonly Inference[]): Inference {
  return {
    pairs: inferences.flatMap(({ pairs }) => pairs),
    foreignKeys: inferences.flatMap(({ foreignKeys }) => foreignKeys),
    associations: inferences.flatMap(({ associations }) => associations),
  }
}

function inferKeys(schema: Schema, terms: RefusalTerms, table: Table): InferredKey[] {
  const seen = new Map<string, string>()
  return groupsOf(table.foreignKeys).map(({ foreignKey, validated, meaning }) => {
    const key = keyText(schema, table, foreignKey)
    const account = { table, foreignKey, key }
    const same = seen.get(meaning)
    if (same !== undefined) {
      return { ...account, status: 'collapsed', reason: `"${same}" says the same`, lost: false, pair: null }
    }
    seen.set(meaning, key)
    const refusal = refusalOf(schema, terms, table, foreignKey)
    if (refusal !== null) return { ...account, status: 'skipped', ...refusal, pair: null }
    const pair = directPair(schema, table, { ...foreignKey, validated })
    return { ...account, status: 'related', reason: null, lost: false, pair }
  })
}

interface GroupedKey {
  readonly foreignKey: ForeignKey
  /** The same for keys that say the same. */
  readonly meaning: string
  /** True where any of the keys that say the same is vouched for. */
  readonly validated: boolean
}

function groupsOf(keys: readonly ForeignKey[]): GroupedKey[] {
  const meanings = new Map(keys.map(key => [key, meaningOf(key)]))
  const validated = new Set(keys.filter(key => key.validated).map(key => meanings.get(key)))
  return [...keys].sort(byKey).map(foreignKey => {
    const meaning = meanings.get(foreignKey) as string
    return { foreignKey, meaning, validated: validated.has(meaning) }
  })
}

/** A key says which column refers to which, in whatever order it lists them. */
function meaningOf(key: ForeignKey): string {
  const columns = key.columns.map((column, index) => [column, key.referencedColumns[index] ?? null])
  const sorted = columns.map(pair => JSON.stringify(pair)).sort(byCodePoint)
  return JSON.stringify([key.referencedSchema, key.referencedTable, ...sorted])
}

/** A third key rules an association out even where it is skipped, so that mapping less never adds a relationship. */
function associationKeys(table: Table, keys: readonly InferredKey[]): AssociationKeys | null {
  const [near, far, ...more] = keys.filter(key => key.status !== 'collapsed')
  if (near === undefined || far === undefined || more.length > 0) return null
  if (near.pair === null || far.pair === null) return null
  const found: AssociationKeys = [near.foreignKey, far.foreignKey]
  return isAssociation(table, found) ? found : null
}

function byName(a: Table, b: Table): number {
  return byCodePoint(a.schema, b.schema) || byCodePoint(a.name, b.name)
}

function byKey(a: ForeignKey, b: ForeignKey): number {
  return (
    byCodePoints(a.columns, b.columns) ||
    byCodePoints([a.referencedSchema, a.referencedTable], [b.referencedSchema, b.referencedTable]) ||
    byCodePoints(a.referencedColumns, b.referencedColumns) ||
    byCodePoint(a.name ?? '', b.name ?? '') ||
    byCodePoint(a.onDelete, b.onDelete)
  )
}
