/**
 * The types of a database: one interface for each model, and what its rows are made of and found by.
 * Made by `automap types URL -o db.ts`. Change nothing here: run that again when the structure has changed.
 */

import type { Deferred, Described, Many, Model, One } from '../../lib/index.js'

/**
 * Enumeration `order_state`.
 * How far an order is.
 */
export type OrderState = 'new' | 'paid'

/**
 * What the JSON of a property is, where a file of your own says so; what it says nothing of is `unknown`:
 * `declare module './db.js' { interface JsonTypes { 'Customer.details': YourType } }`
 */
export interface JsonTypes {
  /** No property is called so. */
  readonly ''?: never
}

type Json<P extends string> = P extends keyof JsonTypes ? JsonTypes[P] : unknown

/**
 * Table `customer`.
 * Who buys.
 * And who has bought.
 */
export interface Customer extends Described<CustomerInsert, CustomerKey> {
  /** `id`: `integer`, primary key. */
  id: number
  /**
   * `name`: `varchar(80)`.
   * As the customer writes it.
   */
  name: string
  /** `shouted`: `text`, computed by the database. */
  readonly shouted: string
  /** `note`: `text`. */
  note: Deferred<string>
  /** `parent_id`: `integer`, references `customer(id)`. */
  parentId: number | null
  /** `details`: `json`. */
  details: Json<'Customer.details'> | null
  /** `number`: `integer`, numbered by the database. */
  readonly number: number
  /** One to many by `customer(parent_id) -> customer(id)`; the other side is `Customer.parent`. */
  children: Many<Customer>
  /** One to many by `orders(customer_id) -> customer(id)`; the other side is `Order.customerRef`. */
  orders: Many<Order>
  /** Many to one by `customer(parent_id) -> customer(id)`; the other side is `Customer.children`. */
  parent: One<Customer | null>
}

/** What a new row of `customer` is given. */
export interface CustomerInsert {
  /** Numbered by the database. */
  id?: number
  name: string
  /** Default `'none'`. */
  note?: string
  parentId?: number | null
  details?: Json<'Customer.details'> | null
}

/** What finds one `Customer` by its primary key. */
export type CustomerKey = number | { readonly id: number }

/** Table `order_line`. */
export interface OrderLine extends Described<OrderLineInsert, OrderLineKey> {
  /** `order_id`: `integer`, primary key with `position`, references `orders(id)`. */
  orderId: number
  /** `position`: `integer`, primary key with `order_id`. */
  position: number
  /** Many to one by `order_line(order_id) -> orders(id)`; the other side is `Order.orderLines`. */
  order: One<Order>
  /**
   * One to many by `parcel(order_id, position) -> order_line(order_id, position)`; the other side is
   * `Parcel.orderLine`.
   */
  parcels: Many<Parcel>
}

/** What a new row of `order_line` is given. */
export interface OrderLineInsert {
  orderId: number
  position: number
}

/** What finds one `OrderLine` by its primary key. */
export type OrderLineKey =
  | readonly [number, number]
  | {
      readonly orderId: number
      readonly position: number
    }

/** Table `orders`. */
export interface Order extends Described<OrderInsert, OrderKey> {
  /** `id`: `integer`, primary key. */
  id: number
  /** `customer_id`: `integer`, unique with `serial`, references `customer(id)`. */
  customerId: number
  /** `state`: `order_state`. */
  state: OrderState
  /** `states`: `order_state[]`. */
  states: (OrderState | null)[] | null
  /** `tags`: `text[]`. */
  tags: (string | null)[]
  /** `points`: `point[]`. */
  points: unknown[] | null
  /** `serial`: `bigint`, unique with `customer_id`, unique. */
  serial: bigint
  /** `placed_at`: `timestamp`. */
  placedAt: Date | null
  /** `seal`: `bytea`. */
  seal: Uint8Array | null
  /** `paid`: `boolean`. */
  paid: boolean
  /** `customer`: `text`. */
  customer: string | null
  /** Many to one by `orders(customer_id) -> customer(id)`; the other side is `Customer.orders`. */
  customerRef: One<Customer>
  /** One to many by `order_line(order_id) -> orders(id)`; the other side is `OrderLine.order`. */
  orderLines: Many<OrderLine>
}

/** What a new row of `orders` is given. */
export interface OrderInsert {
  /** Numbered by the database. */
  id?: number
  customerId: number
  state: OrderState
  states?: (OrderState | null)[] | null
  /** Filled by the database. */
  tags?: (string | null)[]
  points?: unknown[] | null
  serial: bigint
  placedAt?: Date | null
  seal?: Uint8Array | null
  /** Default `false`. */
  paid?: boolean
  customer?: string | null
}

/** What finds one `Order` by its primary key. */
export type OrderKey = number | { readonly id: number }

/** Table `parcel`. */
export interface Parcel extends Described<ParcelInsert, ParcelKey> {
  /** `id`: `integer`, primary key. */
  id: number
  /** `order_id`: `integer`, references `order_line(order_id, position)`, of `order_id`, `position`. */
  orderId: number
  /** `position`: `integer`, references `order_line(order_id, position)`, of `order_id`, `position`. */
  position: number
  /**
   * Many to one by `parcel(order_id, position) -> order_line(order_id, position)`; the other side is
   * `OrderLine.parcels`.
   */
  orderLine: One<OrderLine>
}

/** What a new row of `parcel` is given. */
export interface ParcelInsert {
  id: number
  orderId: number
  position: number
}

/** What finds one `Parcel` by its primary key. */
export type ParcelKey = number | { readonly id: number }

/** View `total`. */
export interface Total extends Described<TotalInsert, TotalKey> {
  /** `total`: `integer`. */
  readonly total: number | null
  /** `customer_id`: `integer`. */
  readonly customerId: number | null
}

/** Nothing: the rows of `total` are only read. */
export type TotalInsert = never

/** Nothing: `Total` has no primary key to be found by. */
export type TotalKey = never

/** The models by name: `automap<Models>(…)` gives them all. */
export interface Models {
  readonly Customer: Model<Customer>
  readonly OrderLine: Model<OrderLine>
  readonly Order: Model<Order>
  readonly Parcel: Model<Parcel>
  readonly Total: Model<Total>
}
