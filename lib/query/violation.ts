/**
 * Tells in the words of the models which constraint refused a write. Repeats no value: the driver's error, which may, is the
 * cause.
 */

import type { Table } from '../../types/schema.js'
import type { RefusedBy } from '../dialect/refused-by.js'
import {
  CheckError,
  type ConstraintError,
  ForeignKeyError,
  LengthError,
  NotNullError,
  UniqueError,
  type Violation,
} from '../errors.js'
import {
  type Constraint,
  checkNamed,
  foreignKeyNamed,
  uniqueNamed,
  uniqueOver,
} from '../schema/constraint.js'
import type { Purpose } from './purpose.js'
import {
  type ColumnCandidate,
  columnsOfDomain,
  type KeyCandidate,
  keyCandidates,
  limitedColumns,
} from './violation/candidates.js'
import type { Deed } from './violation/deed.js'
import {
  type Known,
  modelOf,
  type Place,
  placeOf,
  propertiesOf,
  subjectsOf,
  tableOf,
} from './violation/place.js'

/** A refusal, what was being done, and the driver's error. */
export interface Refusal {
  readonly refused: RefusedBy
  readonly purpose: Pick<Purpose, 'doing' | 'model'>
  /** What the refused statement did. */
  readonly deed: Deed
  readonly cause: unknown
}

/** What an error says behind its beginning, and what it holds. */
interface Told {
  readonly text: string
  readonly violation: Violation
}

/** Gives the error for a refusal. */
export function constraintErrorOf(known: Known, { refused, purpose, deed, cause }: Refusal): ConstraintError {
  const { text, violation } = tellers[refused.kind](placeOf(known, purpose.model, deed), refused)
  const message = `Cannot ${purpose.doing}: ${text}`
  const options = { ...violation, cause }
  switch (refused.kind) {
    case 'unique':
      return new UniqueError('UNIQUE_VIOLATED', message, options)
    case 'foreignKey':
      return new ForeignKeyError('FOREIGN_KEY_VIOLATED', message, options)
    case 'notNull':
      return new NotNullError('NOT_NULL_VIOLATED', message, options)
    case 'check':
      return new CheckError('CHECK_VIOLATED', message, options)
    case 'length':
      return new LengthError('LENGTH_VIOLATED', message, options)
  }
}

const tellers: Readonly<Record<RefusedBy['kind'], (place: Place, refused: RefusedBy) => Told>> = {
  unique: toldOfUnique,
  foreignKey: toldOfForeignKey,
  notNull: toldOfNull,
  check: toldOfCheck,
  length: toldOfLength,
}

function toldOfUnique(place: Place, refused: RefusedBy): Told {
  const { table, found } = constraintOf(place, refused, (each, name) =>
    name === null ? uniqueOver(each, refused.columns) : uniqueNamed(each, name),
  )
  const columns = found?.columns ?? refused.columns
  const { violation, subjects } = about(place, table, { name: found?.name ?? refused.constraint, columns })
  const what = subjects.length === 0 ? 'that excludes it' : `with the same ${listed(subjects, 'and')}`
  const text = `a row ${what} is there already${named(violation)}; give another value, or change the row that is there`
  return { text, violation }
}

/** What is referred to may be missing, or be about to go: it comes to the same. */
const order = 'write first what is referred to, and delete it last'

/** A longer list helps nobody. */
const keysShown = 12

function toldOfForeignKey(place: Place, refused: RefusedBy): Told {
  const { table, found } = constraintOf(place, refused, (each, name) =>
    name === null ? undefined : foreignKeyNamed(each, name),
  )
  const candidates = found === undefined ? keyCandidates(place) : [{ table: table as Table, key: found }]
  const [only] = candidates
  if (only !== undefined && candidates.length === 1) {
    const { violation } = about(place, only.table, only.key)
    const text = `${keyText(place, only)} would refer to a row that is not there${named(violation)}; ${order}`
    return { text, violation }
  }
  const texts = candidates.map(each => keyText(place, each))
  const which =
    texts.length === 0 || texts.length > keysShown
      ? 'the database does not tell which'
      : `the database does not tell which of ${listed(texts, 'and')}`
  const text = `a foreign key would refer to a row that is not there; ${which}; ${order}`
  return { text, violation: { ...nothing, constraint: refused.constraint } }
}

/** `"Order.customerId" to "Customer"` */
function keyText(place: Place, { table, key }: KeyCandidate): string {
  const from = subjectsOf(modelOf(place, table), table, key.columns)
  const target = tableOf(place, { schema: key.referencedSchema, table: key.referencedTable })
  const model = target === undefined ? null : modelOf(place, target)
  const to = model === null ? `table "${key.referencedTable}"` : `"${model.name}"`
  return `${listed(from, 'and')} to ${to}`
}

function toldOfNull(place: Place, refused: RefusedBy): Told {
  const table = tableOf(place, refused)
  if (table === undefined) {
    const { subject, violation } = oneOf(place, columnsOfDomain(place, refused.domain), 'a column')
    return { text: `${subject} takes no null; give it a value`, violation }
  }
  const { violation, subjects } = about(place, table, { name: refused.constraint, columns: refused.columns })
  return { text: `${listed(subjects, 'and')} takes no null; give it a value`, violation }
}

function toldOfCheck(place: Place, refused: RefusedBy): Told {
  const { table, found } = constraintOf(place, refused, (each, name) =>
    name === null ? undefined : checkNamed(each, name),
  )
  if (table === undefined) {
    const { subject, violation } = oneOf(place, columnsOfDomain(place, refused.domain), 'a row')
    const { constraint } = refused
    return {
      text: `${subject} does not meet a check${named({ constraint })}; give another value`,
      violation: { ...violation, constraint },
    }
  }
  const constraint = found ?? { name: refused.constraint, columns: [] }
  const { violation, subjects } = about(place, table, constraint)
  const what = subjects.length === 0 ? '' : ` on ${listed(subjects, 'and')}`
  return { text: `a row does not meet the check${what}${named(violation)}; give other values`, violation }
}

function toldOfLength(place: Place, refused: RefusedBy): Told {
  const size = refused.size === 'text' ? 'too long' : 'too large or too exact'
  const { subject, violation } = oneOf(place, limitedColumns(place, refused.size), 'its column')
  return { text: `a value is ${size} for ${subject}; give a smaller one`, violation }
}

const nothing: Violation = { model: null, properties: [], constraint: null }

/** Gives the constraint, and the table that has it: the one that the database names, else the nearest that has one like it. */
function constraintOf<C>(
  place: Place,
  refused: RefusedBy,
  find: (table: Table, name: string | null) => C | undefined,
): { readonly table: Table | undefined; readonly found: C | undefined } {
  const { constraint } = refused
  const told = refused.table === null ? undefined : tableOf(place, refused)
  if (told !== undefined) return { table: told, found: find(told, constraint) }
  const table = [...place.among, ...place.tables].find(each => find(each, constraint) !== undefined)
  return { table, found: table && find(table, constraint) }
}

function about(
  place: Place,
  table: Table | undefined,
  { name, columns }: Constraint,
): { readonly violation: Violation; readonly subjects: readonly string[] } {
  if (table === undefined) return { violation: { ...nothing, constraint: name }, subjects: [] }
  const mapping = modelOf(place, table)
  const properties = propertiesOf(mapping, columns)
  const violation = { model: mapping?.name ?? null, properties, constraint: name }
  return { violation, subjects: subjectsOf(mapping, table, columns) }
}

/** Names what it can be, and is sure where that is one; `unsure` stands where nothing is known that it can be. */
function oneOf(
  place: Place,
  candidates: readonly ColumnCandidate[],
  unsure: string,
): { readonly subject: string; readonly violation: Violation } {
  const all = candidates.map(({ table, column }) => about(place, table, { name: null, columns: [column] }))
  const subjects = all.flatMap(each => each.subjects)
  const [only] = all
  const violation =
    only !== undefined && all.length === 1
      ? only.violation
      : { ...nothing, model: place.written?.name ?? null }
  return { subject: subjects.length === 0 ? unsure : listed(subjects, 'or'), violation }
}

function named({ constraint }: Pick<Violation, 'constraint'>): string {
  return constraint === null ? '' : ` (constraint "${constraint}")`
}

function listed(texts: readonly string[], last: 'and' | 'or'): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}`
}
