/**
 * Reads from the text of a CREATE TABLE what no pragma tells: names of constraints, checks, collations, deferrability.
 * Gives nothing at all for a text that it does not understand whole. The grammar is that of SQLite's `parse.y`.
 */

import type { Check } from '../../../types/schema.js'
import { fold } from './fold.js'
import { readText, type TokenReader, Unreadable } from './token-reader.js'
import type { Keyword } from './tokens.js'

/** A foreign key as its definition spells it. */
export interface ForeignKeyDefinition {
  readonly name: string | null
  readonly columns: readonly string[]
  readonly table: string
  readonly deferrable: boolean
  readonly initiallyDeferred: boolean
}

/** A unique constraint as its definition spells it. */
export interface UniqueDefinition {
  readonly name: string | null
  readonly columns: readonly string[]
}

/** What a CREATE TABLE says beyond the pragmas; lists are in the order of the text. */
export interface TableDefinition {
  readonly primaryKeyName: string | null
  /** By folded column name; columns without COLLATE are missing. */
  readonly collations: ReadonlyMap<string, string>
  readonly uniques: readonly UniqueDefinition[]
  readonly checks: readonly Check[]
  readonly foreignKeys: readonly ForeignKeyDefinition[]
}

/** Reads a CREATE TABLE; null where it is not understood. */
export function tableDefinitionOf(sql: string): TableDefinition | null {
  return readText(sql, readTable)
}

interface Draft {
  readonly reader: TokenReader
  primaryKeyName: string | null
  collations: Map<string, string> | null
  readonly uniques: UniqueDefinition[]
  readonly checks: Check[]
  readonly foreignKeys: ForeignKeyDefinition[]
}

/** Most tables name no collation. */
export const noCollations: ReadonlyMap<string, string> = new Map()

type ColumnClause = (draft: Draft, column: string, name: string | null) => void
type TableClause = (draft: Draft, name: string | null) => void

// Each keyword ends the column's type; none of them can be a bare name in SQLite, but for `generated`.
const columnClauses: ReadonlyMap<Keyword | null, ColumnClause> = new Map<Keyword, ColumnClause>([
  ['null', ({ reader }) => skipConflict(reader)],
  ['not', readNot],
  ['default', ({ reader }) => skipDefault(reader)],
  ['primary', readColumnPrimaryKey],
  ['unique', readColumnUnique],
  ['check', readCheck],
  ['references', (draft, column, name) => readReferences(draft, [column], name)],
  ['deferrable', draft => readDeferrable(draft, true)],
  ['collate', readCollation],
  ['generated', readGenerated],
  ['as', ({ reader }) => skipExpression(reader)],
])

const tableClauses: ReadonlyMap<Keyword | null, TableClause> = new Map<Keyword, TableClause>([
  ['primary', readTablePrimaryKey],
  ['unique', readTableUnique],
  ['check', (draft, name) => readCheck(draft, '', name)],
  ['foreign', readTableForeignKey],
])

function readTable(reader: TokenReader): TableDefinition {
  const draft: Draft = {
    reader,
    primaryKeyName: null,
    collations: null,
    uniques: [],
    checks: [],
    foreignKeys: [],
  }
  reader.expect('create', 'table')
  reader.name()
  reader.expect('(')
  do {
    if (beginsTableConstraint(reader)) break
    readColumn(draft)
  } while (reader.take(','))
  while (beginsTableConstraint(reader)) {
    readTableConstraint(draft)
    reader.take(',')
  }
  reader.expect(')')
  const { primaryKeyName, collations, uniques, checks, foreignKeys } = draft
  return { primaryKeyName, collations: collations ?? noCollations, uniques, checks, foreignKeys }
}

function beginsTableConstraint({ keyword }: TokenReader): boolean {
  return keyword !== null && (keyword === 'constraint' || tableClauses.has(keyword))
}

function readColumn(draft: Draft): void {
  const { reader } = draft
  const column = reader.name()
  skipType(reader)
  let name: string | null = null
  for (;;) {
    if (reader.take('constraint')) {
      name = reader.name()
      continue
    }
    const clause = columnClauses.get(reader.keyword)
    if (!clause) return
    reader.skip()
    clause(draft, column, name)
    name = null
  }
}

function skipType(reader: TokenReader): void {
  let words = 0
  while (isTypeWord(reader)) {
    reader.skip()
    words++
  }
  if (words > 0 && reader.keyword === '(') reader.parenthesis()
}

/** `generated` is a word of the type too: SQLite itself cuts `generated always` off a type's end. */
function isTypeWord({ kind, keyword }: TokenReader): boolean {
  if (kind === 'symbol' || kind === 'literal' || kind === 'end' || keyword === 'constraint') return false
  return keyword === null || keyword === 'generated' || !columnClauses.has(keyword)
}

function readTableConstraint(draft: Draft): void {
  const { reader } = draft
  const name = reader.take('constraint') ? reader.name() : null
  const clause = tableClauses.get(reader.keyword)
  // SQLite takes a name that nothing follows.
  if (!clause) return
  reader.skip()
  clause(draft, name)
}

function readNot(draft: Draft): void {
  if (draft.reader.take('null')) skipConflict(draft.reader)
  else {
    draft.reader.expect('deferrable')
    readDeferrable(draft, false)
  }
}

function readCollation(draft: Draft, column: string): void {
  draft.collations ??= new Map()
  draft.collations.set(fold(column), draft.reader.name())
}

function readColumnPrimaryKey(draft: Draft, _column: string, name: string | null): void {
  const { reader } = draft
  reader.expect('key')
  skipDirection(reader)
  skipConflict(reader)
  reader.take('autoincrement')
  draft.primaryKeyName = name
}

function readColumnUnique(draft: Draft, column: string, name: string | null): void {
  skipConflict(draft.reader)
  draft.uniques.push({ name, columns: [column] })
}

function readCheck({ reader, checks }: Draft, _column: string, name: string | null): void {
  checks.push({ name, expression: reader.parenthesis() })
  skipConflict(reader)
}

function readGenerated({ reader }: Draft): void {
  reader.expect('always', 'as')
  skipExpression(reader)
}

function skipExpression(reader: TokenReader): void {
  reader.parenthesis()
  if (!reader.take('stored')) reader.take('virtual')
}

function readTablePrimaryKey(draft: Draft, name: string | null): void {
  draft.reader.expect('key')
  readIndexedColumns(draft.reader)
  skipConflict(draft.reader)
  draft.primaryKeyName = name
}

function readTableUnique(draft: Draft, name: string | null): void {
  draft.uniques.push({ name, columns: readIndexedColumns(draft.reader) })
  skipConflict(draft.reader)
}

function readTableForeignKey(draft: Draft, name: string | null): void {
  const { reader } = draft
  reader.expect('key')
  const columns = readIndexedColumns(reader)
  reader.expect('references')
  readReferences(draft, columns, name)
  if (reader.take('not', 'deferrable')) readDeferrable(draft, false)
  else if (reader.take('deferrable')) readDeferrable(draft, true)
}

function readIndexedColumns(reader: TokenReader): string[] {
  reader.expect('(')
  // A list of one is the shortest this way: what is pushed to an empty one has room for many.
  const columns = [readIndexedColumn(reader)]
  while (reader.take(',')) columns.push(readIndexedColumn(reader))
  reader.take('autoincrement')
  reader.expect(')')
  return columns
}

function readIndexedColumn(reader: TokenReader): string {
  const column = reader.name()
  if (reader.take('collate')) reader.name()
  skipDirection(reader)
  return column
}

function readReferences(
  { reader, foreignKeys }: Draft,
  columns: readonly string[],
  name: string | null,
): void {
  const table = reader.name()
  if (reader.keyword === '(') readIndexedColumns(reader)
  for (;;) {
    if (reader.take('on')) {
      reader.skip()
      skipAction(reader)
    } else if (reader.take('match')) reader.name()
    else break
  }
  foreignKeys.push({ name, columns, table, deferrable: false, initiallyDeferred: false })
}

/** The clause follows its key, so it means the last one. */
function readDeferrable({ reader, foreignKeys }: Draft, deferrable: boolean): void {
  const key = foreignKeys.pop()
  if (!key) throw new Unreadable()
  const deferred = reader.take('initially', 'deferred')
  if (!deferred) reader.take('initially', 'immediate')
  foreignKeys.push({ ...key, deferrable, initiallyDeferred: deferrable && deferred })
}

function skipAction(reader: TokenReader): void {
  if (reader.take('set', 'null') || reader.take('set', 'default') || reader.take('no', 'action')) return
  if (!reader.take('cascade')) reader.expect('restrict')
}

function skipDefault(reader: TokenReader): void {
  if (reader.keyword === '(') reader.parenthesis()
  else {
    if (!reader.take('-')) reader.take('+')
    if (reader.kind === 'symbol') throw new Unreadable()
    reader.skip()
  }
}

function skipDirection(reader: TokenReader): void {
  if (!reader.take('asc')) reader.take('desc')
}

function skipConflict(reader: TokenReader): void {
  if (!reader.take('on')) return
  reader.expect('conflict')
  reader.name()
}
