/** Proposes how a line at the prompt may go on: models, properties, relationships, methods of queries. Evaluates nothing. */

import type { Automap } from '../../../types/automap.js'
import { requireTie } from '../../model/tie.js'
import { Query } from '../../query/query.js'

/** What may come, and the end of the line that it takes the place of. */
export type Completion = readonly [proposals: string[], end: string]

const byPath = new Set(['with', 'whereHas', 'whereHasNot'])
const methods = Object.getOwnPropertyNames(Query.prototype).concat(
  Object.getOwnPropertyNames(Object.getPrototypeOf(Query.prototype)),
)

/** Gives the proposals; null where the prompt's own are better. */
export function completionOf(line: string, db: Pick<Automap, 'models' | 'relationships'>): Completion | null {
  const model = modelIn(line, db)
  if (model === null) return word(line, db)
  const quoted = /\.(\w+)\((?:[^()]*,\s*)?(['"`])([\w$.]*)$/.exec(line)
  if (quoted !== null) {
    const [, method = '', , end = ''] = quoted
    return byPath.has(method) ? path(end, model, db) : matching(end, propertiesOf(model, db))
  }
  const key = /\.\w+\(\{(?:[^{}]*,)?\s*([\w$]*)$/.exec(line)
  if (key !== null) return matching(key[1] as string, propertiesOf(model, db))
  const method = /\)\.(\w*)$/.exec(line)
  if (method !== null)
    return matching(
      method[1] as string,
      methods.filter(each => /^[a-z]/.test(each) && each !== 'constructor'),
    )
  return null
}

/** The model that the line's last chain begins with. */
function modelIn(line: string, { models }: Pick<Automap, 'models'>): string | null {
  const names = [...line.matchAll(/(?<![.\w$'"])([\w$]+)\./g)].map(([, name]) => name as string)
  return names.reverse().find(name => Object.hasOwn(models, name)) ?? null
}

function word(line: string, { models }: Pick<Automap, 'models'>): Completion | null {
  const [, end = ''] = /(?<![.\w$])([A-Za-z_$][\w$]*)$/.exec(line) ?? []
  const [proposals] = matching(end, Object.keys(models))
  return end === '' || proposals.length === 0 ? null : [proposals, end]
}

function path(written: string, model: string, db: Pick<Automap, 'relationships'>): Completion {
  const steps = written.split('.')
  const end = steps.pop() as string
  const owner = steps.reduce(
    (from, step) => db.relationships.find(each => each.model === from && each.name === step)?.target ?? '',
    model,
  )
  return matching(
    end,
    db.relationships.filter(each => each.model === owner).map(({ name }) => name),
  )
}

function propertiesOf(model: string, { models }: Pick<Automap, 'models'>): string[] {
  return [...requireTie(Reflect.get(models, model)).mapping.properties.keys()]
}

function matching(end: string, names: readonly string[]): Completion {
  return [names.filter(name => name.startsWith(end)).sort(), end]
}
