/** Shows the statements that are sent while somebody looks. Sends none. */

import type { Automap } from '../../../types/automap.js'
import { harmless, type Terminal } from '../terminal.js'

/** Shows each statement with its time; gives what ends that. */
export async function showStatements(db: Pick<Automap, 'on'>, terminal: Terminal): Promise<() => void> {
  const { highlight } = await import('sql-highlight')
  return db.on(
    'query',
    ({ sql, bindings, duration, rows }) => {
      const text = harmless(sql)
      const shown = terminal.colour ? highlight(text) : text
      const values = bindings.length === 0 ? '' : ` ${harmless(JSON.stringify(bindings, shortened))}`
      const told = `-- ${duration.toFixed(1)} ms, ${rows} ${rows === 1 ? 'row' : 'rows'}`
      terminal.print(`${shown}${terminal.paint('dim', `${values} ${told}`)}`)
    },
    { bindings: true },
  )
}

/** A statement may bind a thousand keys. */
function shortened(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return Array.isArray(value) && value.length > 10 ? [...value.slice(0, 10), `… ${value.length}`] : value
}
