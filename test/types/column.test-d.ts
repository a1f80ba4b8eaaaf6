/** Builders of columns, and what is refused of declarations. Compiled, never run. */

import {
  array,
  bigInteger,
  binary,
  composite,
  custom,
  date,
  decimal,
  double,
  enumeration,
  integer,
  json,
  model,
  real,
  relationship,
  sql,
  string,
  text,
  time,
  timestamp,
  uuid,
} from '../../lib/index.js'
import type { ColumnBuilder } from '../../types/column.js'
import type { Properties } from '../../types/declared.js'
import { Money } from './library.js'
import type { Equal, Holds } from './music.js'

type ValueIn<B> = B extends ColumnBuilder<infer V, infer _> ? V : never

const everyType = {
  a: integer('a_column'),
  b: bigInteger(),
  c: bigInteger<bigint>(),
  d: text(),
  e: string(20),
  f: decimal(10, 2),
  g: decimal<string>(),
  h: real(),
  i: double(),
  j: date(),
  k: date<Date>(),
  l: time(),
  m: timestamp({ zone: true }),
  n: timestamp<string>('n_column', { zone: false }),
  o: json(),
  p: json<{ x: 1 }>(),
  q: uuid(),
  r: binary(),
  s: enumeration(['flac', 'mp3'], 'format'),
  t: array(array(text())),
  u: custom({ type: 'point', read: value => ({ x: Number(value) }), write: point => point.x }),
  v: custom({ type: 'money' }),
}

interface EveryValue {
  a: number
  b: number
  c: bigint
  d: string
  e: string
  f: string | number
  g: string
  h: number
  i: number
  j: string
  k: Date
  l: string
  m: Date
  n: string
  o: unknown
  p: { x: 1 }
  q: string
  r: Uint8Array
  s: 'flac' | 'mp3'
  t: string[][]
  u: { x: number }
  v: unknown
}

/** Each builder has the type of what its column gives. */
export type Builders = [
  Holds<Equal<{ [K in keyof typeof everyType]: ValueIn<(typeof everyType)[K]> }, EveryValue>>,
  Holds<Equal<Properties<typeof everyType>, EveryValue>>,
]

const modified = integer()
  .nullable()
  .default(null)
  .default(1)
  .default(sql`1`)
  .onUpdate(2)
  .unique()
  .index()
  .references('a.b', { onDelete: 'cascade', onUpdate: 'setDefault' })
  .references({ schema: 'x.y', table: 'a', column: 'b' })
  .comment('text')
  .named('db_name')
  .sensitive()
  .validate(value => value && value + 1)
  .validate({ '~standard': { version: 1, vendor: 'test', validate: value => ({ value }) } })

/** Modifiers keep the type; `nullable` alone widens it. */
export type Modified = [Holds<Equal<typeof modified, ColumnBuilder<number | null, 'optional'>>>]

/** What builders and options refuse. */
export const misdeclared: unknown[] = [
  // @ts-expect-error no such action
  integer().references('a.b', { onDelete: 'destroy' }),
  // @ts-expect-error a default of another type
  integer().default('x'),
  // @ts-expect-error null is no default of what is not nullable
  integer().default(null),
  // @ts-expect-error a text is no SQL
  integer().generated('1'),
  // @ts-expect-error another type
  text().validate(value => value.length),
  // @ts-expect-error an enumeration has values
  enumeration([]),
  // @ts-expect-error not one of the values
  enumeration(['a', 'b']).default('c'),
  // @ts-expect-error a function, not a column
  model('customer', { id: integer }),
  // @ts-expect-error a relationship is no column
  model('customer', { address: relationship('Address') }),
  // @ts-expect-error misspelt
  model('customer', {}, { primryKey: ['id'] }),
  // @ts-expect-error no such strategy
  relationship('Address', { lazy: 'eager' }),
  // @ts-expect-error misspelt
  relationship('Address', { backPopulate: 'customers' }),
  // @ts-expect-error an instance is no target
  relationship({ name: 'Address' }),
  // @ts-expect-error takes apart into other parts than it is made of
  composite({ parts: { a: 'x' }, make: () => new Money(1, 'EUR'), take: () => ({ b: 1 }) }),
]
