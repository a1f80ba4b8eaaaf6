/** Gives the class that a declared model extends. Maps nothing: that is automap's. */

import type { ModelFunction } from '../../types/declared.js'
import { carry } from '../declaration/carried.js'
import { expected } from '../declaration/check.js'
import type { ModelClass } from '../declaration/declaration.js'
import { membersOf } from '../declaration/members.js'
import { checkTableOptions } from '../declaration/table-options.js'
import { isClass } from '../declaration/target.js'
import { isPlainObject } from '../schema/value-text.js'
import { Model } from './model.js'

/**
 * Gives a class to extend: `model(table, members, options)`, for a subclass `model(parent, members, options)`, and
 * `model(parent, table, members, options)` for one with a table of its own. Members and options may be left out; columns that are
 * not declared are reflected. Throws `DeclarationError` DECLARATION_INVALID.
 */
export const model: ModelFunction = declare as unknown as ModelFunction

function declare(first: unknown, ...rest: readonly unknown[]): typeof Model {
  const parent = isClass(first) ? first : null
  const tableGiven = parent === null || typeof rest[0] === 'string'
  const [table, members, options] =
    tableGiven && parent === null ? [first, ...rest] : tableGiven ? rest : [null, ...rest]
  return declared(parent, table, members, options)
}

function declared(
  parent: ModelClass | null,
  table: unknown,
  members: unknown,
  options: unknown,
): typeof Model {
  if (table !== null && (typeof table !== 'string' || table === '')) {
    throw expected('the first argument of model()', "a table's name or a model", table)
  }
  const what = `model(${[parent?.name, table].filter(each => typeof each === 'string').join(', ')})`
  const carried = {
    parent,
    table,
    members: membersOf(members, what),
    options: isPlainObject(options) ? { ...options } : {},
  }
  checkTableOptions(options, `the options of ${what}`)
  const above = (parent ?? Model) as typeof Model
  const base = class extends above {}
  Object.defineProperty(base, 'name', { value: what })
  carry(base, carried)
  return base
}
