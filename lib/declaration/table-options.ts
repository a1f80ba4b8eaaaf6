/** Checks what a class says about its table as a whole, and how it takes part in inheritance. Looks up no column. */

import type { TableOptions } from '../../types/declared.js'
import { isPlainObject } from '../schema/value-text.js'
import {
  booleanOrNull,
  checkKeys,
  checkList,
  checkSql,
  checkText,
  checkTexts,
  functionOrNull,
  type Given,
  textOrNull,
  wordOrNull,
} from './check.js'
import type {
  ColumnsDeclaration,
  ForeignKeyDeclaration,
  QueryChange,
  TableDeclaration,
} from './declaration.js'
import { actionNames, actionsOf, referredTableOf } from './reference.js'
import { isSqlText } from './sql.js'

const optionNames = [
  'schema',
  'comment',
  'primaryKey',
  'unique',
  'indexes',
  'checks',
  'foreignKeys',
  'exclude',
  'scope',
  'polymorphicOn',
  'identity',
  'polymorphicLoad',
  'concrete',
  'version',
] as const satisfies (keyof TableOptions)[]

/** The third argument of model(), checked. */
export interface CheckedTableOptions {
  readonly table: TableDeclaration
  readonly scope: QueryChange | null
  readonly polymorphicOn: string | null
  /** Null where none is given. */
  readonly identity: unknown
  readonly polymorphicLoad: 'joined' | 'selectin' | null
  readonly concrete: boolean
}

/** Gives the options as they are; what an option holds is not looked at. Throws DECLARATION_INVALID. */
export function checkOptionNames(options: unknown, what: string): Given {
  return checkKeys(options, what, optionNames)
}

/** Gives the options, checked and complete; `what` says whose they are. Throws `DeclarationError` DECLARATION_INVALID. */
export function checkTableOptions(options: unknown, what: string): CheckedTableOptions {
  const given = checkOptionNames(options, what)
  return {
    table: Object.freeze({
      schema: textOrNull(given.schema, `schema in ${what}`),
      comment: textOrNull(given.comment, `comment in ${what}`),
      primaryKey:
        given.primaryKey === undefined ? null : checkTexts(given.primaryKey, `primaryKey in ${what}`),
      unique: columnLists(given.unique, `unique in ${what}`),
      indexes: columnLists(given.indexes, `indexes in ${what}`),
      checks: checksOf(given.checks, `checks in ${what}`),
      foreignKeys: checkList(given.foreignKeys, `foreignKeys in ${what}`).map(each =>
        foreignKeyOf(each, `each of foreignKeys in ${what}`),
      ),
      exclude: checkList(given.exclude, `exclude in ${what}`).map(each =>
        checkText(each, `each of exclude in ${what}`),
      ),
      version: textOrNull(given.version, `version in ${what}`),
    }),
    scope: functionOrNull(given.scope, `scope in ${what}`),
    polymorphicOn: textOrNull(given.polymorphicOn, `polymorphicOn in ${what}`),
    identity: given.identity ?? null,
    polymorphicLoad: wordOrNull(given.polymorphicLoad, `polymorphicLoad in ${what}`, ['joined', 'selectin']),
    concrete: booleanOrNull(given.concrete, `concrete in ${what}`) ?? false,
  }
}

function columnLists(lists: unknown, what: string): readonly ColumnsDeclaration[] {
  return checkList(lists, what).map(each => {
    if (!isPlainObject(each)) return { name: null, columns: checkTexts(each, `each of ${what}`) }
    const given = checkKeys(each, `each of ${what}`, ['name', 'columns'])
    return {
      name: textOrNull(given.name, `name in ${what}`),
      columns: checkTexts(given.columns, `columns in ${what}`),
    }
  })
}

function checksOf(checks: unknown, what: string): TableDeclaration['checks'] {
  return checkList(checks, what).map(each => {
    if (isSqlText(each) || !isPlainObject(each)) return { name: null, sql: checkSql(each, `each of ${what}`) }
    const given = checkKeys(each, `each of ${what}`, ['name', 'sql'])
    return { name: textOrNull(given.name, `name in ${what}`), sql: checkSql(given.sql, `sql in ${what}`) }
  })
}

function foreignKeyOf(key: unknown, what: string): ForeignKeyDeclaration {
  const given = checkKeys(key, what, ['name', 'columns', 'references', ...actionNames])
  const { schema, table, columns } = referredTableOf(given.references, `references in ${what}`)
  return Object.freeze({
    name: textOrNull(given.name, `name in ${what}`),
    columns: checkTexts(given.columns, `columns in ${what}`),
    schema,
    table,
    referencedColumns: columns,
    ...actionsOf(given, what),
  })
}
