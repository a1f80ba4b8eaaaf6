/** Lists what is measured, and what is promised of it. */

import type { DatabaseName } from './place.js'
import { sizes } from './sizes.js'

/** One workload. */
export interface Workload {
  readonly name: string
  readonly about: string
  /** The database that it needs, by the name that `prepare` knows. */
  readonly needs: string
  /** Who else takes part, besides the bare driver and this library. */
  readonly peers: readonly string[]
  /** Of every this many rounds that are asked for, one is run; slow ones run less often. */
  readonly thinning: number
  /** Statements that this library may send at most; null where it is not the point. */
  readonly statements: number | null
  /** How much of the time of another contender is aimed at. */
  readonly targets: readonly Target[]
}

/** An aim: at most `ratio` times what `of` takes. */
export interface Target {
  readonly of: string
  readonly ratio: number
  /** Null: both databases. */
  readonly database: DatabaseName | null
}

const all = ['knex', 'objection', 'kysely']
const plain = { needs: 'shop', peers: all, thinning: 1, statements: null, targets: [] }

export const workloads: readonly Workload[] = [
  {
    ...plain,
    name: 'hydrate',
    about: `${sizes.hydrated} rows of 12 columns, three properties read`,
    statements: 1,
    targets: [{ of: 'bare', ratio: 1, database: null }],
  },
  {
    ...plain,
    name: 'hydrate-all',
    about: `${sizes.hydrated} rows of 12 columns, every property read`,
    peers: [],
    statements: 1,
  },
  {
    ...plain,
    name: 'point',
    about: `${sizes.points} reads by key, one after the other`,
    statements: sizes.points,
    targets: [{ of: 'bare', ratio: 1.5, database: null }],
  },
  {
    ...plain,
    name: 'lazy',
    about: `a loop over ${sizes.lazy} orders that awaits order.customer`,
    statements: 2,
    targets: [{ of: 'knex', ratio: 0.25, database: null }],
  },
  {
    ...plain,
    name: 'join',
    about: `${sizes.orders} orders with their customer, in one statement`,
    statements: 1,
  },
  {
    ...plain,
    name: 'selectin',
    about: `${sizes.owners} customers with their orders and the items of those`,
    statements: 3,
  },
  {
    ...plain,
    name: 'stream',
    about: `${sizes.readings} rows, one at a time`,
    peers: ['knex'],
    thinning: 2,
  },
  ...sizes.boots.map(count => ({
    name: `boot-${count}`,
    about: `reflection and models of ${count} tables, against the bare catalog queries`,
    needs: `boot${count}`,
    peers: [],
    thinning: count > 1000 ? 2 : 1,
    statements: null,
    targets: count === 1000 ? [{ of: 'bare', ratio: 1.3, database: null }] : [],
  })),
]
