/** Lists what is measured, and what is promised of it. */

import { sizes } from './sizes.js'

/** One workload. */
export interface Workload {
  readonly name: string
  readonly about: string
  /** The database that it needs, by the name that `prepare` knows. */
  readonly needs: string
  /** Who else takes part, besides the bare driver and this library. */
  readonly peers: readonly string[]
  /** Rounds for the engine to optimize what it runs; a boot happens once, and gets hardly any. */
  readonly warmUps: number
  /** Of every this many rounds that are asked for, one is run; slow ones run less often. */
  readonly thinning: number
  /** Statements that this library may send at most; null where it is not the point. */
  readonly statements: number | null
  /** How much of the time of another contender is aimed at. */
  readonly targets: readonly Target[]
}

/** An aim: what `by` takes is at most `ratio` times what `of` takes. */
export interface Target {
  readonly by: string
  readonly of: string
  readonly ratio: number
}

const all = ['knex', 'objection', 'kysely']
const plain = { needs: 'shop', peers: all, warmUps: 6, thinning: 1, statements: null, targets: [] }
const written = { ...plain, needs: 'written' }
const { graph } = sizes

export const workloads: readonly Workload[] = [
  {
    ...plain,
    name: 'hydrate',
    about: `${sizes.hydrated} rows of 12 columns, three properties read`,
    statements: 1,
    targets: [{ by: 'ours', of: 'bare', ratio: 1 }],
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
    targets: [{ by: 'ours', of: 'bare', ratio: 1.5 }],
  },
  {
    ...plain,
    name: 'lazy',
    about: `a loop over ${sizes.lazy} orders that awaits order.customer`,
    statements: 2,
    targets: [{ by: 'ours', of: 'knex', ratio: 0.25 }],
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
    warmUps: 1,
    thinning: 2,
  },
  {
    ...written,
    name: 'save-new',
    about: `${sizes.saves} new instances saved one after the other, in a transaction`,
    statements: sizes.saves + 2,
  },
  {
    ...written,
    name: 'insert',
    about: `${sizes.inserted} rows inserted at once; each comes back whole`,
    statements: 4,
  },
  {
    ...written,
    name: 'insert-blind',
    about: `${sizes.inserted} rows inserted at once; nothing comes back`,
    peers: ['knex', 'kysely'],
    statements: 4,
  },
  {
    ...written,
    name: 'graph',
    about: `${graph.customers} customers with ${graph.orders} orders of ${graph.items} items each, all new`,
    statements: 5,
  },
  {
    ...written,
    name: 'update',
    about: `${sizes.updated} rows read, and each set to another value`,
    peers: ['each', ...all],
    statements: 4,
  },
  {
    ...written,
    name: 'modify',
    about: `${sizes.saves} times one row read by its key, changed and written, in a transaction`,
    statements: 2 * sizes.saves + 2,
  },
  ...sizes.boots.map(count => ({
    name: `boot-${count}`,
    about: `reflection and models of ${count} tables, against the bare catalog queries`,
    needs: `boot${count}`,
    peers: ['reflection', 'snapshot', 'unasked', 'pragmas'],
    warmUps: 1,
    thinning: count > 1000 ? 2 : 1,
    statements: null,
    targets: count === 1000 ? [{ by: 'reflection', of: 'bare', ratio: 1.3 }] : [],
  })),
]
