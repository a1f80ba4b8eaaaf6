/** The builder of one column: immutable, each modifier gives a new one. Knows neither its property nor its table. */

import { isPlainObject, valueText } from '../schema/value-text.js'
import { booleanOrNull, checkKeys, checkSql, checkText, invalid } from './check.js'
import type { ColumnDeclaration, DeclaredDefault, DeclaredType } from './declaration.js'
import { referenceOf } from './reference.js'
import { isSqlText } from './sql.js'
import { validatorOf } from './validator.js'

let declared: (builder: DeclaredColumn) => ColumnDeclaration

/** A column as it is being declared. */
export class DeclaredColumn {
  readonly #column: ColumnDeclaration

  static {
    declared = builder => builder.#column
  }

  constructor(column: ColumnDeclaration) {
    this.#column = Object.freeze(column)
  }

  /** Makes it the primary key, or one of its columns. */
  primaryKey(): DeclaredColumn {
    return this.#with({ primaryKey: true })
  }

  /** Lets the database number the rows. */
  autoIncrement(): DeclaredColumn {
    return this.#with({ autoIncrement: true })
  }

  /** Lets it be null. */
  nullable(): DeclaredColumn {
    return this.#with({ nullable: true })
  }

  /** Lets no two rows have the same value. */
  unique(): DeclaredColumn {
    return this.#with({ unique: true })
  }

  /** Gives it an index. */
  index(): DeclaredColumn {
    return this.#with({ index: true })
  }

  /** What the database fills it with. */
  default(value: unknown): DeclaredColumn {
    return this.#with({ default: fillingOf('default', value) })
  }

  /** What every UPDATE fills it with. */
  onUpdate(value: unknown): DeclaredColumn {
    return this.#with({ onUpdate: fillingOf('onUpdate', value) })
  }

  /** Makes it a foreign key. */
  references(target: unknown, options?: unknown): DeclaredColumn {
    return this.#with({ references: referenceOf(target, options) })
  }

  /** Lets the database compute it. */
  generated(sql: unknown, options?: unknown): DeclaredColumn {
    const given = checkKeys(options, 'the options of generated()', ['stored'])
    const stored = booleanOrNull(given.stored, 'stored in the options of generated()') ?? true
    return this.#with({ generated: { sql: checkSql(sql, 'the argument of generated()'), stored } })
  }

  /** Describes it in the database. */
  comment(text: string): DeclaredColumn {
    return this.#with({ comment: checkText(text, 'the argument of comment()') })
  }

  /** Gives it the database's name, where that is not the property's. */
  named(name: string): DeclaredColumn {
    return this.#with({ name: checkText(name, 'the argument of named()') })
  }

  /** Reads it on demand, not with the instance. */
  deferred(): DeclaredColumn {
    return this.#with({ deferred: true })
  }

  /** Leaves its values out of inspect, JSON and logs. */
  sensitive(): DeclaredColumn {
    return this.#with({ sensitive: true })
  }

  /** Checks, or changes, what is to be written. */
  validate(validator: unknown): DeclaredColumn {
    const validators = Object.freeze([...this.#column.validators, validatorOf(validator)])
    return this.#with({ validators })
  }

  #with(change: Partial<ColumnDeclaration>): DeclaredColumn {
    const column = { ...this.#column, ...change }
    refuseContradictions(column)
    return new DeclaredColumn(column)
  }
}

/** Gives a new builder for a column of a type; `name` is the database's, undefined where the property tells. */
export function columnOf(type: DeclaredType, name: string | null): DeclaredColumn {
  return new DeclaredColumn({
    member: 'column',
    name,
    type: Object.freeze(type),
    nullable: false,
    primaryKey: false,
    autoIncrement: false,
    unique: false,
    index: false,
    default: null,
    onUpdate: null,
    references: null,
    generated: null,
    comment: null,
    deferred: false,
    sensitive: false,
    validators: Object.freeze([]),
  })
}

/** Gives what a column builder says. */
export function declaredColumnOf(builder: DeclaredColumn): ColumnDeclaration {
  return declared(builder)
}

/** What a column cannot be at once, and why. */
const contradictions: readonly (readonly [
  one: keyof ColumnDeclaration,
  other: keyof ColumnDeclaration,
  reason: string,
])[] = [
  ['primaryKey', 'nullable', 'a key always has a value'],
  ['primaryKey', 'deferred', 'a key is what an instance is known by'],
  ['autoIncrement', 'default', 'the database numbers the rows'],
  ['autoIncrement', 'generated', 'the database numbers the rows'],
  ['generated', 'default', 'the database computes its values'],
  ['generated', 'onUpdate', 'the database computes its values'],
]

function refuseContradictions(column: ColumnDeclaration): void {
  for (const [one, other, reason] of contradictions) {
    if (column[one] && column[other]) {
      throw invalid(`Cannot declare a column both ${one}() and ${other}(): ${reason}. Leave one of them out`)
    }
  }
  const { kind } = column.type
  if (column.autoIncrement && kind !== 'integer' && kind !== 'bigint') {
    throw invalid(
      `Cannot declare a column of kind "${kind}" autoIncrement(): only integer() and bigInteger() count`,
    )
  }
}

function fillingOf(modifier: string, value: unknown): DeclaredDefault {
  if (isSqlText(value)) return Object.freeze({ type: 'sql', sql: value })
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') {
    throw invalid(`Expected the argument of ${modifier}() to be a value or sql\`…\`, got ${valueText(value)}`)
  }
  return Object.freeze({ type: 'value', value: isPlainObject(value) ? Object.freeze({ ...value }) : value })
}
