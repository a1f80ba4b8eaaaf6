/** Checks the options of automap once, at the door, and fills in the defaults. Looks at no database. */

import type { AutomapOptions, NamingFunctions, TableFilter, ValueOptions } from '../types/options.js'
import type { Declaration } from './declaration/declaration.js'
import { readDeclarations } from './declaration/read.js'
import { OptionError } from './errors.js'
import type { NamingChoice } from './naming/names.js'
import {
  checkBoolean,
  checkCount,
  checkFunction,
  checkKeys,
  checkObject,
  checkWord,
  expected,
  type Given,
} from './options/check.js'
import { isPlainObject, valueText } from './schema/value-text.js'

/** One part of a table filter. */
export type TablePattern = Extract<TableFilter, string> | Extract<TableFilter, (...given: never[]) => unknown>

/** Which tables are mapped, checked and complete. */
export interface TableWishes {
  /** Null: all tables. */
  readonly only: readonly TablePattern[] | null
  readonly except: readonly TablePattern[]
  readonly views: boolean
}

/** The options, checked and complete. */
export interface CheckedOptions extends TableWishes {
  /** What the classes of option `models` declare. */
  readonly declarations: readonly Declaration[]
  /** True where the tables of those classes are created that the database lacks. */
  readonly createsMissing: boolean
  /** True where nothing is ever to be written. */
  readonly readOnly: boolean
  /** A path, or what was read; null: the structure is reflected. */
  readonly snapshot: string | object | null
  readonly validate: NonNullable<AutomapOptions['validate']>
  /** Null: the connection's own schema. */
  readonly schemas: readonly string[] | null
  readonly strict: boolean
  readonly naming: NamingChoice
  readonly relationships: NonNullable<AutomapOptions['relationships']> | null
  readonly values: CheckedValues
  readonly groupSize: number
  readonly timeout: number
}

/** How values are read, and how those of single columns are. */
export interface CheckedValues {
  /** `numeric` is left to the database where the caller does not say. */
  readonly all: ValueOptions
  /** By `table.column` or `schema.table.column`. */
  readonly columns: ReadonlyMap<string, ValueOptions>
}

const optionNames = [
  'models',
  'create',
  'readOnly',
  'snapshot',
  'validate',
  'schema',
  'only',
  'except',
  'views',
  'strict',
  'naming',
  'relationships',
  'values',
  'groupSize',
  'timeout',
] as const satisfies (keyof AutomapOptions)[]

const functionNames = ['className', 'propertyName', 'scalarName', 'collectionName'] as const
const schemeNames = ['v1', 'preserve'] as const
const valueNames = ['int8', 'numeric', 'timestamp', 'date'] as const

/**
 * Gives the options with every default filled in. Throws `OptionError` OPTION_UNKNOWN for an option that there is not, and
 * OPTION_INVALID for one of the wrong shape.
 */
export function checkOptions(options: unknown): CheckedOptions {
  if (options !== undefined && !isPlainObject(options)) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected the options of automap() to be an object, got ${valueText(options)}`,
    )
  }
  const given = options ?? {}
  checkKeys(given, '', optionNames)
  const declarations = given.models === undefined ? [] : readDeclarations(given.models)
  const readOnly = checkBoolean(given.readOnly, 'readOnly', false)
  return Object.freeze({
    declarations,
    createsMissing: createsMissing(given.create, declarations, readOnly),
    readOnly,
    snapshot: snapshotOf(given.snapshot),
    validate: validateOf(given),
    schemas: schemasOf(given.schema),
    ...wishesOf(given, { except: [], views: true }),
    strict: checkBoolean(given.strict, 'strict', false),
    naming: namingOf(given.naming),
    relationships:
      checkFunction<NonNullable<AutomapOptions['relationships']>>(given.relationships, 'relationships') ??
      null,
    values: valuesOf(given.values),
    groupSize: checkCount(given.groupSize, 'groupSize', 1000),
    timeout: checkCount(given.timeout, 'timeout', 30_000),
  })
}

/** What `db.reflect` is asked for, checked and complete. */
export interface CheckedReflectOptions extends TableWishes {
  /** Null: those that were read before. */
  readonly schemas: readonly string[] | null
  readonly strict: boolean
}

/** Gives the options of `db.reflect`; what is not given is as it was for `automap`. Throws `OptionError`. */
export function checkReflectOptions(
  options: unknown,
  before: Pick<CheckedOptions, 'except' | 'views' | 'strict'>,
): CheckedReflectOptions {
  if (options !== undefined && !isPlainObject(options)) {
    throw new OptionError(
      'OPTION_INVALID',
      `Expected the options of reflect() to be an object, got ${valueText(options)}`,
    )
  }
  const given = options ?? {}
  checkKeys(given, '', ['schema', 'only', 'except', 'views', 'strict'], 'reflect()')
  return {
    schemas: schemasOf(given.schema),
    ...wishesOf(given, before),
    strict: checkBoolean(given.strict, 'strict', before.strict),
  }
}

function wishesOf(given: Given, before: Pick<TableWishes, 'except' | 'views'>): TableWishes {
  return {
    only: given.only === undefined ? null : patternsOf(given.only, 'only'),
    except: given.except === undefined ? before.except : patternsOf(given.except, 'except'),
    views: checkBoolean(given.views, 'views', before.views),
  }
}

function snapshotOf(snapshot: unknown): string | object | null {
  if (snapshot === undefined) return null
  if (typeof snapshot === 'string' ? snapshot !== '' : isPlainObject(snapshot))
    return snapshot as string | object
  throw expected('snapshot', 'the path of a file, or what was read of one', snapshot)
}

function validateOf({ validate, snapshot }: Given): CheckedOptions['validate'] {
  const word = checkWord(validate, 'validate', ['always', 'background', 'never'])
  if (word === undefined || snapshot !== undefined) return word ?? 'always'
  throw new OptionError(
    'OPTION_INVALID',
    'Option "validate" is about a snapshot, and there is none: give it in option "snapshot"',
  )
}

function createsMissing(create: unknown, declarations: readonly Declaration[], readOnly: boolean): boolean {
  if (checkWord(create, 'create', ['missing']) === undefined) return false
  if (readOnly) {
    throw new OptionError(
      'OPTION_INVALID',
      'Cannot take option "create" beside "readOnly", as it writes: leave one of them out, or call createTables() before',
    )
  }
  if (declarations.length > 0) return true
  throw new OptionError(
    'OPTION_INVALID',
    'Option "create" makes the tables of declared classes, and there are none: give them in option "models"',
  )
}

function schemasOf(schema: unknown): readonly string[] | null {
  if (schema === undefined) return null
  const names: readonly unknown[] = Array.isArray(schema) ? schema : [schema]
  if (names.length === 0) throw expected('schema', 'a name or a list of names', schema)
  const wrong = names.findIndex(name => typeof name !== 'string' || name === '')
  if (wrong >= 0) throw expected('schema', 'a name or a list of names', names[wrong])
  return Object.freeze([...new Set(names as string[])])
}

function patternsOf(filter: unknown, option: string): readonly TablePattern[] {
  const patterns: readonly unknown[] = Array.isArray(filter) ? filter : [filter]
  const shape = 'a name, a glob, a function or a list of these'
  if (patterns.length === 0)
    throw new OptionError('OPTION_INVALID', `Expected option "${option}" to be ${shape}, got an empty list`)
  const wrong = patterns.findIndex(each => typeof each !== 'string' && typeof each !== 'function')
  if (wrong >= 0) throw expected(option, shape, patterns[wrong])
  return Object.freeze([...(patterns as TablePattern[])])
}

function namingOf(naming: unknown): NamingChoice {
  if (naming === undefined) return { scheme: 'v1', functions: {} }
  if (typeof naming === 'string') return { scheme: schemeOf(naming, 'naming'), functions: {} }
  if (!isPlainObject(naming)) throw expected('naming', '"v1", "preserve" or an object', naming)
  checkKeys(naming, 'naming.', ['scheme', ...functionNames])
  const functions: NamingFunctions = Object.fromEntries(
    functionNames
      .map(name => [name, checkFunction(naming[name], `naming.${name}`)] as const)
      .filter(([, value]) => value !== undefined),
  )
  return { scheme: schemeOf(naming.scheme, 'naming.scheme'), functions }
}

function schemeOf(scheme: unknown, option: string): 'v1' | 'preserve' {
  return checkWord(scheme, option, schemeNames) ?? 'v1'
}

function valuesOf(values: unknown): CheckedValues {
  if (values === undefined)
    return { all: { int8: 'number', timestamp: 'date', date: 'string' }, columns: new Map() }
  const given = checkObject(values, 'values', [...valueNames, 'columns'])
  const columns = given.columns === undefined ? {} : given.columns
  if (!isPlainObject(columns)) throw expected('values.columns', 'an object', columns)
  return {
    all: { int8: 'number', timestamp: 'date', date: 'string', ...choicesOf(given, 'values') },
    columns: new Map(
      Object.entries(columns).map(([column, each]) => {
        const option = `values.columns["${column}"]`
        return [column, choicesOf(checkObject(each, option, valueNames), option)]
      }),
    ),
  }
}

function choicesOf(given: Given, option: string): ValueOptions {
  const choices = {
    int8: checkWord(given.int8, `${option}.int8`, ['number', 'bigint', 'string']),
    numeric: checkWord(given.numeric, `${option}.numeric`, ['string', 'number']),
    timestamp: checkWord(given.timestamp, `${option}.timestamp`, ['date', 'string']),
    date: checkWord(given.date, `${option}.date`, ['string', 'date']),
  }
  return Object.fromEntries(Object.entries(choices).filter(([, choice]) => choice !== undefined))
}
