/** Declared properties that are no columns, as types: what SQL computes, and value objects. */

import type { ColumnTrait, SqlText } from './column.js'

declare const computed: unique symbol
declare const composite: unique symbol

/** SQL that a computed property stands for. */
export type Expression = SqlText | ExpressionColumn

/** A property as SQL sees it; further properties are those of the model that a relationship leads to. */
export interface ExpressionColumn {
  /** How many there are, of a relationship that gives many. */
  count(): Expression
  /** The sum of a property of theirs. */
  sum(property: string): Expression
  /** The average of a property of theirs. */
  avg(property: string): Expression
  /** The smallest value of a property of theirs. */
  min(property: string): Expression
  /** The largest value of a property of theirs. */
  max(property: string): Expression
}

/** Each property of a model, for writing SQL; through relationships that give one, those of the related model, too. */
export interface AnyExpressionColumns {
  /** A column, or a relationship; a name that the model lacks throws. */
  readonly [property: string]: ExpressionColumn & AnyExpressionColumns
}

/**
 * The properties that a piece of SQL needs, `ExpressionColumns<'quantity' | 'item.price'>`, where the compiler is told that what an
 * index gives may be undefined; without names any property may be there.
 */
export type ExpressionColumns<P extends string = string> = string extends P
  ? AnyExpressionColumns
  : { readonly [K in Head<P>]: ExpressionColumn & ExpressionColumns<Rest<P, K>> }

type Head<P extends string> = P extends `${infer H}.${string}` ? H : P

type Rest<P extends string, H extends string> = P extends `${H}.${infer R}` ? R : never

/** A property that is computed of an instance at hand, and by SQL in queries. */
export interface ComputedOptions<V, R extends object, C extends object> {
  /** Computes it of an instance; say which properties it needs, as in `(row: { price: number }) => …`. */
  readonly get: (instance: R) => V
  /** Computes it in queries. */
  readonly sql: (columns: C) => Expression
}

/** A declared property that SQL computes. */
export interface ComputedProperty<V, T extends ColumnTrait = never> {
  /** Tells computed properties from everything else; absent at run time. */
  readonly [computed]: { readonly value: V; readonly traits: T }
}

/** How a value object is made of several properties, and taken apart. */
export interface CompositeOptions<V, P extends Readonly<Record<string, string>>, D> {
  /** The parts' names, and the properties that they are kept in. */
  readonly parts: P
  /** Makes the object; never called where all parts are null. */
  readonly make: (parts: D) => V
  /** Takes it apart. */
  readonly take: (value: V) => { readonly [K in keyof P]: unknown }
}

/** A declared value object, over the properties `K`. */
export interface CompositeProperty<V, K extends string = string> {
  /** Tells value objects from everything else; absent at run time. */
  readonly [composite]: { readonly value: V; readonly parts: K }
}
