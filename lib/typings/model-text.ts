/** Writes the types of one model. Decides nothing about them. */

import type { Schema } from '../../types/schema.js'
import { tableText } from '../schema/key-text.js'
import { modelComment } from './comments.js'
import type { Member, ModelMembers } from './members.js'
import { code, docComment, lineWidth, literal, propertyText } from './text.js'
import type { ModelTypeNames, TypeNames } from './type-names.js'

/** Gives the interface of the instances, that of the rows to insert, and the type of the key. */
export function modelText(schema: Schema, members: ModelMembers, { models }: TypeNames): string {
  const names = namesOf(members, models)
  const above = members.parent === null ? null : namesOf(members.parent, models)
  return [
    instanceText(schema, members, names, above),
    insertText(schema, members, names, above),
    keyText(members, names, above),
  ].join('\n')
}

function namesOf({ model }: ModelMembers, models: TypeNames['models']): ModelTypeNames {
  return models.get(model.name) as ModelTypeNames
}

function instanceText(
  schema: Schema,
  { table, columns, relationships }: ModelMembers,
  { instance, insert, key }: ModelTypeNames,
  above: ModelTypeNames | null,
): string {
  const parent =
    above === null ? `Described<${insert}, ${key}>` : `DescribedBelow<${above.instance}, ${insert}, ${key}>`
  const head = `${docComment(modelComment(schema, table), '')}export interface ${instance} extends ${parent}`
  return `${head} ${bodyText([...columns, ...relationships])}\n`
}

function insertText(
  schema: Schema,
  { table, parent, insert: members, spared }: ModelMembers,
  { insert }: ModelTypeNames,
  above: ModelTypeNames | null,
): string {
  const place = code(tableText(schema, table.schema, table.name))
  if (members === null) {
    return `${docComment([`Nothing: the rows of ${place} are only read.`], '')}export type ${insert} = never\n`
  }
  const base = above === null || parent?.insert === null ? null : above.insert
  const inherits =
    base === null ? '' : ` extends ${spared === null ? base : `Omit<${base}, ${literal(spared.name)}>`}`
  const comment = docComment([`What a new row of ${place} is given.`], '')
  return `${comment}export interface ${insert}${inherits} ${bodyText(spared === null ? members : [spared, ...members])}\n`
}

function keyText(
  { model, key: members }: ModelMembers,
  { key }: ModelTypeNames,
  above: ModelTypeNames | null,
): string {
  const name = code(model.name)
  if (members === null) {
    return `${docComment([`Nothing: ${name} has no primary key to be found by.`], '')}export type ${key} = never\n`
  }
  const comment = docComment([`What finds one ${name} by its primary key.`], '')
  return `${comment}export type ${key} =${above === null ? alternatives(members) : ` ${above.key}`}\n`
}

/** The value itself, or all in key order, or by property. */
function alternatives(members: readonly Member[]): string {
  const [first, ...others] = members.map(({ type }) => type) as [string, ...string[]]
  const value = others.length === 0 ? first : `readonly [${[first, ...others].join(', ')}]`
  const properties = members.map(({ name, type }) => `readonly ${propertyText(name)}: ${type}`)
  const line = ` ${value} | { ${properties.join('; ')} }`
  if (line.length <= lineWidth / 2) return line
  return `\n  | ${value}\n  | {\n${properties.map(property => `      ${property}\n`).join('')}    }`
}

function bodyText(members: readonly Member[]): string {
  return members.length === 0 ? '{}' : `{\n${members.map(memberText).join('')}}`
}

function memberText({ name, type, readonly, optional, comment }: Member): string {
  const doc = comment.length === 0 ? '' : docComment(comment, '  ')
  return `${doc}  ${readonly ? 'readonly ' : ''}${propertyText(name)}${optional ? '?' : ''}: ${type}\n`
}
