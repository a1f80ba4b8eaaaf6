/** Shows an instance to people: what was read and loaded, but nothing sensitive. Loads nothing and never throws. */

import { type InspectOptions, inspect } from 'node:util'
import type { ValueError } from '../errors.js'
import type { ColumnMapping } from '../mapping/mapping.js'
import { columnValueOf } from './column-value.js'
import { blockOf, type Instance, stateOf } from './instance.js'
import { statusOf } from './status.js'
import { columnsOf, relationshipsOf } from './to-json.js'

/** The instances being shown right now, from the outermost in; showing is synchronous. */
const path = new Set<Instance>()

/** Gives the text for `util.inspect` and `console.log`; `depth` counts down. */
export function shown(instance: Instance, depth: number | null, options: InspectOptions): string {
  const { name } = blockOf(instance).mapping
  if (path.has(instance)) return `[Circular ${name}]`
  if (depth !== null && depth < 0) return `[${name}]`
  path.add(instance)
  try {
    return `${name} ${markOf(instance)}${inspect(contentOf(instance), { ...options, depth })}`
  } finally {
    path.delete(instance)
  }
}

/** What nobody would see of the values: that they are not what the database holds. */
function markOf(instance: Instance): string {
  const status = statusOf(instance)
  if (status !== 'saved') return `(${status}) `
  return stateOf(instance)?.edits.size ? '(changed) ' : ''
}

function contentOf(instance: Instance): Record<string, unknown> {
  const columns = columnsOf(instance).map(column => [column.property, readable(instance, column)])
  const related = relationshipsOf(instance).map(([relationship, value]) => [relationship.name, value])
  return Object.fromEntries([...columns, ...related])
}

/** A value that JavaScript cannot hold is shown as such, since showing must not fail. */
function readable(instance: Instance, column: ColumnMapping): unknown {
  try {
    return columnValueOf(instance, column)
  } catch (error) {
    return { [inspect.custom]: () => `[${(error as ValueError).code}]` }
  }
}
