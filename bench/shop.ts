/** The data that is read: a small shop and a wide table, the same on both databases, from a seed. */

import type { DatabaseName } from './place.js'
import { randomOf } from './random.js'
import { sizes } from './sizes.js'

/** One table's rows, to be inserted in order. */
export interface TableRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

const timestamptz: Readonly<Record<DatabaseName, string>> = { sqlite: 'timestamp', postgres: 'timestamptz' }

/** Gives the statements that create the tables. */
export function shopTables(database: DatabaseName): string[] {
  const zoned = timestamptz[database]
  return [
    `create table customer (id integer primary key, name text not null, email text not null, city text,
      vip boolean not null, created_at ${zoned} not null)`,
    `create table orders (id integer primary key, customer_id integer not null references customer (id),
      status text not null, total decimal(12, 2) not null, placed_at timestamp not null)`,
    'create index orders_customer_id on orders (customer_id)',
    `create table order_item (id integer primary key, order_id integer not null references orders (id),
      product text not null, quantity integer not null, price decimal(12, 2) not null)`,
    'create index order_item_order_id on order_item (order_id)',
    `create table reading (id integer primary key, serial bigint not null, kind text not null, title text not null,
      note text, quantity integer not null, price decimal(12, 2) not null, weight double precision not null,
      active boolean not null, created_at ${zoned} not null, updated_at timestamp, details json not null)`,
  ]
}

/** Gives the rows; a boolean is 0 or 1 where the database has none. */
export function shopRows(database: DatabaseName): TableRows[] {
  const random = randomOf(1)
  const flag = (value: boolean): unknown => (database === 'sqlite' ? Number(value) : value)
  const list = (count: number, row: (id: number) => unknown[]): unknown[][] =>
    Array.from({ length: count }, (_, i) => row(i + 1))
  const money = (): string => `${random(900) + 1}.${String(random(99) + 1).padStart(2, '0')}`
  return [
    {
      table: 'customer',
      columns: ['id', 'name', 'email', 'city', 'vip', 'created_at'],
      rows: list(sizes.customers, id => [
        id,
        `Customer ${id}`,
        `customer${id}@example.com`,
        random(5) === 0 ? null : `City ${random(100)}`,
        flag(random(10) === 0),
        moment(random),
      ]),
    },
    {
      table: 'orders',
      columns: ['id', 'customer_id', 'status', 'total', 'placed_at'],
      rows: list(sizes.orders, id => [
        id,
        random(sizes.customers) + 1,
        ['new', 'paid', 'sent'][random(3)],
        money(),
        moment(random),
      ]),
    },
    {
      table: 'order_item',
      columns: ['id', 'order_id', 'product', 'quantity', 'price'],
      rows: list(sizes.items, id => [
        id,
        random(sizes.orders) + 1,
        `Product ${random(500)}`,
        random(9) + 1,
        money(),
      ]),
    },
    {
      table: 'reading',
      columns: [
        'id',
        'serial',
        'kind',
        'title',
        'note',
        'quantity',
        'price',
        'weight',
        'active',
        'created_at',
        'updated_at',
        'details',
      ],
      rows: list(sizes.readings, id => [
        id,
        4_000_000_000 + id,
        `kind ${random(8)}`,
        `The title of reading ${id}`,
        random(3) === 0 ? null : `A note on reading ${id}, some words long, as notes are`,
        random(1000),
        money(),
        random(100_000) / 64,
        flag(random(2) === 0),
        moment(random),
        random(4) === 0 ? null : moment(random),
        `{"size": ${random(100)}, "tags": ["a", "b"]}`,
      ]),
    },
  ]
}

/** Milliseconds are never 0, so that every form of the text has them. */
function moment(random: (limit: number) => number): string {
  const start = Date.UTC(2020, 0, 1)
  const time = start + random(2_000_000_000) * 100 + random(900) + 1
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '')
}
