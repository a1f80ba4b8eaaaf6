/** Finds keys that no first row can be inserted under. Reads no row. */

import type { ForeignKey, Table } from '../../types/schema.js'
import { quotedNames } from '../schema/printable.js'
import type { Finding } from './finding.js'
import { columnOf, found, type Ground, placeOf, targetOf } from './ground.js'

/** A key that has to find its row as soon as a row is inserted. */
interface Demand {
  readonly key: ForeignKey
  readonly target: Table
}

/** Finds circles of tables, each once, at its first table; the shortest one that leads back there. */
export function requiredCycles(ground: Ground): readonly Finding[] {
  const demands = new Map(ground.schema.tables.map(table => [table, demandsOf(ground, table)]))
  const told = new Set<Table>()
  return ground.schema.tables.flatMap(table => {
    const circle = told.has(table) ? null : circleOf(table, demands)
    if (circle === null) return []
    for (const each of circle) told.add(each.target)
    const path = [table, ...circle.map(({ target }) => target)].map(each => `"${placeOf(ground, each)}"`)
    const columns = (circle[0] as Demand).key.columns
    const message = `required keys lead round in a circle, ${path.join(' to ')}: none of these tables can get its first row; let one of the keys be null, or be looked at when a transaction commits`
    return [found(ground, table, { code: 'requiredCycle', severity: 'warning', columns, message })]
  })
}

/** Finds required keys of a table to itself: its first row has to refer to itself. */
export function requiredSelfReferences(ground: Ground, table: Table): readonly Finding[] {
  return demandsOf(ground, table)
    .filter(({ target }) => target === table)
    .map(({ key: { columns } }) => {
      const message = `the required key over ${quotedNames(columns)} refers to its own table: a first row can only refer to itself`
      return found(ground, table, { code: 'requiredSelfReference', severity: 'info', columns, message })
    })
}

function demandsOf(ground: Ground, table: Table): Demand[] {
  return table.foreignKeys.flatMap(key => {
    const target = targetOf(ground, key)
    const isRequired = key.columns.every(name => columnOf(table, name)?.nullable === false)
    return target !== undefined && isRequired && key.deferrable !== true ? [{ key, target }] : []
  })
}

/** By breadth, so that the first way back is the shortest; keys of a table to itself are no circle. */
function circleOf(start: Table, demands: ReadonlyMap<Table, readonly Demand[]>): Demand[] | null {
  const ways: Demand[][] = [[]]
  const seen = new Set<Table>()
  for (const way of ways) {
    const last = way.at(-1)?.target ?? start
    for (const demand of demands.get(last)!) {
      if (demand.target === last || seen.has(demand.target)) continue
      const next = [...way, demand]
      if (demand.target === start) return next
      seen.add(demand.target)
      ways.push(next)
    }
  }
  return null
}
