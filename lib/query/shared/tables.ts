/**
 * Writes the tables that the rows of a class come from where it shares them with others: joined to one another, and
 * without the rows of classes beside it. Chooses no columns.
 */

import type { Discriminator, InheritanceMapping, Mapping, TablePart } from '../../mapping/mapping.js'
import { inListOf } from '../sensitive.js'
import { equal } from '../where.js'
import type { Writer } from '../writer.js'
import { isWhole } from './rows.js'

/** Writes what the rows come from, without an alias: the table itself where that is all. */
export function tablesText(writer: Writer, mapping: Mapping, below: readonly TablePart[]): string {
  const { inheritance } = mapping
  if (inheritance === null || (below.length === 0 && isWhole(mapping))) return mapping.from
  const parts = [...inheritance.parts, ...below]
  const aliases = new Map(parts.map(part => [part, writer.alias()]))
  const list = parts.flatMap(part =>
    part.columns.map(({ column, own }) => {
      const read = `${aliases.get(part)}.${own}`
      return own === column.quoted ? read : `${read} as ${column.quoted}`
    }),
  )
  const joins = parts.map(part => joinText(part, aliases, below.includes(part)))
  return `(select ${list.join(', ')} from ${joins.join('')}${identityText(writer, inheritance, aliases)})`
}

type Aliases = ReadonlyMap<TablePart, string>

function joinText(part: TablePart, aliases: Aliases, isBelow: boolean): string {
  const { from, above } = part
  const alias = aliases.get(part) as string
  if (above === null) return `${from} ${alias}`
  const other = aliases.get(above.part) as string
  const match = equal(other, above.referencedColumns, alias, above.columns)
  return `${isBelow ? ' left join' : ' join'} ${from} ${alias} on ${match}`
}

/** Of a class that has no table of its own, the discriminator alone tells its rows. */
function identityText(
  writer: Writer,
  { discriminator, identities, parts }: InheritanceMapping,
  aliases: Aliases,
): string {
  if (identities === null) return ''
  const { column } = discriminator as Discriminator
  const [root] = parts as [TablePart]
  const own = root.columns.find(each => each.column === column)?.own
  const quoted = `${aliases.get(root)}.${own}`
  const [only, ...more] = identities
  const text =
    more.length === 0
      ? `${quoted} = ${writer.bind(only)}`
      : writer.take(inListOf(writer.dialect, quoted, column, identities))
  return ` where ${text}`
}
