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
  /** Tables that `boot` reflects. */
  boots: [10, 1000, 5000],
} as const
