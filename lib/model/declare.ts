/** Gives the class that a declared model extends. Maps nothing: that is automap's. */

import type { ModelFunction } from '../../types/declared.js'
import { carry } from '../declaration/carried.js'
import { checkText, expected, invalid } from '../declaration/check.js'
import type { ModelClass } from '../declaration/declaration.js'
import { membersOf } from '../declaration/members.js'
import { checkTableOptions } from '../declaration/table-options.js'
import { isClass } from '../declaration/target.js'
import { Model } from './model.js'

/**
 * Gives a class to extend: `model(table, members, options)`, for a subclass `model(parent, members, options)`, and
 * `model(parent, table, members, options)` for one with a table of its own. Members and options may be left out; columns that are
 * not declared are reflected. Throws `DeclarationError` DECLARATION_INVALID.
 */
export const model: ModelFunction = declare as unknown as ModelFunction

function declare(first: unknown, ...rest: readonly unknown[]): typeof Model {
  if (!isClass(first)) return declared(null, tableOf(first), rest)
  const [second, ...further] = rest
  return typeof second === 'string'
    ? declared(first, checkText(second, 'the second argument of model()'), further)
    : declared(first, null, rest)
}

function tableOf(table: unknown): string {
  if (typeof table === 'string' && table !== '') return table
  throw expected('the first argument of model()', "a table's name or a model", table)
}

function declared(parent: ModelClass | null, table: string | null, rest: readonly unknown[]): typeof Model {
  const call = `model(${[parent?.name, table === null ? undefined : `"${table}"`].filter(each => each !== undefined).join(', ')})`
  const [members, options, ...further] = rest
  if (further.length > 0) {
    throw invalid(`Cannot declare ${call} with so many arguments: after the table come columns and options`)
  }
  const checked = membersOf(members, call)
  checkTableOptions(options, `the options of ${call}`)
  const above = (parent ?? Model) as typeof Model
  const made = class extends above {}
  Object.defineProperty(made, 'name', { value: call })
  carry(made, {
    parent,
    table,
    members: checked,
    options: { ...(options as Record<string, unknown> | undefined) },
  })
  return made
}
