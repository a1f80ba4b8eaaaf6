/** The model as its users see it: the static side of a class. Its instances are described by `T` alone. */

import type { Query, QueryStarters } from './query.js'

/** The class of one table or view. `T` describes its instances. */
export interface Model<T extends object> extends QueryStarters<T, never> {
  readonly name: string
  readonly prototype: T
  /** Starts a query for every instance. */
  query(): Query<T>
  /** Tells whether a value is an instance of the model. */
  [Symbol.hasInstance](value: unknown): value is T
}
