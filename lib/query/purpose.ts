/** Says what statements are for: what errors, events and refusals tell of them. Runs nothing. */

import type { LoadStrategy } from '../../types/relationship.js'
import type { ColumnMapping, Mapping, RelationshipMapping } from '../mapping/mapping.js'

/** What one statement is for. */
export interface Purpose {
  /** Begins the message of an error: "load Artist.albums". */
  readonly doing: string
  /** The model whose rows it reads or writes; null where they are no model's. */
  readonly model: string | null
  /** Which relationship it loads: "Artist.albums"; null where it loads none. */
  readonly relationship: string | null
  /** How that is loaded, or a column that did not come with its row; null for what was asked for itself. */
  readonly strategy: LoadStrategy | null
  /** True where it changes rows. */
  readonly writes: boolean
}

/** Asked for with every query of a model, and always the same. */
const queries = new WeakMap<Mapping, Purpose>()

/** Gives the purpose of a query's own statement. */
export function querying(mapping: Mapping): Purpose {
  const known = queries.get(mapping)
  if (known !== undefined) return known
  const { name } = mapping
  const purpose = {
    doing: `query model "${name}"`,
    model: name,
    relationship: null,
    strategy: null,
    writes: false,
  }
  queries.set(mapping, purpose)
  return purpose
}

/** Gives the purpose of a statement that loads a relationship. */
export function loadingRelated(
  { source, name, target }: RelationshipMapping,
  strategy: LoadStrategy,
): Purpose {
  const relationship = `${source.name}.${name}`
  return { doing: `load ${relationship}`, model: target.name, relationship, strategy, writes: false }
}

/** Gives the purpose of a statement that reads columns into instances. */
export function loadingColumns(
  { name }: Mapping,
  columns: readonly ColumnMapping[],
  strategy: LoadStrategy,
): Purpose {
  const names = columns.map(({ property }) => `${name}.${property}`)
  return { doing: `load ${names.join(', ')}`, model: name, relationship: null, strategy, writes: false }
}

/** Gives the purpose of a statement that changes rows; `doing` begins the message of an error. */
export function writing(doing: string, model: string | null): Purpose {
  return { doing, model, relationship: null, strategy: null, writes: true }
}
