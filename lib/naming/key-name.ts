/** Reads what a key is called from its own columns. Knows no other key: adding one changes nothing here. */

import type { InferredRelationship } from '../../types/relationship.js'
import { isSameName } from './same-name.js'

/** What a key is called. */
export interface KeyName {
  /** Its column without the suffix, in the database's spelling; null where the target's name stands in. */
  readonly stem: string | null
  /** How well the key is named after its target, best first; null: not at all. */
  readonly closeness: 0 | 1 | 2 | 3 | null
  /** Its columns without suffixes, for `By<Key>`; columns that its target calls the same are left out. */
  readonly parts: readonly string[]
  /** True for a self reference that leads upwards: `parent_id`, `parent_category_id`. */
  readonly parental: boolean
  /** The rule that gave the name. */
  readonly rule: string
}

/** What of a key its name depends on. */
export type NamedKey = Pick<InferredRelationship, 'columns' | 'referencedColumns' | 'targetTable'> & {
  readonly isSelf: boolean
}

const separated = /^(?<stem>.*[^\s_.-])[\s_.-]+(?<suffix>id|fk|code|ref)$/isu
const camelCased = /^(?<stem>.*[\p{Ll}\d])(?<suffix>Id|ID|Fk|FK|Code|Ref)$/su
const squashed = /^(?<stem>.+)(?<suffix>id|fk|code|ref)$/isu
const bare = /^[\s_.-]*(?:id|fk|code|ref)$/iu

/** Gives what the key of a manyToOne, or one key of an association table, is called. */
export function keyNameOf(key: NamedKey): KeyName {
  const telling = tellingColumns(key)
  const parts = telling.map(column => cut(column, separated, camelCased)?.stem ?? column)
  // The target of a self reference says nothing, so one telling column names it even among several.
  const isSingle = key.columns.length === 1 || (key.isSelf && telling.length === 1)
  const [column] = telling
  return column !== undefined && isSingle
    ? { ...singleName(column, key), parts }
    : { stem: null, closeness: 3, parts, parental: false, rule: 'The target of a key of several columns' }
}

function singleName(column: string, { targetTable, isSelf }: NamedKey): Omit<KeyName, 'parts'> {
  const byTarget = { stem: null, parental: false, rule: `The target of key column "${column}"` }
  if (bare.test(column)) return { ...byTarget, closeness: 2 }
  const found = cut(column, separated, camelCased)
  if (found === null && isSameName(cut(column, squashed)?.stem ?? '', targetTable)) {
    // `customerid`: only the target's name shows where the suffix begins.
    return { ...byTarget, closeness: 0 }
  }
  const stem = found?.stem ?? column
  const parental = isSelf && (isSameName(stem, 'parent') || isSameName(stem, `parent_${targetTable}`))
  const isId = found?.suffix.toLowerCase() === 'id'
  const closeness = isSameName(stem, targetTable) ? (isId ? 0 : 1) : null
  const rule = `Key column "${column}"${found === null ? '' : ` without "${column.slice(stem.length)}"`}`
  return { stem, closeness, parental, rule }
}

/** `tenant_id` says nothing where it refers to `tenant_id`; where all columns are so, all are needed. */
function tellingColumns({ columns, referencedColumns }: NamedKey): readonly string[] {
  const telling = columns.filter((column, index) => column !== referencedColumns[index])
  return telling.length === 0 ? columns : telling
}

function cut(column: string, ...patterns: readonly RegExp[]): { stem: string; suffix: string } | null {
  for (const pattern of patterns) {
    const [, stem, suffix] = pattern.exec(column) ?? []
    if (stem !== undefined && suffix !== undefined) return { stem, suffix }
  }
  return null
}
