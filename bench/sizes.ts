/** How much of everything there is, and how much of it a workload reads. */

export const sizes = {
  customers: 2000,
  orders: 5000,
  items: 15000,
  readings: 100_000,
  /** Rows that `hydrate` reads. */
  hydrated: 10_000,
  /** Reads of `point`. */
  points: 2000,
  /** Orders that `lazy` walks. */
  lazy: 1000,
  /** Customers that `selectin` starts from. */
  owners: 1000,
  /** New instances that `save-new` saves, one after another; loads and saves of `modify`. */
  saves: 500,
  /** Rows that `insert` inserts. */
  inserted: 10_000,
  /** Customers of `graph`, the orders of each, and the items of each order. */
  graph: { customers: 200, orders: 3, items: 4 },
  /** Rows that `update` changes. */
  updated: 2000,
  /** Tables that `boot` reflects. */
  boots: [10, 100, 1000, 5000],
} as const
