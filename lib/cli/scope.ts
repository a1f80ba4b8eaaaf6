/** Puts a database in reach of code: its models, `db`, `knex` and `models` as globals. Hides no global that there is. */

import type { Automap } from '../../types/automap.js'
import type { Opened } from './open.js'

/** What code can reach. */
export interface Scope {
  /** Models that are called like something of JavaScript or Node; code says `models.Map`. */
  readonly hidden: readonly string[]
  /** Takes all away again. */
  readonly end: () => void
}

/** Defines the globals. */
export function scopeOf({ db, knex }: Pick<Opened, 'db' | 'knex'>): Scope {
  const models: Automap['models'] = db.models
  const given = new Map<string, unknown>(Object.entries({ ...models, db, knex, models }))
  const hidden = [...given.keys()].filter(name => name in globalThis)
  const defined = [...given].filter(([name]) => !hidden.includes(name))
  for (const [name, value] of defined) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: true })
  }
  return {
    hidden,
    end: () => {
      for (const [name] of defined) Reflect.deleteProperty(globalThis, name)
    },
  }
}

/** Says which of the hidden models the code may mean; null where it can mean none. */
export function hiddenText(hidden: readonly string[], code: string): string | null {
  const meant = hidden.filter(name => new RegExp(`(?<![.\\w$])${name}(?![\\w$])`).test(code))
  if (meant.length === 0) return null
  return `JavaScript itself has ${meant.join(', ')}; the models are ${meant.map(name => `models.${name}`).join(', ')}`
}
