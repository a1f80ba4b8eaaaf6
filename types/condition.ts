/** Conditions as types: which operators a property takes, and which values an operator takes. */

import type { ColumnName, DescriptionOf, ValueOf } from './loaded.js'

/** Operators that compare with one value, or with null. */
export type EqualityOperator = '=' | '!=' | '<>'

/** Operators that order two values. */
export type OrderOperator = '<' | '<=' | '>' | '>='

/** Operators that match a pattern; text only. */
export type PatternOperator = 'like' | 'not like' | 'ilike' | 'not ilike'

/** Operators that take a list. */
export type ListOperator = 'in' | 'not in'

/** Operators that take a pair, both ends included. */
export type RangeOperator = 'between' | 'not between'

/** Operators that ask for null, or for a truth value. */
export type IdentityOperator = 'is' | 'is not'

/** Every operator. */
export type Operator =
  | EqualityOperator
  | OrderOperator
  | PatternOperator
  | ListOperator
  | RangeOperator
  | IdentityOperator

/** The operators that a property of type `V` takes. */
export type OperatorFor<V> = unknown extends V
  ? Operator
  : NonNullable<V> extends string
    ? Operator
    : Exclude<Operator, PatternOperator>

/** What a property of type `V` can be compared with; never undefined, which is a mistake more often than a wish. */
export type Comparable<V> = unknown extends V ? NonNullable<unknown> | null : Exclude<V, undefined>

/** What operator `O` takes for a property of type `V`. Null is refused where the answer would never be true. */
export type Operand<V, O> = O extends EqualityOperator
  ? Comparable<V> | null
  : O extends IdentityOperator
    ? null | (unknown extends V ? boolean : Extract<V, boolean>)
    : O extends ListOperator
      ? readonly Comparable<V>[]
      : O extends RangeOperator
        ? readonly [from: NonNullable<V>, to: NonNullable<V>]
        : O extends PatternOperator
          ? string
          : NonNullable<V>

/** Properties and the values they must have; all of them must match. */
export type Conditions<T> = { readonly [K in ColumnName<T>]?: Comparable<ValueOf<T, K>> }

/** One value of a primary key. */
export type KeyValue = number | string | bigint | boolean | Date | Uint8Array

/** A primary key: its value, its values in key order, or its properties; what an interface says it is, where one does. */
export type Key<T> =
  DescriptionOf<T> extends { readonly key: infer K }
    ? K
    : KeyValue | readonly KeyValue[] | { readonly [K in ColumnName<T>]?: NonNullable<ValueOf<T, K>> }
