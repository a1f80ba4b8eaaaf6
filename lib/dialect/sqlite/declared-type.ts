/** Understands a declared type of SQLite, where any words are a type. Guesses nothing: an unknown one is `other`. */

import type { Column, ColumnKind } from '../../../types/schema.js'
import { fold } from './fold.js'

/** What SQLite does to a value that is stored (https://sqlite.org/datatype3.html#determination_of_column_affinity). */
export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric'

/** What a declared type says. */
export type DeclaredType = Pick<Column, 'kind' | 'length' | 'precision' | 'scale'>

const byName = new Map<string, ColumnKind>([
  ['bool', 'boolean'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['datetime', 'timestamp'],
  ['smalldatetime', 'timestamp'],
  ['timestamp', 'timestamp'],
  ['timestamp without time zone', 'timestamp'],
  ['timestamptz', 'timestamptz'],
  ['timestamp with time zone', 'timestamptz'],
  ['time', 'time'],
  ['timetz', 'time'],
  ['time with time zone', 'time'],
  ['time without time zone', 'time'],
  ['json', 'json'],
  ['jsonb', 'json'],
  ['uuid', 'uuid'],
  ['guid', 'uuid'],
  ['uniqueidentifier', 'uuid'],
  ['int8', 'bigint'],
  ['bigint', 'bigint'],
  ['big int', 'bigint'],
  ['unsigned big int', 'bigint'],
  ['bigint unsigned', 'bigint'],
  ['unsigned bigint', 'bigint'],
])

const byPattern: readonly (readonly [RegExp, ColumnKind])[] = [
  [/char|clob|text/, 'text'],
  [/blob|binary|bytea/, 'binary'],
  [/real|floa|doub/, 'float'],
  [/\b(decimal|dec|numeric|number|money)\b/, 'decimal'],
  [/\b(tiny|small|medium|long)?int(eger)?[124]?\b/, 'integer'],
]

/** Reads a declared type, with or without sizes in parentheses. */
export function declaredTypeOf(type: string): DeclaredType {
  const name = wordsOf(type)
  const [first, second] = sizesOf(type)
  const kind = first === 1 && name === 'tinyint' ? 'boolean' : kindOf(name)
  const sized = kind === 'text' || kind === 'binary'
  const exact = kind === 'decimal' || kind === 'float'
  return { kind, length: sized ? first : null, precision: exact ? first : null, scale: exact ? second : null }
}

/** Gives what reads declared types, each text once: a database has many columns and few types. */
export function typeReader(): (type: string) => DeclaredType {
  const known = new Map<string, DeclaredType>()
  return type => {
    const declared = known.get(type) ?? declaredTypeOf(type)
    known.set(type, declared)
    return declared
  }
}

/** Gives what SQLite does to values under a declared type, in the order of its own rules. */
export function affinityOf(type: string): Affinity {
  const text = fold(type)
  if (text.includes('int')) return 'integer'
  if (/char|clob|text/.test(text)) return 'text'
  if (text === '' || text.includes('blob')) return 'blob'
  if (/real|floa|doub/.test(text)) return 'real'
  return 'numeric'
}

function wordsOf(type: string): string {
  return fold(type)
    .replace(/\([^)]*\)/, ' ')
    .trim()
    .replace(/\s+/g, ' ')
}

function sizesOf(type: string): [number | null, number | null] {
  const sizes = /\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(type)
  return [
    sizes?.[1] === undefined ? null : Number(sizes[1]),
    sizes?.[2] === undefined ? null : Number(sizes[2]),
  ]
}

function kindOf(name: string): ColumnKind {
  return byName.get(name) ?? byPattern.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
}
