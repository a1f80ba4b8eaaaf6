/** Reads the expressions and the condition of a CREATE INDEX. Gives nothing at all for a text that it does not understand. */

import { readText, type TokenReader } from './token-reader.js'

/** What a CREATE INDEX says. */
export interface IndexDefinition {
  /** The text of each part, without its direction. */
  readonly parts: readonly string[]
  /** The condition; null where the index is total. */
  readonly predicate: string | null
}

/** Reads a CREATE INDEX; null where it is not understood. */
export function indexDefinitionOf(sql: string): IndexDefinition | null {
  return readText(sql, readIndex)
}

function readIndex(reader: TokenReader): IndexDefinition {
  reader.expect('create')
  reader.take('unique')
  reader.expect('index')
  reader.name()
  reader.expect('on')
  reader.name()
  reader.expect('(')
  const parts: string[] = []
  do {
    parts.push(reader.until(',', ')', 'asc', 'desc'))
    if (!reader.take('asc')) reader.take('desc')
  } while (reader.take(','))
  reader.expect(')')
  if (reader.take('where')) return { parts, predicate: reader.rest() }
  return { parts, predicate: null }
}
